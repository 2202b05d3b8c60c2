package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.Beside;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.multiformats.Multiaddr;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes that lose each other, or find each other twice.
@Timeout(120)
@Beside
class StayingConnectedTest {
  /// Less than a pause of [#PATIENT], more than it takes to dial.
  private static final Duration LONG = Duration.ofSeconds(50);

  private static final Duration SHORT = Duration.ofSeconds(5);

  /// Who is lost is not tried again for a minute at least, unless something speaks for it.
  private static final Pace PATIENT =
      new Pace(
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofHours(1),
          SHORT);

  @TempDir Path folder;
  @RegisterExtension final OpenedParts open = new OpenedParts();

  @Test
  void bothWhoDialledAtOnceKeepTheSameOneConnection() {
    List<NodeOnLoopback> both = pair(NodeOnLoopback.BRISK);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    List<Boolean> lost = new CopyOnWriteArrayList<>();
    anna.liveness.subscribe(peer -> lost.add(!anna.liveness.alive(bert.id())));
    bert.liveness.subscribe(peer -> lost.add(!bert.liveness.alive(anna.id())));

    CompletableFuture<Connection> one = dialAnew(anna, bert);
    CompletableFuture<Connection> other = dialAnew(bert, anna);
    assertThat(List.of(one.join(), other.join())).allMatch(Connection::outbound);

    boolean annaIsLower = anna.id().compareTo(bert.id()) < 0;
    soon().until(() -> anna.host.connections(bert.id()).size() == 1);
    soon().until(() -> bert.host.connections(anna.id()).size() == 1);
    Connection annas = anna.host.connections(bert.id()).getFirst();
    Connection berts = bert.host.connections(anna.id()).getFirst();
    assertThat(annas.outbound()).isEqualTo(annaIsLower);
    assertThat(berts.outbound()).isEqualTo(!annaIsLower);
    assertThat(annas).isSameAs(annaIsLower ? one.join() : annas);
    assertThat(berts).isSameAs(annaIsLower ? berts : other.join());
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    assertThat(lost).doesNotContain(true);
  }

  @Test
  void whoIsRemovedAsksEverMoreRarelyAndSaysWhy() throws Exception {
    List<NodeOnLoopback> both = pair(NodeOnLoopback.BRISK);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    remove(bert, anna);

    Duration longest = NodeOnLoopback.BRISK.longestRetry();
    soon()
        .until(
            () ->
                bert.connector
                    .link(anna.id())
                    .filter(link -> link.untilNextAttempt().compareTo(longest.multipliedBy(2)) > 0)
                    .isPresent());
    assertThat(bert.registry.peer(anna.id()).orElseThrow().reason())
        .startsWith("not connected to this node: it does not let this node in");
    assertThat(anna.requests.list()).isEmpty();
  }

  @Test
  void whoIsLetInAgainNoticesAtOnceThoughNobodyKnowsItsAddress() throws Exception {
    List<NodeOnLoopback> both = pair(PATIENT);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    remove(bert, anna);
    soon().until(() -> linkOf(bert, anna).untilNextAttempt().compareTo(LONG) > 0);
    bert.slept = Duration.ofMinutes(10); // and so it asks once more, and not again for long
    soon().until(() -> linkOf(bert, anna).failure().orElse("").contains("does not let this node"));
    assertThat(linkOf(bert, anna).untilNextAttempt()).isGreaterThan(LONG);

    anna.disk.fleet.addMember(bert.id(), List.of(), Optional.empty(), Fleet.DEFAULT_ROLES);

    before().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    before().until(() -> bert.stateOf(anna) == PeerStatus.State.ONLINE);
    before().until(() -> bert.disk.clock.currentView().isMember(bert.id()));
  }

