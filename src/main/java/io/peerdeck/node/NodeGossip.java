package io.peerdeck.node;

import io.peerdeck.fleet.ConnectionRoom;
import io.peerdeck.fleet.FleetConnector;
import io.peerdeck.fleet.HeadsTopic;
import io.peerdeck.fleet.HeartbeatTopic;
import io.peerdeck.fleet.Liveness;
import io.peerdeck.fleet.MemberExchange;
import io.peerdeck.fleet.Pace;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What this node tells by gossip, among members only: its heads, its heartbeats, and which of
/// GitHub's answers it holds.
final class NodeGossip {
  private final NodeRooms rooms;
  private final Host host;
  private final KeyPair key;
  private final ConnectionRoom room;
  private final UnaryOperator<Multiaddr> route;
  private final RandomGenerator random;

  NodeGossip(
      NodeRooms rooms,
      Host host,
      KeyPair key,
      ConnectionRoom room,
      UnaryOperator<Multiaddr> route,
      RandomGenerator random) {
    this.rooms = rooms;
    this.host = host;
    this.key = key;
    this.room = room;
    this.route = route;
    this.random = random;
  }

  /// Begins, and stops with the node.
  ///
  /// @param begun is given the gossip before the first word
  void start(
      FleetConnector connecting, Liveness liveness, Lifetime lifetime, Consumer<Gossipsub> begun) {
    NodeTime time = rooms.time;
    Gossipsub gossip =
        lifetime.add(
            Gossipsub.start(
                host,
                key,
                HeadsTopic.gossip(this::mayGossip, time.wall(), time.nanos(), random)
                    .withExchange(
                        MemberExchange.of(
                            host,
                            peer -> rooms.discovery.flatMap(found -> found.peer(peer)),
                            this::mayGossip,
                            room,
                            route))));
    begun.accept(gossip);
    lifetime.add(new HeadsTopic(gossip, rooms.clock, connecting::heard, time.nanos()).start());
    HeartbeatTopic beats =
        lifetime.add(
            new HeartbeatTopic(
                gossip, rooms.clock, liveness, this::mayGossip, Pace.STANDARD, time.nanos()));
    lifetime.add(connecting.subscribeToOwnHeartbeat(beats::tell));
    lifetime.add(
        rooms.sharing.start(
            host,
            key,
            gossip,
            rooms.clock,
            rooms.network::connected,
            rooms.exclusion.conduct(),
            time));
  }

  private boolean mayGossip(PeerId peer) {
    return rooms.clock.currentView().isMember(peer) && !rooms.exclusion.excludes(peer);
  }
}
