package io.peerdeck.blob;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multihash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
  private static final byte[] HELLO = "hello world".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void keepsBlocksOverARestart() {
    Cid cid = BlobStore.open(folder).put(HELLO, Cid.RAW);
    BlobStore again = BlobStore.open(folder);
    assertThat(again.has(cid)).isTrue();
    assertThat(again.get(cid)).hasValueSatisfying(block -> assertThat(block).isEqualTo(HELLO));
    assertThat(again.size(cid)).hasValue(HELLO.length);
    assertThat(again.get(Cid.of(Cid.RAW, new byte[0]))).isEmpty();
    assertThat(again.size(Cid.of(Cid.RAW, new byte[0]))).isEmpty();
  }

  @Test
  void refusesABlockUnderAnotherName() {
    BlobStore store = BlobStore.open(folder);
    Cid other = Cid.of(Cid.RAW, new byte[] {1});
    assertThatThrownBy(() -> store.put(other, HELLO)).isInstanceOf(BlobException.class);
    assertThatThrownBy(() -> store.put(Cid.of(Cid.RAW, new Multihash(0x99, new byte[32])), HELLO))
        .isInstanceOf(BlobException.class);
    assertThatThrownBy(() -> store.put(new byte[BlobStore.MAX_BLOCK + 1], Cid.RAW))
        .hasMessageContaining("limit");
    assertThat(store.has(other)).isFalse();
  }

  @Test
  void putsADamagedFileAsideAndTakesTheBlockAnew() throws IOException {
    Cid cid = BlobStore.open(folder).put(HELLO, Cid.RAW);
    Path file = onlyFile(cid);
    Files.write(file, "hello w0rld".getBytes(UTF_8));
    BlobStore store = BlobStore.open(folder);
    assertThat(store.get(cid)).isEmpty();
    assertThat(store.has(cid)).isFalse();
    try (Stream<Path> damaged = Files.list(folder.resolve("damaged"))) {
      assertThat(damaged).hasSize(1);
    }
    store.put(cid, HELLO);
    assertThat(store.get(cid)).isPresent();
  }

  @Test
  void readsFromMemoryWhatItHasReadLately() {
    BlobStore store = BlobStore.open(folder, 10_000);
    List<Cid> cids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      cids.add(store.put(SampleContent.bytes(1000, i), Cid.RAW));
    }
    Cid last = cids.getLast();
    store.get(last);
    byte[] mine = store.require(last);
    mine[0]++;
    assertThat(last.matches(store.require(last))).as("a caller's writes stay its own").isTrue();
    cids.forEach(store::require);
    BlobStats stats = store.stats();
    assertThat(stats.hits()).isGreaterThanOrEqualTo(2);
    assertThat(stats.misses()).isGreaterThanOrEqualTo(20);
    assertThat(stats.cachedBytes()).isBetween(1L, 10_000L);
    assertThat(stats.capacityBytes()).isEqualTo(10_000);
  }

  @Test
  void whatIsPinnedStaysInMemoryUntilItIsUnpinned() {
    BlobStore store = BlobStore.open(folder, 10_000);
    Cid pinned = store.put(SampleContent.bytes(4000, 1), Cid.RAW);
    Cid large = store.put(SampleContent.bytes(4000, 2), Cid.RAW);
    store.pin(pinned);
    store.require(large);
    store.clearCache();
    assertThat(store.hottest(10)).containsExactly(new CachedBlock(pinned, 4000, true));
    long misses = store.stats().misses();
    byte[] mine = store.require(pinned);
    mine[0]++;
    assertThat(pinned.matches(store.require(pinned))).isTrue();
    assertThat(store.stats().misses()).isEqualTo(misses);
    assertThatThrownBy(() -> store.pin(large))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("unpin others first");
    assertThatThrownBy(() -> store.pin(Cid.of(Cid.RAW, new byte[] {9})))
        .hasMessageContaining("not held here");
    assertThat(store.stats().absent()).isEqualTo(1);
    assertThat(store.unpin(pinned)).isTrue();
    assertThat(store.unpin(pinned)).isFalse();
    store.pin(large);
    assertThat(store.hottest(10).getFirst().cid()).isEqualTo(large);
  }

  @Test
  void whatIsPinnedIsPinnedAgainWhenTheFolderIsOpenedAgain() throws IOException {
    BlobStore before = BlobStore.open(folder, 10_000);
    Cid first = before.put(SampleContent.bytes(1000, 1), Cid.RAW);
    Cid unpinned = before.put(SampleContent.bytes(1000, 2), Cid.RAW);
    Cid last = before.put(SampleContent.bytes(1000, 3), Cid.RAW);
    List.of(first, unpinned, last).forEach(before::pin);
    before.unpin(unpinned);

    BlobStore after = BlobStore.open(folder, 10_000);
    assertThat(after.hottest(10))
        .containsExactly(new CachedBlock(first, 1000, true), new CachedBlock(last, 1000, true));
    long misses = after.stats().misses();
    assertThat(first.matches(after.require(first))).isTrue();
    assertThat(after.stats().misses()).as("read from memory").isEqualTo(misses);
  }

  @Test
  void aPinOfABlockThatIsGoneOrALineThatIsNoNameIsLeftOut() throws IOException {
    BlobStore before = BlobStore.open(folder, 10_000);
    Cid gone = before.put(SampleContent.bytes(1000, 1), Cid.RAW);
    Cid held = before.put(SampleContent.bytes(1000, 2), Cid.RAW);
    before.pin(gone);
    before.pin(held);
    String name = gone.toString();
    Files.delete(
        folder.resolve(name.substring(name.length() - 3, name.length() - 1)).resolve(name));
    Files.writeString(
        folder.resolve("pinned"), "no name\n", java.nio.file.StandardOpenOption.APPEND);

    BlobStore after = BlobStore.open(folder, 10_000);
    assertThat(after.hottest(10)).containsExactly(new CachedBlock(held, 1000, true));
    assertThat(after.unpin(gone)).isFalse();
  }

  @Test
  void aBatchIsReadableOnceCommittedAndLeavesNothingWhenDropped() throws IOException {
    BlobStore store = BlobStore.open(folder);
    Cid kept;
    try (BlobBatch batch = store.batch()) {
      kept = batch.put(HELLO, Cid.RAW);
      assertThat(store.has(kept)).isFalse();
      batch.commit();
      assertThat(store.has(kept)).isTrue();
      batch.put(new byte[] {1}, Cid.RAW);
    }
    assertThat(store.has(Cid.of(Cid.RAW, new byte[] {1}))).isFalse();
    try (Stream<Path> left = Files.list(folder.resolve("incoming"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void adoptsWholeBlocksOfAKilledProcessAndDropsTornOnes() throws IOException {
    Files.createDirectories(folder.resolve("incoming"));
    Cid whole = Cid.of(Cid.RAW, HELLO);
    Cid torn = Cid.of(Cid.RAW, new byte[] {1, 2, 3});
    Files.write(folder.resolve("incoming").resolve(whole + ".1"), HELLO);
    Files.write(folder.resolve("incoming").resolve(torn + ".2"), new byte[] {1, 2});
    Files.write(folder.resolve("incoming").resolve("rubbish"), new byte[] {1, 2});
    BlobStore store = BlobStore.open(folder);
    assertThat(store.has(whole)).isTrue();
    assertThat(store.has(torn)).isFalse();
    try (Stream<Path> left = Files.list(folder.resolve("incoming"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aSweepDropsWhatNothingKeepsAndNeitherPinnedNorFreshBlocks() {
    BlobStore store = BlobStore.open(folder);
    Cid kept = store.put(HELLO, Cid.RAW);
    Cid pinned = store.put("pinned".getBytes(UTF_8), Cid.RAW);
    store.pin(pinned);
    Cid old = store.put("old".getBytes(UTF_8), Cid.RAW);
    Cid unsound = store.put(new byte[] {7, 7, 7}, Cid.DAG_PB);
    BlobSweep early = new BlobSweep(store, Instant.now().minusSeconds(60));
    assertThat(early.drop(old)).as("may be about to be named").isZero();
    BlobSweep sweep = new BlobSweep(store, Instant.now().plusSeconds(60));
    sweep.keep(kept);
    sweep.keep(Cid.of(Cid.RAW, new byte[] {1}));
    assertThat(List.of(kept, pinned)).allMatch(cid -> sweep.drop(cid) == 0).allMatch(store::has);
    assertThat(store.get(old)).as("now in memory too").isPresent();
    assertThat(sweep.drop(old)).isEqualTo(3);
    assertThat(sweep.drop(unsound)).isEqualTo(3);
    assertThat(store.get(old)).isEmpty();
    assertThat(store.has(unsound)).isFalse();
    assertThat(store.put("old".getBytes(UTF_8), Cid.RAW)).isEqualTo(old);
    assertThat(store.has(old)).isTrue();
  }

  @Test
  void answersForIdentityNamesWithoutAFile() {
    BlobStore store = BlobStore.open(folder);
    Cid cid = Cid.of(Cid.RAW, Multihash.identity(HELLO));
    assertThat(store.has(cid)).isTrue();
    assertThat(store.require(cid)).isEqualTo(HELLO);
  }

  @Test
  void saysWhatIsInTheWay() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    assertThatThrownBy(() -> BlobStore.open(file))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining(file.toString());
  }

  private Path onlyFile(Cid cid) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.endsWith(cid.toString())).findAny().orElseThrow();
    }
  }
}
