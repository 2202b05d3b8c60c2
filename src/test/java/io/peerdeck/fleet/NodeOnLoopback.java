package io.peerdeck.fleet;

import io.peerdeck.clock.AuthorPace;
import io.peerdeck.clock.ClockSync;
import io.peerdeck.fleet.discovery.AddressBook;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/// A peer with a clock on disk and a host on loopback, wired as a node wires it.
final class NodeOnLoopback implements AutoCloseable {
  /// Retries soon, so that tests are quick; the rest as in a real node.
  static final Pace BRISK =
      new Pace(
          Duration.ofMillis(300),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofSeconds(5));

  final ClockOnDisk disk;
  final MembersGate gate;
  final AtomicLong ahead = new AtomicLong();
  final Conduct conduct;
  final Exclusion exclusion;
  final Host host;
  final JoinRequests requests;
  final Liveness liveness;
  final FleetConnector connector;
  final PeerRegistry registry;
  final Map<PeerId, List<Multiaddr>> found = new ConcurrentHashMap<>();
  final List<String> dials = new CopyOnWriteArrayList<>();
  final List<List<Multiaddr>> moves = new CopyOnWriteArrayList<>();
  volatile List<Multiaddr> listening = List.of();
  volatile Duration slept = Duration.ZERO;
  volatile Heartbeat beat = new Heartbeat(List.of(), 2, 2, 0, 0.1);

  NodeOnLoopback(int number, Path folder) {
    this(number, folder, UnaryOperator.identity());
  }

  /// @param around what is put around the clock's own sync
  NodeOnLoopback(int number, Path folder, UnaryOperator<PeerSync> around) {
    this(number, folder, around, BRISK);
  }

  /// The same at another pace.
  NodeOnLoopback(int number, Path folder, UnaryOperator<PeerSync> around, Pace pace) {
    this(number, folder, around, pace, ConnectionRoom.TARGET);
  }

  /// The same with room for so many connections.
  NodeOnLoopback(
      int number, Path folder, UnaryOperator<PeerSync> around, Pace pace, int connections) {
    disk = new ClockOnDisk(number, folder);
    gate = new MembersGate(disk.clock::currentView);
    conduct = new Conduct(disk.id(), InstantSource.system(), () -> System.nanoTime() + ahead.get());
    exclusion =
        new Exclusion(BlockedPeers.open(disk.database, disk.id(), InstantSource.system()), conduct);
    host =
        Host.start(
            HostConfig.of(disk.key)
                .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
                .withGate(exclusion.before(gate)));
    ClockSync sync =
        new ClockSync(
            disk.clock,
            AuthorPace.standard(System::nanoTime),
            (sender, refusals) ->
                conduct.note(
                    sender, Deed.ENTRY_REFUSED, refusals.size(), refusals.getLast().reason()));
    host.handle(conduct.watching(sync));
    requests = new JoinRequests(InstantSource.system());
    host.handle(
        new JoinProtocol(
            disk.clock,
            disk.fleet,
            requests,
            InstantSource.system(),
            System::nanoTime,
            new SecureRandom()));
    liveness = new Liveness(disk.id(), System::nanoTime);
    connector =
        new FleetConnector(
            new FleetNetwork(
                host,
                disk.clock,
                around.apply(sync::sync),
                gate,
                exclusion,
                liveness,
                () -> beat,
                pace,
                new ConnectionRoom(host, connections, ConnectionRoom.LIMIT),
                peer -> false,
                () -> listening,
                moves::add,
                UnaryOperator.identity(),
                new Book(),
                () -> Instant.now().plus(slept),
                System::nanoTime,
                new Random(number)));
    TrustPolicy trust = TrustPolicy.open(disk.database, disk.id(), InstantSource.system());
    registry =
        new PeerRegistry(
            disk.clock, liveness, trust, Optional.of(connector), exclusion, InstantSource.system());
  }

  NodeOnLoopback founded() {
    disk.fleet.found("test", self());
    return this;
  }

  NodeOnLoopback started() {
    connector.start();
    return this;
  }

  MemberChange self() {
    return MemberChange.NONE.name("node " + Fleet.shortName(id())).addresses(host.addresses());
  }

  PeerId id() {
    return disk.id();
  }

  Multiaddr address() {
    return host.addresses().getFirst();
  }

  PeerStatus.State stateOf(NodeOnLoopback other) {
    return registry.peer(other.id()).map(PeerStatus::state).orElse(PeerStatus.State.OFFLINE);
  }

  @Override
  public void close() {
    registry.close();
    connector.close();
    host.close();
    disk.close();
  }

  /// Knows what a test found, and writes down how dials went.
  private final class Book implements AddressBook {
    @Override
    public List<Multiaddr> addressesOf(PeerId peer) {
      return found.getOrDefault(peer, List.of());
    }

    @Override
    public void reached(PeerId peer, Multiaddr address) {
      dials.add("reached " + peer + " at " + address.withoutPeer());
    }

    @Override
    public void unreachable(PeerId peer, List<Multiaddr> addresses) {
      dials.add("missed " + peer);
    }
  }
}