  @Test
  void whoHearsThatItIsInAgainAsksAllWhoRefusedIt() throws Exception {
    List<NodeOnLoopback> both = pair(PATIENT);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    remove(bert, anna);
    soon().until(() -> linkOf(bert, anna).untilNextAttempt().compareTo(LONG) > 0);
    soon().until(() -> !bert.disk.clock.currentView().isMember(bert.id()));
    anna.connector.close();
    anna.disk.fleet.addMember(bert.id(), List.of(), Optional.empty(), Fleet.DEFAULT_ROLES);

    bert.disk.pull(anna.disk); // as if from a third member

    before().until(() -> !bert.host.connections(anna.id()).isEmpty());
  }

  @Test
  void whoIsKeptOutOpensALostConnectionAgainBeforeItAsksAgain() throws Exception {
    List<NodeOnLoopback> both = pair(NodeOnLoopback.BRISK);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    remove(bert, anna);
    Duration pause = NodeOnLoopback.BRISK.longestRetry().multipliedBy(6);
    soon().until(() -> linkOf(bert, anna).untilNextAttempt().compareTo(pause) > 0);
    List<Connection> lost = bert.host.connections(anna.id());
    assertThat(lost).hasSize(1);
    long asksAgain = System.nanoTime() + linkOf(bert, anna).untilNextAttempt().toNanos();
    lost.getFirst().close();

    soon().until(() -> anna.host.connections(bert.id()).stream().anyMatch(Connection::isOpen));
    soon().until(() -> bert.host.connections(anna.id()).stream().anyMatch(Connection::isOpen));
    assertThat(System.nanoTime()).isLessThan(asksAgain);
  }

  @Test
  void whoThereIsNoRoomForIsNotCalledGone() {
    NodeOnLoopback anna =
        new NodeOnLoopback(1, folder, UnaryOperator.identity(), NodeOnLoopback.BRISK, 1);
    open.add(anna);
    anna.founded().started();
    NodeOnLoopback bert = node(2, NodeOnLoopback.BRISK).started();
    NodeOnLoopback carl = node(3, NodeOnLoopback.BRISK);
    anna.disk.fleet.addMember(bert.address(), Optional.empty(), Fleet.DEFAULT_ROLES);
    bert.connector.join(anna.address());
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    anna.disk.fleet.addMember(carl.address(), Optional.empty(), Fleet.DEFAULT_ROLES);
    carl.disk.pull(anna.disk);
    carl.disk.fleet.updateSelf(MemberChange.NONE.slots(3));
    anna.disk.pull(carl.disk);

    soon().until(() -> anna.stateOf(carl) == PeerStatus.State.OFFLINE);
    assertThat(anna.registry.peer(carl.id()).orElseThrow().reason())
        .startsWith("not connected to this node, which has as many connections as it keeps");
    assertThat(anna.host.connections(carl.id())).isEmpty();
  }

  @Test
  void afterASleepWhoWasLostIsDialledAtOnce() {
    List<NodeOnLoopback> both = pair(PATIENT);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    part(anna, bert);

    bert.slept = Duration.ofMinutes(10);

    before().until(() -> bert.stateOf(anna) == PeerStatus.State.ONLINE);
  }

  @Test
  void aNodeThatMovedTellsSoAndDialsAtOnce() {
    List<NodeOnLoopback> both = pair(PATIENT);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    part(anna, bert);

    Multiaddr elsewhere = Multiaddr.parse("/ip4/192.0.2.7/tcp/4701");
    bert.listening = List.of(elsewhere);

    before().until(() -> bert.moves.contains(List.of(elsewhere)));
    before().until(() -> bert.stateOf(anna) == PeerStatus.State.ONLINE);
  }

  @Test
  void whoHasANewAddressIsDialledThereAtOnce() {
    List<NodeOnLoopback> both = pair(PATIENT);
    NodeOnLoopback anna = both.get(0);
    NodeOnLoopback bert = both.get(1);
    part(anna, bert);

    // As if heard from a third member.
    anna.disk.fleet.update(
        bert.id(),
        MemberChange.NONE.addresses(
            List.of(Multiaddr.parse("/ip4/127.0.0.1/tcp/1"), bert.address())));

    before().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
  }

