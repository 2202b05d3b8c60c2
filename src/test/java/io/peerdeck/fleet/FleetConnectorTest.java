package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.Beside;
import io.peerdeck.clock.ClockSync;
import io.peerdeck.clock.Entry;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
@Beside
class FleetConnectorTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  @TempDir Path folder;
  @RegisterExtension final OpenedParts open = new OpenedParts();

  @Test
  void aNodeThatAsksWaitsIsAddedAndTakesOverTheFleet() {
    NodeOnLoopback anna = node(1).founded().started();
    NodeOnLoopback bert = node(2).started();
    bert.connector.join(anna.address());

    soon().until(() -> joinState(bert) == JoinStatus.State.WAITING);
    assertThat(bert.connector.joining().orElseThrow().sentence())
        .isEqualTo("waiting to be added by " + anna.id());
    assertThat(bert.disk.clock.fleet()).isEmpty();
    assertThat(anna.registry.peers()).hasSize(1);
    assertThat(bert.registry.peers())
        .extracting(PeerStatus::state)
        .containsOnly(PeerStatus.State.JOINING);

    add(anna, bert);
    soon().until(() -> joinState(bert) == JoinStatus.State.JOINED);
    assertThat(bert.disk.clock.fleet()).isEqualTo(anna.disk.clock.fleet());
    bert.disk.fleet.updateSelf(bert.self().slots(7));
    soon()
        .until(() -> anna.disk.fleet.roster().member(bert.id()).map(Member::slots).orElse(0) == 7);
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    soon().until(() -> bert.stateOf(anna) == PeerStatus.State.ONLINE);
    soon().until(() -> anna.registry.peer(bert.id()).orElseThrow().rtt().isPresent());
    assertThat(anna.registry.peer(bert.id()).orElseThrow().free()).isEqualTo(2);
  }

  @Test
  void entriesAndHeartbeatsReachEveryMember() {
    List<NodeOnLoopback> nodes = fleetOf(3);
    NodeOnLoopback bert = nodes.get(1);
    Entry claim = write(bert, "job.claimed", "run");
    bert.beat = new Heartbeat(List.of(claim.cid()), 2, 1, 1, 0.3);
    bert.connector.beatNow();

    for (NodeOnLoopback node : nodes) {
      soon().until(() -> node.disk.clock.has(claim.cid()));
      soon().until(() -> node.liveness.lastHeartbeatNanos(bert.id(), claim.cid()).isPresent());
      soon().until(() -> node.registry.peer(bert.id()).orElseThrow().running() == 1);
    }
    sameHeads(nodes);
  }

  @Test
  void whoHasNoWorkBeatsMoreRarelyAndTellsOfWorkAtOnce() {
    List<NodeOnLoopback> nodes = fleetOf(2);
    NodeOnLoopback anna = nodes.get(0);
    NodeOnLoopback bert = nodes.get(1);
    Duration often = NodeOnLoopback.BRISK.heartbeat().multipliedBy(2);
    soon().until(() -> usual(anna, bert).compareTo(often) > 0);

    bert.beat = new Heartbeat(List.of(), 2, 1, 1, 0.3);

    soon().until(() -> anna.registry.peer(bert.id()).orElseThrow().running() == 1);
    soon().until(() -> usual(anna, bert).compareTo(often) < 0);
    assertThat(anna.stateOf(bert)).isEqualTo(PeerStatus.State.ONLINE);
  }

  /// The time between two heartbeats that one expects of the other.
  private static Duration usual(NodeOnLoopback at, NodeOnLoopback of) {
    return at.liveness.suspicion(of.id()).orElseThrow().usual();
  }

  @Test
  void aStrangerReachesIdentifyPingAndJoinAndNothingElse() throws Exception {
    NodeOnLoopback anna = fleetOf(2).getFirst();
    KeyPair key = KeyPair.generate(new SecureRandom());
    Host stranger = Host.start(HostConfig.of(key));
    open.add(stranger);

    Connection connection = stranger.connect(anna.id(), List.of(anna.address()), SHORT);
    soon().until(() -> connection.identified().isPresent());
    assertThat(stranger.ping(anna.id(), SHORT)).isPositive();
    for (String protocol : connection.identified().orElseThrow().protocols()) {
      if (protocol.startsWith("/peerdeck/") && !protocol.equals(JoinProtocol.ID)) {
        assertThatThrownBy(() -> connection.newStream(protocol, SHORT))
            .as(protocol)
            .isInstanceOf(Libp2pException.class);
      }
    }
    for (String protocol : List.of(LiveProtocol.ID, ClockSync.PROTOCOL, "/peerdeck/blob/1.0.0")) {
      assertThatThrownBy(() -> connection.newStream(protocol, SHORT))
          .as(protocol)
          .isInstanceOf(Libp2pException.class);
    }
    assertThat(stranger.ping(anna.id(), SHORT)).isPositive();
    assertThat(anna.registry.peers()).hasSize(2);
  }

  @Test
  void aMemberThatWasAwayCatchesUpAtItsNewAddress() {
    List<NodeOnLoopback> nodes = fleetOf(2);
    NodeOnLoopback anna = nodes.get(0);
    NodeOnLoopback bert = nodes.get(1);
    bert.close();
    open.remove(bert);
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.OFFLINE);
    assertThat(anna.liveness.alive(bert.id())).isFalse();
    for (int i = 0; i < 50; i++) {
      write(anna, "run.held", "run-" + i);
    }

    NodeOnLoopback back = node(2).started();
    sameHeads(List.of(anna, back));
    soon().until(() -> anna.stateOf(back) == PeerStatus.State.ONLINE);
    back.disk.fleet.updateSelf(back.self());
    sameHeads(List.of(anna, back));
    assertThat(anna.disk.fleet.roster().member(back.id()).orElseThrow().addresses())
        .isEqualTo(back.host.addresses());
  }

  @Test
  void aMemberThatMovedIsDialledWhereOthersSayItIs() {
    List<NodeOnLoopback> before = fleetOf(2);
    before.forEach(NodeOnLoopback::close);
    open.removeAll(before);
    NodeOnLoopback anna = node(1).started();
    NodeOnLoopback bert = node(2).started();
    soon().until(() -> anna.dials.contains("missed " + bert.id()));
    assertThat(anna.stateOf(bert)).isNotEqualTo(PeerStatus.State.ONLINE);

    Multiaddr nobody = Multiaddr.parse("/ip4/127.0.0.1/tcp/1").withPeer(bert.id());
    anna.found.put(bert.id(), List.of(nobody, bert.address()));
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    assertThat(anna.dials).contains("reached " + bert.id() + " at " + bert.address().withoutPeer());
  }

  @Test
  void aRemovedMemberIsCutOffAndItsEntriesStayWithoutEffect() {
    List<NodeOnLoopback> nodes = fleetOf(3);
    NodeOnLoopback anna = nodes.get(0);
    NodeOnLoopback bert = nodes.get(1);
    NodeOnLoopback carl = nodes.get(2);
    anna.disk.fleet.removeMember(bert.id());

    soon().until(() -> !carl.disk.fleet.roster().isMember(bert.id()));
    for (NodeOnLoopback other : List.of(anna, carl)) {
      soon().until(() -> !other.liveness.alive(bert.id()));
      soon().until(() -> other.registry.peer(bert.id()).isEmpty());
    }
    soon().until(() -> !bert.liveness.alive(anna.id()));
  }

  @Test
  void aRestoredFolderFetchesItsOwnEntriesBeforeItWrites() throws Exception {
    List<NodeOnLoopback> nodes = fleetOf(2);
    NodeOnLoopback anna = nodes.get(0);
    NodeOnLoopback bert = nodes.get(1);
    Path backup = Files.createDirectory(folder.resolve("backup"));
    bert.close();
    open.remove(bert);
    Files.copy(folder.resolve("2.db"), backup.resolve("2.db"));
    NodeOnLoopback later = node(2).started();
    assertThat(later.connector.awaitOwnHistory(Duration.ofSeconds(30))).isEqualTo(1);
    Entry lost = write(later, "run.held", "run-1");
    soon().until(() -> anna.disk.clock.has(lost.cid()));
    later.close();
    open.remove(later);

    NodeOnLoopback restored = new NodeOnLoopback(2, backup);
    open.add(restored);
    assertThat(restored.disk.clock.has(lost.cid())).isFalse();
    restored.started();
    assertThat(restored.connector.awaitOwnHistory(Duration.ofSeconds(30))).isEqualTo(1);
    assertThat(restored.disk.clock.has(lost.cid())).isTrue();
    Entry next = write(restored, "run.held", "run-2");
    assertThat(next.seq()).isEqualTo(lost.seq() + 1);
    soon().until(() -> anna.disk.clock.has(next.cid()));
    assertThat(anna.disk.clock.equivocations()).isEmpty();
  }

  @Test
  void aHistoryOnItsWayIsWaitedForLongerThanTheLimitForSilence() throws Exception {
    List<NodeOnLoopback> nodes = fleetOf(2);
    nodes.get(1).close();
    open.remove(nodes.get(1));
    Entry missed = write(nodes.get(0), "run.held", "run");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    NodeOnLoopback slow =
        new NodeOnLoopback(
            2,
            folder,
            sync ->
                connection -> {
                  begun.countDown();
                  await().atMost(SHORT.multipliedBy(5)).until(() -> mayGoOn.getCount() == 0);
                  sync.sync(connection);
                });
    open.add(slow);
    slow.started();
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

    CompletableFuture<Integer> reached =
        CompletableFuture.supplyAsync(() -> awaitOwnHistory(slow, Duration.ofMillis(1)));
    assertThatThrownBy(() -> reached.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    mayGoOn.countDown();

    assertThat(reached.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(slow.disk.clock.has(missed.cid())).isTrue();
  }

  private static int awaitOwnHistory(NodeOnLoopback node, Duration limit) {
    try {
      return node.connector.awaitOwnHistory(limit);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withNobodyThereANodeDoesNotWaitLongForItsHistory() throws Exception {
    List<NodeOnLoopback> nodes = fleetOf(2);
    nodes.get(0).close();
    nodes.get(1).close();
    open.clear();

    NodeOnLoopback alone = node(2).started();
    assertThat(alone.connector.awaitOwnHistory(Duration.ofSeconds(30))).isZero();
    NodeOnLoopback founder = node(5).founded().started();
    assertThat(founder.connector.awaitOwnHistory(Duration.ofSeconds(30))).isZero();
  }

  @Test
  void aBurstOfEntriesArrivesWhole() {
    List<NodeOnLoopback> nodes = fleetOf(2);
    for (int i = 0; i < 500; i++) {
      nodes.get(0).disk.clock.append("run.held", "run-" + i, Ipld.map().build());
      nodes.get(1).disk.clock.append("run.held", "run-" + i, Ipld.map().build());
    }
    soon().until(() -> nodes.get(0).disk.clock.size() >= 1000);
    sameHeads(nodes);
  }

  @Test
  void anAddressWithoutAPeerOrOfThisNodeCannotBeJoined() {
    NodeOnLoopback bert = node(2).started();

    assertThatThrownBy(() -> bert.connector.join(Multiaddr.parse("/ip4/127.0.0.1/tcp/1")))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("/p2p/");
    assertThatThrownBy(() -> bert.connector.join(bert.address())).hasMessageContaining("itself");
    Multiaddr nobody = Multiaddr.parse("/ip4/127.0.0.1/tcp/1").withPeer(MemberDag.peer(9));
    bert.connector.join(nobody);
    soon()
        .until(() -> bert.connector.joining().orElseThrow().sentence().startsWith("cannot reach"));
  }

  @Test
  void aMemberOfOneFleetCannotJoinAnother() {
    NodeOnLoopback anna = node(1).founded().started();
    NodeOnLoopback bert = node(2).founded().started();

    assertThatThrownBy(() -> bert.connector.join(anna.address()))
        .isInstanceOf(FleetException.class)
        .hasMessageContaining("another folder");
    // Even when added there, the two stay apart.
    add(anna, bert);
    soon()
        .until(
            () -> anna.registry.peer(bert.id()).orElseThrow().reason().contains(LiveProtocol.ID));
    assertThat(bert.disk.clock.size()).isEqualTo(1);
  }

  @Test
  void aBrokenConnectionIsDialledAgain() {
    List<NodeOnLoopback> nodes = fleetOf(2);
    NodeOnLoopback anna = nodes.get(0);
    NodeOnLoopback bert = nodes.get(1);
    bert.host.connections(anna.id()).forEach(Connection::close);
    write(anna, "run.held", "run-1");
    write(bert, "run.held", "run-2");

    sameHeads(nodes);
    soon().until(() -> anna.liveness.alive(bert.id()) && bert.liveness.alive(anna.id()));
  }

  @Test
  @Tag("full")
  void aPulledCableIsNoticedAndHealed() throws Exception {
    NodeOnLoopback anna = node(1).founded().started();
    NodeOnLoopback bert = node(2).started();
    StallingRelay relay = new StallingRelay(anna.address());
    open.add(relay);
    // Both know each other through the relay only: Bert cannot be dialled at all.
    anna.disk.fleet.addMember(
        Multiaddr.parse("/ip4/127.0.0.1/tcp/1").withPeer(bert.id()),
        Optional.empty(),
        Fleet.DEFAULT_ROLES);
    anna.disk.fleet.updateSelf(
        MemberChange.NONE.addresses(List.of(relay.address().withPeer(anna.id()))));
    bert.connector.join(relay.address().withPeer(anna.id()));
    soon().until(() -> joinState(bert) == JoinStatus.State.JOINED);
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);

    relay.stall(true);
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.SUSPECT);
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.OFFLINE);
    soon().until(() -> bert.stateOf(anna) == PeerStatus.State.OFFLINE);
    write(anna, "run.held", "run-1");
    write(bert, "run.held", "run-2");

    relay.stall(false);
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    sameHeads(List.of(anna, bert));
  }

  /// That many nodes in one fleet, every one connected with every other.
  private List<NodeOnLoopback> fleetOf(int count) {
    NodeOnLoopback founder = node(1).founded().started();
    List<NodeOnLoopback> nodes = new ArrayList<>(List.of(founder));
    for (int i = 2; i <= count; i++) {
      NodeOnLoopback joiner = node(i).started();
      nodes.add(joiner);
      add(founder, joiner);
      joiner.connector.join(founder.address());
      soon().until(() -> joinState(joiner) == JoinStatus.State.JOINED);
      joiner.disk.fleet.updateSelf(joiner.self());
    }
    for (NodeOnLoopback node : nodes) {
      for (NodeOnLoopback other : nodes) {
        soon().until(() -> node.liveness.alive(other.id()));
      }
    }
    sameHeads(nodes);
    return nodes;
  }

  private NodeOnLoopback node(int number) {
    NodeOnLoopback node = new NodeOnLoopback(number, folder);
    open.add(node);
    return node;
  }

  private static void add(NodeOnLoopback admin, NodeOnLoopback peer) {
    admin.disk.fleet.addMember(peer.address(), Optional.empty(), Fleet.DEFAULT_ROLES);
  }

  private static Entry write(NodeOnLoopback author, String kind, String key) {
    return author.disk.clock.append(kind, key, Ipld.map().build()).join();
  }

  private static JoinStatus.State joinState(NodeOnLoopback node) {
    return node.connector.joining().map(JoinStatus::state).orElse(JoinStatus.State.DIALING);
  }

  private static void sameHeads(List<NodeOnLoopback> nodes) {
    soon()
        .until(
            () ->
                nodes.stream().map(node -> node.disk.clock.compoundHead()).distinct().count() == 1);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
  }
}
