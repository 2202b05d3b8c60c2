package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.Beside;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@Beside
class MerkleClockTest {
  @TempDir Path folder;
  private final List<TestPeer> peers = new ArrayList<>();

  @AfterEach
  void close() {
    peers.forEach(TestPeer::close);
  }

  @Test
  void anEntryFollowsItsAuthorsLastAndAllHeads() {
    TestPeer ann = founder();
    TestPeer bob = member(ann, 2);
    Entry a = ann.note("x", "from ann");
    Entry b = bob.note("x", "from bob");
    ann.take(bob);
    assertThat(ann.clock.heads()).containsExactlyInAnyOrder(a.cid(), b.cid());
    Entry merge = ann.note("x", "both");
    assertThat(merge.prev()).contains(a.cid());
    assertThat(merge.parents()).containsExactly(b.cid());
    assertThat(merge.lc()).isEqualTo(1 + Math.max(a.lc(), b.lc()));
    assertThat(merge.seq()).isEqualTo(a.seq() + 1);
    assertThat(ann.clock.heads()).containsExactly(merge.cid());
  }

  @Test
  void happenedBeforeIsTheCausalPastAndNothingElse() {
    TestPeer ann = founder();
    TestPeer bob = member(ann, 2);
    Entry a = ann.note("x", "a");
    Entry b = bob.note("x", "b");
    ann.take(bob);
    Entry merge = ann.note("x", "merge");
    assertThat(ann.clock.happenedBefore(a, merge)).isTrue();
    assertThat(ann.clock.happenedBefore(b, merge)).isTrue();
    assertThat(ann.clock.happenedBefore(a, b)).isFalse();
    assertThat(ann.clock.happenedBefore(b, a)).isFalse();
    assertThat(ann.clock.happenedBefore(merge, merge)).isFalse();
    assertThat(ann.clock.happenedBefore(merge, a)).isFalse();
  }

  @Test
  void everythingIsThereAgainAfterReopening() {
    TestPeer ann = founder();
    TestPeer bob = member(ann, 2);
    bob.note("x", "1");
    ann.take(bob);
    Entry last = ann.note("y", "2");
    List<Cid> order = ann.order();
    ann.close();
    peers.remove(ann);
    TestPeer again = new TestPeer(folder.resolve("1.db"), TestPeer.key(1));
    peers.add(again);
    assertThat(again.order()).isEqualTo(order);
    assertThat(again.clock.heads()).containsExactly(last.cid());
    assertThat(again.clock.entriesOf("y")).containsExactly(last);
    assertThat(again.clock.currentView()).containsExactlyInAnyOrder(again.id(), bob.id());
    assertThat(again.clock.verify((n, of) -> {}).problems()).isEmpty();
    Entry next = again.note("y", "3");
    assertThat(next.seq()).isEqualTo(last.seq() + 1);
  }