  @Test
  void aSilentConnectionIsGoneAroundBeforeThePeerCountsAsOffline() throws Exception {
    NodeOnLoopback anna = node(1, NodeOnLoopback.BRISK).founded().started();
    NodeOnLoopback bert = node(2, NodeOnLoopback.BRISK).started();
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
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    soon().until(() -> bert.stateOf(anna) == PeerStatus.State.ONLINE);
    List<Connection> before = bert.host.connections(anna.id());
    List<PeerStatus.State> seen = new CopyOnWriteArrayList<>();
    bert.liveness.subscribe(peer -> seen.add(bert.stateOf(anna)));

    relay.stallOpenOnes();

    soon().until(() -> seen.contains(PeerStatus.State.SUSPECT));
    soon().until(() -> bert.stateOf(anna) == PeerStatus.State.ONLINE);
    soon().until(() -> before.stream().noneMatch(Connection::isOpen));
    assertThat(bert.stateOf(anna)).isEqualTo(PeerStatus.State.ONLINE);
    assertThat(seen).doesNotContain(PeerStatus.State.OFFLINE);
  }

  /// Removes a member that has been in the fleet for a while, and closes what it has open.
  private static void remove(NodeOnLoopback member, NodeOnLoopback by) throws Exception {
    assertThat(member.connector.awaitOwnHistory(SHORT)).isEqualTo(1);
    List<Connection> before = member.host.connections(by.id());
    by.disk.fleet.removeMember(member.id());
    soon().until(() -> before.stream().noneMatch(Connection::isOpen));
  }

  private static MemberLink linkOf(NodeOnLoopback from, NodeOnLoopback to) {
    return from.connector.link(to.id()).orElseThrow();
  }

  private static CompletableFuture<Connection> dialAnew(NodeOnLoopback from, NodeOnLoopback to) {
    return CompletableFuture.supplyAsync(
        () -> from.host.connectAnew(to.id(), List.of(to.address()), SHORT),
        Thread::startVirtualThread);
  }

  /// Closes what is open between them, and what a dial still under way or a stall of this machine
  /// opens after that, until both wait long before they try again.
  private static void part(NodeOnLoopback anna, NodeOnLoopback bert) {
    soon()
        .until(
            () -> {
              bert.host.connections(anna.id()).forEach(Connection::close);
              return waits(anna, bert) && waits(bert, anna);
            });
  }

  private static boolean waits(NodeOnLoopback node, NodeOnLoopback other) {
    return node.host.connections().isEmpty()
        && linkOf(node, other).untilNextAttempt().compareTo(LONG) > 0;
  }

  /// Two nodes in one fleet, each with a link to the other.
  private List<NodeOnLoopback> pair(Pace pace) {
    NodeOnLoopback anna = node(1, pace).founded().started();
    NodeOnLoopback bert = node(2, pace).started();
    anna.disk.fleet.addMember(bert.address(), Optional.empty(), Fleet.DEFAULT_ROLES);
    bert.connector.join(anna.address());
    for (NodeOnLoopback node : List.of(anna, bert)) {
      NodeOnLoopback other = node == anna ? bert : anna;
      soon().until(() -> node.stateOf(other) == PeerStatus.State.ONLINE);
      soon().until(() -> node.host.connections(other.id()).size() == 1);
    }
    return List.of(anna, bert);
  }

  private NodeOnLoopback node(int number, Pace pace) {
    NodeOnLoopback node = new NodeOnLoopback(number, folder, UnaryOperator.identity(), pace);
    open.add(node);
    return node;
  }

  /// Before the pause is over.
  private static ConditionFactory before() {
    return await().atMost(LONG.minusSeconds(5)).pollInterval(Duration.ofMillis(20));
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(45)).pollInterval(Duration.ofMillis(20));
  }
}
