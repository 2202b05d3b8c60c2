package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.clock.Entry;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Anna, Bert and Carl, with gossip. Where Anna and Carl want one connection each, they have it
/// with Bert, who let them in, and none with each other.
@Timeout(180)
class HeartbeatTopicTest {
  @TempDir Path folder;
  @RegisterExtension final OpenedParts open = new OpenedParts();
  private final List<Gossipsub> gossips = new ArrayList<>();
  private final Set<PeerId> unheard = ConcurrentHashMap.newKeySet();

  @Test
  void aMemberWithoutALinkIsHeardThroughOthersAndItsLeaseIsKept() {
    NodeOnLoopback bert = node(2, 8).founded().started();
    NodeOnLoopback anna = joined(node(1, 1), bert);
    NodeOnLoopback carl = joined(node(3, 1), bert);
    Entry claim = carl.disk.clock.append("job.claimed", "run", Ipld.map().build()).join();
    carl.beat = new Heartbeat(List.of(claim.cid()), 2, 1, 1, 0.3);

    soon().until(() -> anna.liveness.pulse(carl.id()) == Liveness.Pulse.RELAYED);
    soon().until(() -> leaseAt(anna, carl, claim.cid()) > 0);
    long before = leaseAt(anna, carl, claim.cid());
    soon().until(() -> leaseAt(anna, carl, claim.cid()) > before);
    soon().until(() -> anna.disk.clock.has(claim.cid()));
    assertThat(anna.host.connections(carl.id())).isEmpty();
    assertThat(anna.liveness.lastHeartbeat(carl.id()).orElseThrow().running()).isEqualTo(1);
    PeerStatus seen = anna.registry.peer(carl.id()).orElseThrow();
    assertThat(seen.state()).isEqualTo(PeerStatus.State.ONLINE);
    assertThat(seen.reason()).contains("heard through other members");
    assertThat(bert.liveness.pulse(carl.id())).isEqualTo(Liveness.Pulse.ONLINE);

    anna.connector.need(carl.id());
    soon().until(() -> anna.liveness.pulse(carl.id()) == Liveness.Pulse.ONLINE);
  }

  @Test
  void nothingIsSaidWhileEverybodyHasALinkAndWhoDoesNotCountIsNotHeard() {
    NodeOnLoopback bert = node(2, 8).founded().started();
    NodeOnLoopback anna = joined(node(1, 8), bert);
    NodeOnLoopback carl = joined(node(3, 8), bert);
    soon().until(() -> Stream.of(anna, bert, carl).allMatch(HeartbeatTopicTest::isNearAll));
    long said = sum(GossipMetrics.Topic::published);
    long until = System.nanoTime() + NodeOnLoopback.BRISK.heartbeat().multipliedBy(5).toNanos();
    soon().until(() -> System.nanoTime() - until > 0);
    assertThat(sum(GossipMetrics.Topic::published)).isEqualTo(said);

    unheard.add(carl.id());
    carl.exclusion.block(anna.id());
    soon().until(() -> sum(GossipMetrics.Topic::ignored) > 0);
    soon().until(() -> anna.host.connections(carl.id()).isEmpty());
    assertThat(anna.liveness.alive(carl.id())).isFalse();
  }

  @Test
  void aHeartbeatIsBoundedAndWhole() {
    byte[] sound = Heartbeat.IDLE.frame(Duration.ofSeconds(60));
    assertThat(Heartbeat.read(HeartbeatTopic.read(sound))).isEqualTo(Heartbeat.IDLE);
    for (byte[] bad :
        List.of(
            new byte[LiveLink.MAX_FRAME + 1],
            DagCbor.encode(Ipld.links(List.of())),
            Heartbeat.IDLE.frame(Duration.ofHours(1)),
            DagCbor.encode(Ipld.map().put("t", "beat").put("next", 1000).build()))) {
      assertThatThrownBy(() -> HeartbeatTopic.read(bad)).isInstanceOf(MultiformatException.class);
    }
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
  }

  private static long leaseAt(NodeOnLoopback at, NodeOnLoopback of, Cid claim) {
    return at.liveness.lastHeartbeatNanos(of.id(), claim).orElse(0);
  }

  private static boolean isNearAll(NodeOnLoopback node) {
    return node.disk.clock.currentView().members().size() == 3
        && node.liveness.notNear(node.disk.clock.currentView()).isEmpty();
  }

  private long sum(ToLongFunction<GossipMetrics.Topic> count) {
    return gossips.stream()
        .flatMap(gossip -> gossip.metrics().topics().entrySet().stream())
        .filter(topic -> topic.getKey().startsWith("/peerdeck/beats/"))
        .mapToLong(topic -> count.applyAsLong(topic.getValue()))
        .sum();
  }

  private static NodeOnLoopback joined(NodeOnLoopback node, NodeOnLoopback founder) {
    node.started();
    founder.disk.fleet.addMember(node.address(), Optional.empty(), Fleet.DEFAULT_ROLES);
    node.connector.join(founder.address());
    soon().until(() -> node.disk.clock.currentView().isMember(node.id()));
    node.disk.fleet.updateSelf(node.self());
    return node;
  }

  private NodeOnLoopback node(int number, int connections) {
    NodeOnLoopback node =
        new NodeOnLoopback(number, folder, sync -> sync, NodeOnLoopback.BRISK, connections);
    open.add(node);
    Gossipsub gossip =
        Gossipsub.start(
            node.host,
            node.disk.key,
            HeadsTopic.gossip(
                peer -> node.disk.clock.currentView().isMember(peer),
                InstantSource.system(),
                System::nanoTime,
                new Random(number)));
    gossips.add(gossip);
    open.add(gossip);
    HeartbeatTopic topic =
        new HeartbeatTopic(
            gossip,
            node.disk.clock,
            node.liveness,
            peer -> node.disk.clock.currentView().isMember(peer) && !unheard.contains(peer),
            NodeOnLoopback.BRISK,
            System::nanoTime);
    open.add(topic);
    node.connector.subscribeToOwnHeartbeat(topic::tell);
    return node;
  }
}
