package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EntryTamperTest {
  private static final int[] FLIPS = {1, 2, 4, 8, 16, 32, 64, 128, 255};

  @TempDir Path folder;

  @Test
  void everySingleByteChangeOfAnEntryIsRefused() {
    try (TestPeer ann = new TestPeer(folder.resolve("ann.db"), TestPeer.key(1));
        TestPeer bob = new TestPeer(folder.resolve("bob.db"), TestPeer.key(2));
        TestPeer cat = new TestPeer(folder.resolve("cat.db"), TestPeer.key(3))) {
      Entry genesis = ann.found();
      ann.add(bob.id());
      bob.follow(ann);
      ann.note("x", "a");
      bob.note("x", "b");
      ann.take(bob);
      Entry merge = ann.note("x", "with parents");
      cat.follow(ann);
      long held = cat.clock.size();
      for (Entry entry : List.of(genesis, merge)) {
        List<byte[]> changed = changes(entry.block());
        AdmissionReport report = cat.clock.admit(changed);
        assertThat(report.refused()).hasSameSizeAs(changed);
        assertThat(report.refused()).extracting(Refusal::cid).doesNotContain(entry.cid());
      }
      assertThat(cat.clock.size()).isEqualTo(held);
      assertThat(cat.clock.stats().pending()).isZero();
    }
  }

  @Test
  void anEntryCutShortOrWithMoreBehindItIsRefused() {
    try (TestPeer ann = new TestPeer(folder.resolve("ann.db"), TestPeer.key(1))) {
      byte[] block = ann.found().block();
      List<byte[]> cut = new ArrayList<>();
      for (int length = 0; length <= block.length + 1; length++) {
        if (length != block.length) {
          cut.add(java.util.Arrays.copyOf(block, length));
        }
      }
      assertThat(ann.clock.admit(cut).refused()).hasSameSizeAs(cut);
      assertThat(ann.clock.admit(List.of(new byte[70_000])).refused())
          .singleElement()
          .satisfies(
              refusal -> {
                assertThat(refusal.reason()).contains("over the 65536 allowed");
                assertThat(refusal.cid()).isEqualTo(Cid.of(Cid.DAG_CBOR, new byte[70_000]));
              });
    }
  }

  private static List<byte[]> changes(byte[] block) {
    List<byte[]> changes = new ArrayList<>();
    for (int at = 0; at < block.length; at++) {
      for (int flip : FLIPS) {
        byte[] changed = block.clone();
        changed[at] ^= (byte) flip;
        changes.add(changed);
      }
    }
    return changes;
  }
}
