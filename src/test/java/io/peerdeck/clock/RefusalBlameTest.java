package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a refused entry is held against.
class RefusalBlameTest {
  private static final PeerId MALLORY = TestPeer.key(7).peerId();
  private static final PeerId CAT = TestPeer.key(8).peerId();

  @TempDir Path folder;
  private final List<TestPeer> peers = new ArrayList<>();
  private TestPeer ann;
  private TestPeer bob;

  @BeforeEach
  void open() {
    ann = peer(1);
    ann.found();
    ann.add(TestPeer.key(2).peerId());
    bob = peer(2);
    bob.follow(ann);
  }

  @AfterEach
  void close() {
    peers.forEach(TestPeer::close);
  }

  @Test
  void anEntryThatWaitedIsHeldAgainstWhoSentItAndNotAgainstWhoSentWhatItWaitedFor() {
    Entry good = bob.note("x", "good");
    Entry late = after(good, bob.key, good.lc() + 5);
    Entry child = after(late, bob.key, good.lc() + 6);
    assertThat(ann.clock.admit(MALLORY, List.of(late.block())).refused()).isEmpty();
    assertThat(ann.clock.admit(TestPeer.key(9).peerId(), List.of(child.block())).refused())
        .isEmpty();
    AdmissionReport report = ann.clock.admit(CAT, List.of(good.block()));
    assertThat(report.admitted()).containsExactly(good);
    assertThat(report.refused())
        .extracting(Refusal::cid, refusal -> refusal.sender().orElseThrow())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(late.cid(), MALLORY),
            org.assertj.core.groups.Tuple.tuple(child.cid(), TestPeer.key(9).peerId()));
  }

  @Test
  void missingAncestorsAreNobodysFault() {
    bob.note("x", "first");
    Entry second = bob.note("x", "second");
    AdmissionReport report = ann.clock.admit(CAT, List.of(second.block()));
    assertThat(report.pending()).isEqualTo(1);
    assertThat(report.refused()).isEmpty();
    assertThat(ann.take(bob).refused()).isEmpty();
    assertThat(ann.clock.has(second.cid())).isTrue();
  }

  @Test
  void entriesOfARemovedOrFrozenAuthorAreNoFaultOfWhoPassesThemOn() {
    TestPeer twin = new TestPeer(folder.resolve("twin.db"), bob.key);
    peers.add(twin);
    twin.follow(bob);
    Entry left = bob.note("x", "one history");
    Entry right = twin.note("x", "the other");
    assertThat(ann.clock.admit(CAT, List.of(left.block(), right.block())).refused()).isEmpty();
    assertThat(ann.clock.frozenFrom(bob.id())).isPresent();
    Entry frozen = bob.note("x", "written while frozen elsewhere");
    assertThat(ann.clock.admit(CAT, List.of(frozen.block())).refused()).isEmpty();
    ann.remove(bob.id());
    Entry removed = bob.note("x", "written without knowing of the removal");
    assertThat(ann.clock.admit(CAT, List.of(removed.block())).refused()).isEmpty();
    assertThat(ann.clock.has(removed.cid())).isTrue();
  }

  private Entry after(Entry prev, KeyPair author, long lc) {
    Cid fleet = ann.clock.fleet().orElseThrow();
    return EntryCodec.sign(
        author,
        Optional.of(fleet),
        prev.seq() + 1,
        Optional.of(prev.cid()),
        List.of(),
        lc,
        0,
        "note",
        "x",
        Ipld.map().build());
  }

  private TestPeer peer(int n) {
    TestPeer peer = new TestPeer(folder.resolve(n + ".db"), TestPeer.key(n));
    peers.add(peer);
    return peer;
  }
}
