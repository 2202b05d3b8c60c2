package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clocks of real hosts on loopback.
@Timeout(120)
class ClockSyncTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final List<Node> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(Node::close);
  }

  @Test
  void aNodeThatWasAwayCatchesUpAndTellsWhatItWroteMeanwhile() {
    Node ann = founder();
    Node bob = member(ann, 2);
    assertThat(bob.sync(ann).complete()).isTrue();
    for (int i = 0; i < 500; i++) {
      ann.peer.clock.append("note", "x", Ipld.map().put("n", i).build());
    }
    Entry last = ann.peer.note("x", "last");
    List<Entry> away = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      away.add(bob.peer.note("y", "away " + i));
    }
    SyncReport report = bob.sync(ann);
    assertThat(report.complete()).isTrue();
    assertThat(report.admitted()).isEqualTo(501);
    assertThat(report.received()).isEqualTo(501);
    assertThat(report.sent()).isEqualTo(20);
    assertSame(ann, bob);
    assertThat(ann.peer.clock.entriesOf("y")).isEqualTo(away);
    assertThat(bob.peer.clock.has(last.cid())).isTrue();
    assertThat(bob.peer.clock.verify((n, of) -> {}).problems()).isEmpty();
  }

  @Test
  void nothingIsSentWhenBothHoldTheSame() {
    Node ann = founder();
    Node bob = member(ann, 2);
    bob.sync(ann);
    SyncReport again = ann.sync(bob);
    assertThat(again.complete()).isTrue();
    assertThat(again.rounds()).isEqualTo(1);
    assertThat(again.received() + again.sent()).isZero();
  }

  @Test
  void bothHistoriesOfAnEquivocatingAuthorReachEverybody() {
    Node ann = founder();
    Node bob = member(ann, 2);
    bob.sync(ann);
    Node cat = member(ann, 3);
    cat.sync(ann);
    TestPeer twin = new TestPeer(folder.resolve("twin.db"), bob.peer.key);
    twin.follow(bob.peer);
    fill(bob.peer, 300);
    twin.note("x", "the other history");
    fill(twin, 200);
    ann.peer.take(bob.peer);
    cat.peer.take(twin);
    twin.close();
    ann.peer.note("x", "after left");
    cat.peer.note("x", "after right");
    SyncReport report = ann.sync(cat);
    assertThat(report.complete()).isTrue();
    assertSame(ann, cat);
    assertThat(ann.peer.clock.frozenFrom(bob.peer.id())).isPresent();
    assertThat(ann.peer.clock.equivocations()).isEqualTo(cat.peer.clock.equivocations()).hasSize(1);
  }

  @Test
  void aSyncThatBreaksOffGoesOnWhereItWas() throws Exception {
    Node ann = founder();
    Node bob = member(ann, 2);
    bob.sync(ann);
    fill(ann.peer, 5000);
    CompletableFuture<Boolean> cut = new CompletableFuture<>();
    Connection connection = bob.connect(ann);
    try (AutoCloseable _ =
        bob.peer.clock.subscribe(
            entries -> {
              connection.close();
              cut.complete(true);
            })) {
      assertThatThrownBy(() -> bob.sync.sync(connection)).isInstanceOf(Libp2pException.class);
    }
    cut.join();
    long held = bob.peer.clock.size();
    assertThat(held).isGreaterThan(2).isLessThan(5002);
    SyncReport rest = bob.sync(ann);
    assertThat(rest.complete()).isTrue();
    assertThat(rest.received()).isEqualTo(ann.peer.clock.size() - held);
    assertSame(ann, bob);
  }

  @Test
  void aPeerOfAnotherFleetIsToldApart() {
    Node ann = founder();
    Node eve = node(9);
    eve.peer.found();
    assertThatThrownBy(() -> eve.sync(ann)).hasMessageContaining("the peer follows fleet");
    assertThat(ann.peer.clock.size()).isEqualTo(1);
  }

  @Test
  void entriesThatFollowANewcomerComeWithTheHistoryBeforeIt() {
    Node ann = founder();
    fill(ann.peer, 1500);
    Node bob = member(ann, 2);
    SyncReport report = bob.sync(ann);
    assertThat(report.admitted()).isEqualTo(1502);
    Entry first = bob.peer.note("x", "hello");
    assertThat(ann.sync(bob).admitted()).isEqualTo(1);
    assertThat(ann.peer.clock.heads()).containsExactly(first.cid());
  }

  @Test
  @Tag("full")
  @Timeout(600)
  void aHundredThousandEntriesSyncInBoundedMemory() {
    Node ann = founder();
    fill(ann.peer, 100_000);
    Node bob = member(ann, 2);
    AtomicLong peak = new AtomicLong();
    long before = used();
    bob.peer.clock.subscribe(entries -> peak.accumulateAndGet(afterCollection(), Math::max));
    SyncReport report = bob.sync(ann);
    assertThat(report.complete()).isTrue();
    assertThat(report.admitted()).isEqualTo(100_002);
    assertThat(peak.get() - before).isLessThan(128L << 20);
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /// What was live after the last collections: garbage is no memory held.
  private static long afterCollection() {
    long live = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      live += pool.getCollectionUsage() == null ? 0 : pool.getCollectionUsage().getUsed();
    }
    return live;
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

  private static void assertSame(Node a, Node b) {
    assertThat(a.peer.clock.compoundHead()).isEqualTo(b.peer.clock.compoundHead());
    assertThat(a.peer.order()).isEqualTo(b.peer.order());
  }

  private Node founder() {
    Node node = node(1);
    node.peer.found();
    return node;
  }

  private Node member(Node admin, int n) {
    Node node = node(n);
    admin.peer.add(node.peer.id());
    node.peer.clock.adoptFleet(admin.peer.clock.fleet().orElseThrow());
    return node;
  }

  private Node node(int n) {
    Node node = new Node(new TestPeer(folder.resolve(n + ".db"), TestPeer.key(n)));
    nodes.add(node);
    return node;
  }

  private static final class Node {
    private final TestPeer peer;
    private final Host host;
    private final ClockSync sync;

    Node(TestPeer peer) {
      this.peer = peer;
      this.host =
          Host.start(HostConfig.of(peer.key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      this.sync =
          new ClockSync(
              peer.clock, AuthorPace.standard(System::nanoTime), (sender, refusals) -> {});
      host.handle(sync);
    }

    Connection connect(Node other) {
      return host.connect(other.host.peerId(), other.host.addresses(), TIMEOUT);
    }

    SyncReport sync(Node other) {
      return sync.sync(connect(other));
    }

    void close() {
      host.close();
      peer.close();
    }
  }
}
