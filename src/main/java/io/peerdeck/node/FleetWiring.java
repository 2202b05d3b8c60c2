package io.peerdeck.node;

import io.peerdeck.blob.BlobExchange;
import io.peerdeck.clock.AuthorPace;
import io.peerdeck.clock.ClockSync;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.fleet.ConnectionRoom;
import io.peerdeck.fleet.FleetConnector;
import io.peerdeck.fleet.FleetNetwork;
import io.peerdeck.fleet.JoinProtocol;
import io.peerdeck.fleet.Liveness;
import io.peerdeck.fleet.MembersGate;
import io.peerdeck.fleet.Pace;
import io.peerdeck.fleet.discovery.AddressBook;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What this node answers on the network, and what keeps it connected to its fleet.
final class FleetWiring {
  private final NodeRooms rooms;
  private final Host host;
  private final KeyPair key;
  private final UnaryOperator<Multiaddr> route;
  private final SecureRandom random;

  /// @param route from the address a member tells to the one dialled
  FleetWiring(
      NodeRooms rooms,
      Host host,
      KeyPair key,
      UnaryOperator<Multiaddr> route,
      SecureRandom random) {
    this.rooms = rooms;
    this.host = host;
    this.key = key;
    this.route = route;
    this.random = random;
  }

  /// Answers members and starts dialling them, and stops with the node.
  ///
  /// @param begun is given the gossip before the first word
  FleetConnector start(
      BlobExchange exchange,
      MembersGate gate,
      Liveness liveness,
      Lifetime lifetime,
      Consumer<Gossipsub> begun) {
    NodeTime time = rooms.time;
    Conduct conduct = rooms.exclusion.conduct();
    ClockSync sync =
        new ClockSync(rooms.clock, AuthorPace.standard(time.nanos()), new PeerDeeds(conduct));
    host.handle(conduct.watching(sync));
    host.handle(conduct.watching(exchange));
    host.handle(conduct.watching(new LogProtocol(rooms.shelf, rooms.jobs::liveSteps)));
    host.handle(conduct.watching(new JobCacheProtocol(rooms.jobCaches)));
    host.handle(
        new JoinProtocol(
            rooms.clock, rooms.fleet, rooms.joinRequests, time.wall(), time.nanos(), random));
    ConnectionRoom room = ConnectionRoom.standard(host);
    FleetConnector connector =
        new FleetConnector(
            new FleetNetwork(
                host,
                rooms.clock,
                sync::sync,
                gate,
                rooms.exclusion,
                liveness,
                new OwnLoad(rooms)::heartbeat,
                Pace.STANDARD,
                room,
                rooms.jobs::submittedBy,
                () -> FleetEntrance.advertised(host.addresses()),
                this::moved,
                route,
                rooms.discovery.map(AddressBook.class::cast).orElse(AddressBook.NONE),
                time.wall(),
                time.nanos(),
                random));
    new NodeGossip(rooms, host, key, room, route, random)
        .start(connector, liveness, lifetime, begun);
    return lifetime.add(connector.start());
  }

  /// Before it has entered, this node may not know its own history, and tells its addresses later.
  private void moved(List<Multiaddr> addresses) {
    if (rooms.entered) {
      new OwnAddresses(rooms.fleet, rooms.clock).moved(addresses);
    }
  }
}
