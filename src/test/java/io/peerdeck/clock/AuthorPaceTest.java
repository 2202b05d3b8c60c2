package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.Beside;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clocks of real hosts on loopback, with a time of their own.
@Timeout(180)
@Beside
class AuthorPaceTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int BURST = 500;
  private static final int PER_SECOND = 1000;
  // A batch has up to 128 KiB, in entries of 250 bytes and more.
  private static final int BATCH = 600;

  @TempDir Path folder;
  private final List<Node> nodes = new ArrayList<>();
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
  private final List<Long> pauses = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  @Test
  void aFloodingAuthorIsSlowedToTheRateAndAllOfItIsAdmitted() {
    Node ann = founder();
    Node bob = member(ann, 2);
    bob.sync(ann);
    assertThat(bob.sync(ann).complete()).isTrue();
    long start = now.get();
    long held = bob.peer.clock.size();
    fill(ann.peer, 6000);
    bob.between =
        () -> {
          double seconds = (now.get() - start) / 1e9;
          assertThat(bob.peer.clock.size() - held)
              .isLessThanOrEqualTo((long) (BURST + BATCH + PER_SECOND * seconds));
        };
    SyncReport report = bob.sync(ann);
    assertThat(report.complete()).isTrue();
    assertThat(report.admitted()).isEqualTo(6000);
    assertThat(report.refused()).isEmpty();
    assertThat(pauses)
        .hasSizeGreaterThan(5)
        .allMatch(nanos -> nanos > 0 && nanos <= AuthorPace.LONGEST_PAUSE.toNanos());
    assertThat(paused().toMillis()).isBetween(5499L, 5500L);
    assertThat(bob.peer.clock.compoundHead()).isEqualTo(ann.peer.clock.compoundHead());
  }

  @Test
  void aTrickleIsNeverSlowed() {
    Node ann = founder();
    Node bob = member(ann, 2);
    bob.sync(ann);
    bob.sync(ann);
    for (int i = 0; i < 8; i++) {
      fill(ann.peer, BURST - 100);
      assertThat(bob.sync(ann).complete()).isTrue();
      now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void aHistoryThatWasThereBeforeIsNotSlowedNorWhatANodeMissedWhileItWasAway() {
    Node ann = founder();
    fill(ann.peer, 3000);
    Node bob = member(ann, 2);
    assertThat(bob.sync(ann).admitted()).isEqualTo(3002);
    bob.sync(ann);
    fill(ann.peer, 3000);
    now.addAndGet(AuthorPace.AWAY.toNanos() + 1);
    assertThat(bob.sync(ann).admitted()).isEqualTo(3000);
    assertThat(pauses).isEmpty();
    bob.sync(ann);
    fill(ann.peer, 3000);
    bob.sync(ann);
    assertThat(paused().toMillis()).isBetween(2499L, 2500L);
  }

  @Test
  void oneWhoNeverStopsWritingDoesNotKeepANewcomerFromSlowingIt() {
    AuthorPace pace = new AuthorPace(1, PER_SECOND, now::get, pauses::add);
    PeerId flooder = TestPeer.key(2).peerId();
    PeerId relay = TestPeer.key(3).peerId();
    List<Entry> three = entriesOf(flooder, 3);
    AuthorPace.Round first = pace.begin(flooder);
    first.took(three);
    first.ended(false);
    assertThat(pauses).isEmpty();
    pace.begin(relay).took(three);
    assertThat(pauses).isEmpty();
    pace.begin(flooder).took(three);
    assertThat(pauses).containsExactly(2_000_000L);
    pace.begin(relay).ended(true);
    pace.begin(relay).took(three);
    assertThat(pauses).containsExactly(2_000_000L, 5_000_000L);
  }

  @Test
  void whileAFloodIsSlowedOthersEntriesComeOverOtherStreams() throws Exception {
    Node ann = founder();
    Node cat = member(ann, 3);
    Node bob = member(ann, 2);
    for (int i = 0; i < 2; i++) {
      cat.sync(ann);
      bob.sync(ann);
      bob.sync(cat);
    }
    fill(ann.peer, 2000);
    Entry news = cat.peer.note("x", "news");
    CountDownLatch slowed = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    bob.between =
        () -> {
          slowed.countDown();
          try {
            goOn.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        };
    CompletableFuture<SyncReport> flood = CompletableFuture.supplyAsync(() -> bob.sync(ann));
    assertThat(slowed.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(bob.sync(cat).admitted()).isEqualTo(1);
    assertThat(bob.peer.clock.has(news.cid())).isTrue();
    assertThat(flood).isNotDone();
    goOn.countDown();
    assertThat(flood.get(20, TimeUnit.SECONDS).admitted()).isEqualTo(2000);
  }

  @Test
  void thereAreNoMoreBucketsThanTheLimit() {
    AuthorPace pace = new AuthorPace(1, 1, now::get, pauses::add);
    pace.begin(TestPeer.key(1).peerId()).ended(true);
    AuthorPace.Round round = pace.begin(TestPeer.key(1).peerId());
    for (int i = 0; i <= AuthorPace.MAX_AUTHORS; i++) {
      round.took(entriesOf(TestPeer.key(2 + i).peerId(), 1));
    }
    assertThat(pace.authors()).isEqualTo(AuthorPace.MAX_AUTHORS);
  }

  @Test
  @Tag("full")
  @Timeout(300)
  void aHundredThousandEntriesOfHistoryAreNotSlowed() {
    Node ann = founder();
    fill(ann.peer, 100_000);
    Node bob = member(ann, 2);
    assertThat(bob.sync(ann).admitted()).isEqualTo(100_002);
    assertThat(pauses).isEmpty();
  }

  /// Entries nobody signed.
  private static List<Entry> entriesOf(PeerId author, int count) {
    Cid cid = Cid.of(Cid.DAG_CBOR, new byte[] {1});
    Ipld.Map body = Ipld.map().build();
    return Collections.nCopies(
        count,
        new Entry(
            cid,
            new byte[0],
            Optional.of(cid),
            author,
            0,
            Optional.empty(),
            List.of(),
            1,
            0,
            "note",
            "x",
            body));
  }

  private Duration paused() {
    return Duration.ofNanos(pauses.stream().mapToLong(Long::longValue).sum());
  }

  private static void fill(TestPeer peer, int entries) {
    Deque<CompletableFuture<Entry>> waiting = new ArrayDeque<>();
    for (int i = 0; i < entries; i++) {
      waiting.add(peer.clock.append("note", "run-" + i % 100, Ipld.map().put("n", i).build()));
      if (waiting.size() > 1000) {
        waiting.remove().join();
      }
    }
    waiting.forEach(CompletableFuture::join);
  }

  private Node founder() {
    Node node = new Node(1);
    node.peer.found();
    return node;
  }

  private Node member(Node admin, int n) {
    Node node = new Node(n);
    admin.peer.add(node.peer.id());
    node.peer.clock.adoptFleet(admin.peer.clock.fleet().orElseThrow());
    return node;
  }

  private final class Node {
    private final TestPeer peer;
    private final Host host;
    private final ClockSync sync;
    private volatile Runnable between = () -> {};

    Node(int n) {
      peer = new TestPeer(folder.resolve(n + ".db"), TestPeer.key(n));
      host =
          Host.start(HostConfig.of(peer.key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      AuthorPace pace = new AuthorPace(BURST, PER_SECOND, now::get, this::pause);
      sync = new ClockSync(peer.clock, pace, (sender, refusals) -> {});
      host.handle(sync);
      nodes.add(this);
    }

    private void pause(long nanos) {
      pauses.add(nanos);
      between.run();
      now.addAndGet(nanos);
    }

    SyncReport sync(Node other) {
      return sync.sync(host.connect(other.host.peerId(), other.host.addresses(), TIMEOUT));
    }

    void close() {
      host.close();
      peer.close();
    }
  }
}