  @Test
  void manyAppendsShareCommitsAndKeepTheirOrder() {
    TestPeer ann = founder();
    List<CompletableFuture<Entry>> written = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      written.add(ann.clock.append("note", "x", Ipld.map().put("n", i).build()));
    }
    List<Entry> entries = written.stream().map(CompletableFuture::join).toList();
    assertThat(ann.clock.entriesOf("x")).isEqualTo(entries);
    assertThat(ann.clock.verify((n, of) -> {}).problems()).isEmpty();
  }

  @Test
  void anEntryIsWrittenWithOneThatNamesItInOneCommit() {
    TestPeer ann = founder();
    List<List<Entry>> commits = new CopyOnWriteArrayList<>();
    ann.clock.subscribe(commits::add);
    List<Entry> both =
        ann.clock
            .append(
                "x",
                new Saying("note", Ipld.map().put("n", 1).build()),
                cid -> new Saying("note", Ipld.map().put("of", cid.toString()).build()))
            .join();
    assertThat(both).hasSize(2);
    assertThat(both.getLast().prev()).contains(both.getFirst().cid());
    assertThat(both.getLast().body().text("of")).isEqualTo(both.getFirst().cid().toString());
    Awaitility.await().until(() -> commits.contains(both));
    List<Entry> alone =
        ann.clock
            .append(
                "x",
                new Saying("note", Ipld.map().put("n", 2).build()),
                cid -> new Saying("note", Ipld.map().put("much", "x".repeat(70_000)).build()))
            .join();
    assertThat(alone).hasSize(1);
    assertThat(ann.clock.entriesOf("x")).containsExactlyElementsOf(concat(both, alone));
    assertThat(ann.clock.verify((n, of) -> {}).problems()).isEmpty();
  }

  @Test
  void whoCatchesUpReadsNothingThatTheViewsDoNotKnow() {
    TestPeer ann = founder();
    int entries = 600;
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < entries; i++) {
                ann.note("x", "n");
              }
            });
    long row = 0;
    while (!writing.isDone() || row < ann.clock.size()) {
      for (StoredEntry read : ann.clock.entriesSince(row, 100)) {
        assertThat(ann.clock.size()).isGreaterThanOrEqualTo(read.row());
        row = read.row();
      }
    }
    assertThat(row).isGreaterThanOrEqualTo(entries);
  }

  private static List<Entry> concat(List<Entry> some, List<Entry> more) {
    List<Entry> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  @Test
  void oneFolderFollowsOneFleet() {
    TestPeer ann = founder();
    assertThatThrownBy(ann::found)
        .isInstanceOf(ClockException.class)
        .hasMessageContaining("already");
    TestPeer bob = peer(2);
    assertThatThrownBy(() -> bob.note("x", "early")).hasMessageContaining("no fleet");
    bob.clock.adoptFleet(ann.clock.fleet().orElseThrow());
    assertThatThrownBy(() -> bob.note("x", "early")).hasMessageContaining("has not arrived");
    bob.take(ann);
    assertThatThrownBy(() -> bob.note("x", "stranger")).hasMessageContaining("no member");
  }

  @Test
  void anEntryOfAnotherFleetIsRefused() {
    TestPeer ann = founder();
    TestPeer eve = peer(9);
    eve.clock.createFleet(Ipld.map().put("name", "other").build());
    eve.note("x", "y");
    AdmissionReport report = ann.take(eve);
    assertThat(report.admitted()).isEmpty();
    assertThat(report.refused()).hasSize(2);
    assertThat(report.refused().get(0).reason()).contains("another fleet");
  }

  @Test
  void aStrangersEntryIsRefusedAndWhatFollowsItToo() {
    TestPeer ann = founder();
    Cid fleet = ann.clock.fleet().orElseThrow();
    Entry genesis = ann.clock.get(fleet).orElseThrow();
    Entry strange = sign(TestPeer.key(9), fleet, 0, Optional.empty(), List.of(fleet), 1, "hello");
    Entry child =
        sign(TestPeer.key(9), fleet, 1, Optional.of(strange.cid()), List.of(), 2, "again");
    AdmissionReport report =
        ann.clock.admit(List.of(child.block(), genesis.block(), strange.block()));
    assertThat(report.duplicates()).isEqualTo(1);
    assertThat(report.pending()).isEqualTo(1);
    assertThat(report.refused())
        .extracting(Refusal::cid)
        .containsExactly(strange.cid(), child.cid());
    assertThat(ann.clock.stats().pending()).isZero();
    assertThat(ann.clock.admit(List.of(child.block())).refused().get(0).reason())
        .contains("descends from");
  }

  @Test
  void wrongTimeHolesAndForeignPredecessorsAreRefused() {
    TestPeer ann = founder();
    TestPeer bob = member(ann, 2);
    Entry b = bob.note("x", "b");
    ann.take(bob);
    Cid fleet = ann.clock.fleet().orElseThrow();
    Entry late =
        sign(bob.key, fleet, b.seq() + 1, Optional.of(b.cid()), List.of(), b.lc() + 2, "late");
    Entry hole =
        sign(bob.key, fleet, b.seq() + 2, Optional.of(b.cid()), List.of(), b.lc() + 1, "hole");
    Entry foreign =
        sign(ann.key, fleet, b.seq() + 1, Optional.of(b.cid()), List.of(), b.lc() + 1, "foreign");
    AdmissionReport report = ann.clock.admit(List.of(late.block(), hole.block(), foreign.block()));
    assertThat(report.admitted()).isEmpty();
    assertThat(report.refused())
        .extracting(Refusal::reason)
        .satisfiesExactly(
            reason -> assertThat(reason).contains("lc"),
            reason -> assertThat(reason).contains("hole in seq"),
            reason -> assertThat(reason).contains("prev is an entry of"));
  }

  @Test
  void aRemovedMembersConcurrentEntriesAreKeptAndItsKnowingOnesRefused() {
    TestPeer ann = founder();
    TestPeer bob = member(ann, 2);
    Entry removal = ann.remove(bob.id());
    Entry concurrent = bob.note("x", "did not know");
    assertThat(ann.take(bob).admitted()).containsExactly(concurrent);
    Entry merge = ann.note("x", "saw both");
    assertThat(merge.parents()).containsExactly(concurrent.cid());
    assertThat(ann.clock.viewAt(concurrent)).contains(bob.id());
    assertThat(ann.clock.viewAt(merge)).doesNotContain(bob.id());
    Entry knowing =
        sign(
            bob.key,
            ann.clock.fleet().orElseThrow(),
            concurrent.seq() + 1,
            Optional.of(concurrent.cid()),
            List.of(removal.cid()),
            1 + Math.max(removal.lc(), concurrent.lc()),
            "knew");
    assertThat(ann.clock.admit(List.of(knowing.block())).refused().get(0).reason())
        .contains("no member in its causal past");
  }

  @Test
  void twoHistoriesOfOneAuthorAreKeptAsProofAndFreezeIt() {
    TestPeer ann = founder();
    TestPeer bob = member(ann, 2);
    TestPeer twin = twin(bob, "twin.db");
    bob.note("x", "common");
    twin.take(bob);
    Entry left = bob.note("x", "left");
    Entry right = twin.note("x", "right");
    Entry after = twin.note("x", "after");
    TestPeer cat = peer(3);
    cat.follow(ann);
    cat.take(twin);
    ann.take(bob);
    assertThat(ann.clock.frozenFrom(bob.id())).isEmpty();
    ann.take(twin);
    cat.take(bob);
    for (TestPeer peer : List.of(ann, cat)) {
      assertThat(peer.clock.frozenFrom(bob.id())).hasValue(left.seq());
      assertThat(peer.clock.has(left.cid()) && peer.clock.has(right.cid())).isTrue();
      assertThat(peer.clock.equivocations())
          .singleElement()
          .satisfies(
              proof -> {
                assertThat(proof.author()).isEqualTo(bob.id());
                assertThat(Set.of(proof.first(), proof.second()))
                    .isEqualTo(Set.of(left.cid(), right.cid()));
              });
      assertThat(peer.clock.happenedBefore(left, after)).isFalse();
      assertThat(peer.clock.happenedBefore(right, after)).isTrue();
      assertThat(peer.clock.verify((n, of) -> {}).problems()).isEmpty();
    }
    bob.take(twin);
    assertThatThrownBy(() -> bob.note("x", "more")).hasMessageContaining("frozen");
    assertThat(ann.clock.heads()).isEqualTo(cat.clock.heads());
  }

  @Test
  void whatAnEquivocatingAuthorDidToMembershipLosesItsEffectOnceProven() {
    TestPeer ann = founder();
    TestPeer bob = member(ann, 2);
    TestPeer twin = twin(bob, "twin.db");
    PeerId cat = TestPeer.key(3).peerId();
    PeerId dan = TestPeer.key(4).peerId();
    bob.add(cat);
    twin.add(dan);
    Entry before = ann.note("x", "knows neither");
    ann.take(bob);
    Entry one = ann.note("x", "knows one side");
    ann.take(twin);
    Entry both = ann.note("x", "knows both sides");
    Entry later = ann.note("x", "still");
    assertThat(ann.clock.viewAt(before)).containsExactlyInAnyOrder(ann.id(), bob.id());
    assertThat(ann.clock.viewAt(one)).containsExactlyInAnyOrder(ann.id(), bob.id(), cat);
    assertThat(ann.clock.viewAt(both)).containsExactlyInAnyOrder(ann.id(), bob.id());
    assertThat(ann.clock.viewAt(later)).isSameAs(ann.clock.viewAt(both));
    assertThat(ann.clock.currentView()).containsExactlyInAnyOrder(ann.id(), bob.id());
    assertThat(ann.clock.verify((n, of) -> {}).problems()).isEmpty();
  }

  @Test
  void entriesThatArriveBeforeTheirAncestorsWaitAndThenAreAdmitted() {
    TestPeer ann = founder();
    TestPeer bob = peer(2);
    for (int i = 0; i < 50; i++) {
      ann.note("x", "n" + i);
    }
    bob.clock.adoptFleet(ann.clock.fleet().orElseThrow());
    List<byte[]> backwards = new ArrayList<>(ann.blocks());
    Collections.reverse(backwards);
    AdmissionReport waiting = bob.clock.admit(backwards.subList(0, 50));
    assertThat(waiting.pending()).isEqualTo(50);
    assertThat(waiting.missing()).containsExactly(ann.clock.fleet().orElseThrow());
    AdmissionReport rest = bob.clock.admit(backwards.subList(50, 51));
    assertThat(rest.admitted()).hasSize(51);
    assertThat(bob.order()).isEqualTo(ann.order());
  }

  @Test
  void thePendingPoolIsBoundedPerSourceAndNoSourceCrowdsAnotherOut() {
    TestPeer ann = founder();
    Cid fleet = ann.clock.fleet().orElseThrow();
    KeyPair eve = TestPeer.key(9);
    Cid nowhere = Cid.of(Cid.DAG_CBOR, new byte[] {1});
    List<byte[]> flood = new ArrayList<>();
    for (int i = 0; i < 2100; i++) {
      flood.add(sign(eve, fleet, 0, Optional.empty(), List.of(nowhere), 1 + i, "flood").block());
    }
    AdmissionReport report = ann.clock.admit(eve.peerId(), flood);
    assertThat(report.pending()).isEqualTo(2048);
    assertThat(report.dropped()).isEqualTo(52);
    PeerId other = TestPeer.key(8).peerId();
    assertThat(
            ann.clock
                .admit(
                    other,
                    List.of(
                        sign(TestPeer.key(8), fleet, 0, Optional.empty(), List.of(nowhere), 1, "x")
                            .block()))
                .pending())
        .isEqualTo(1);
  }

  @Test
  void aDraftKeepsItsNameAndIsTurnedDownOnceAnotherEntryWasAppended() {
    TestPeer ann = founder();
    Ipld.Map body = Ipld.map().put("text", "planned").build();
    Entry draft = ann.clock.draft("note", "x", body, 42);
    assertThat(ann.clock.has(draft.cid())).isFalse();
    assertThat(ann.clock.appendDraft(draft).join()).contains(draft);
    assertThat(ann.clock.get(draft.cid())).contains(draft);
    Entry stale = ann.clock.draft("note", "x", body, 43);
    ann.note("x", "first");
    assertThat(ann.clock.appendDraft(stale).join()).isEmpty();
    assertThat(ann.clock.frozenFrom(ann.id())).isEmpty();
  }

  @Test
  void listenersHearEveryEntryOnceAndInOrder() {
    TestPeer ann = founder();
    List<Entry> heard = new CopyOnWriteArrayList<>();
    // The genesis may still be on its way to the listeners.
    ann.clock.subscribe(
        entries -> entries.stream().filter(e -> e.kind().equals("note")).forEach(heard::add));
    List<CompletableFuture<Entry>> written = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      written.add(ann.clock.append("note", "x", Ipld.map().put("n", i).build()));
    }
    List<Entry> all = written.stream().map(CompletableFuture::join).toList();
    Awaitility.await().until(() -> heard.size() >= all.size());
    assertThat(heard).isEqualTo(all);
  }

  @Test
  void aFailedCommitLeavesTheChainAsItIsOnDisk() {
    TestPeer ann = founder();
    Entry kept = ann.note("x", "kept");
    ann.database
        .write(
            c ->
                c.createStatement()
                    .execute(
                        "CREATE TRIGGER full BEFORE INSERT ON clock_entry BEGIN SELECT RAISE(ABORT,"
                            + " 'disk full'); END"))
        .join();
    List<CompletableFuture<Entry>> lost = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      lost.add(ann.clock.append("note", "x", Ipld.map().put("n", i).build()));
    }
    assertThat(lost).allSatisfy(f -> assertThatThrownBy(f::join).hasMessageContaining("disk full"));
    assertThat(ann.clock.heads()).containsExactly(kept.cid());
    ann.database.write(c -> c.createStatement().execute("DROP TRIGGER full")).join();
    Entry next = ann.note("x", "next");
    assertThat(next.prev()).contains(kept.cid());
    assertThat(ann.clock.verify((n, of) -> {}).problems()).isEmpty();
  }

  @Test
  void windowsAreNewestFirstAndMeetWithoutGapOrOverlap() {
    TestPeer ann = founder();
    for (int i = 0; i < 30; i++) {
      ann.note("x", "n" + i);
    }
    List<Entry> paged = new ArrayList<>();
    Optional<EntryPosition> before = Optional.empty();
    for (List<Entry> page = ann.clock.window(before, 7);
        !page.isEmpty();
        page = ann.clock.window(before, 7)) {
      paged.addAll(page);
      before = Optional.of(page.get(page.size() - 1).position());
    }
    assertThat(paged).isEqualTo(ann.clock.windowAt(0, 100)).hasSize(31);
    assertThat(ann.clock.windowAt(10, 5)).isEqualTo(paged.subList(10, 15));
  }

  @Test
  void verifyFindsAChangedBlockAndAMissingRow() {
    TestPeer ann = founder();
    Entry entry = ann.note("x", "true");
    ann.note("x", "later");
    byte[] changed = entry.block().clone();
    changed[changed.length - 1] ^= 1;
    ann.database.write(c -> update(c, changed, entry.cid())).join();
    assertThat(ann.clock.verify((n, of) -> {}).problems())
        .anySatisfy(problem -> assertThat(problem).contains(entry.cid().toString()));
    ann.database
        .write(c -> c.createStatement().executeUpdate("DELETE FROM clock_entry WHERE id = 2"))
        .join();
    assertThat(ann.clock.verify((n, of) -> {}).ok()).isFalse();
  }

  private static int update(java.sql.Connection c, byte[] block, Cid cid)
      throws java.sql.SQLException {
    try (var s = c.prepareStatement("UPDATE clock_entry SET block = ? WHERE cid = ?")) {
      s.setBytes(1, block);
      s.setBytes(2, cid.bytes());
      return s.executeUpdate();
    }
  }

  static Entry sign(
      KeyPair key,
      Cid fleet,
      long seq,
      Optional<Cid> prev,
      List<Cid> parents,
      long lc,
      String text) {
    return EntryCodec.sign(
        key,
        Optional.of(fleet),
        seq,
        prev,
        parents,
        lc,
        0,
        "note",
        "x",
        Ipld.map().put("text", text).build());
  }

  private TestPeer founder() {
    TestPeer ann = peer(1);
    ann.found();
    return ann;
  }

  private TestPeer member(TestPeer admin, int n) {
    TestPeer peer = peer(n);
    admin.add(peer.id());
    peer.follow(admin);
    return peer;
  }

  private TestPeer twin(TestPeer of, String file) {
    TestPeer twin = new TestPeer(folder.resolve(file), of.key);
    peers.add(twin);
    twin.follow(of);
    return twin;
  }

  private TestPeer peer(int n) {
    TestPeer peer = new TestPeer(folder.resolve(n + ".db"), TestPeer.key(n));
    peers.add(peer);
    return peer;
  }
}
