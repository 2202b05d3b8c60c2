package io.peerdeck.node;

import io.peerdeck.fleet.MemberAddresses;
import io.peerdeck.fleet.PeerRegistry;
import io.peerdeck.fleet.PeerStatus;
import io.peerdeck.fleet.Repute;
import io.peerdeck.fleet.Role;
import io.peerdeck.fleet.TrustPolicy;
import io.peerdeck.fleet.discovery.DiscoveryRegistry;
import io.peerdeck.fleet.discovery.PeerInfo;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.Identify;
import io.peerdeck.libp2p.Traffic;
import io.peerdeck.multiformats.Multiaddr;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Peers as the panel and the API show them.
final class PeerViews {
  private final PeerRegistry registry;
  private final TrustPolicy trust;
  private final @Nullable Host host;
  private final PeerMeter meter;
  private final @Nullable DiscoveryRegistry discovery;

  PeerViews(NodeRooms rooms) {
    this.registry = rooms.registry;
    this.trust = rooms.trust;
    this.host = rooms.network.host().orElse(null);
    this.meter = rooms.peerMeter;
    this.discovery = rooms.discovery.orElse(null);
  }

  List<PeerView> all() {
    return registry.peers().stream().map(this::view).toList();
  }

  /// Members connected now, this node included.
  int online() {
    return (int)
        registry.peers().stream()
            .filter(
                peer ->
                    peer.state() == PeerStatus.State.ONLINE
                        || peer.state() == PeerStatus.State.SUSPECT)
            .count();
  }

  private PeerView view(PeerStatus peer) {
    return new PeerView(
        new PeerRef(peer.peer().toString(), peer.name()),
        peer.self(),
        state(peer),
        peer.reason(),
        peer.addresses().stream().map(Multiaddr::toString).toList(),
        peer.roles().stream().map(PeerViews::text).sorted().toList(),
        peer.labels().stream().sorted().toList(),
        peer.slots(),
        peer.running(),
        peer.drain(),
        peer.trusted(),
        TrustView.of(trust.of(peer.peer())),
        peer.rtt(),
        peer.lastSeen(),
        agent(peer),
        bytes(peer, Traffic::received),
        bytes(peer, Traffic::sent),
        conduct(peer),
        link(peer),
        source(peer));
  }

  /// How it came into the fleet, and who else knows where it is.
  private String source(PeerStatus peer) {
    List<String> others =
        discovery == null || peer.self()
            ? List.of()
            : discovery.peer(peer.peer()).map(PeerInfo::sources).orElse(List.of()).stream()
                .filter(name -> !name.equals(MemberAddresses.NAME))
                .toList();
    return others.isEmpty()
        ? peer.source()
        : peer.source() + "; known from " + String.join(", ", others);
  }

  /// The state's name in views.
  static String state(PeerStatus peer) {
    return peer.self() && peer.state() == PeerStatus.State.ONLINE ? "self" : peer.state().text();
  }

  private static PeerConduct conduct(PeerStatus peer) {
    Repute repute = peer.repute();
    return new PeerConduct(
        repute.score(), repute.reasons(), peer.blocked(), repute.suspendedUntil());
  }

  private PeerLink link(PeerStatus peer) {
    Optional<Connection> open =
        host == null ? Optional.empty() : host.connections(peer.peer()).stream().findFirst();
    PeerMeter.Rate rate = meter.rate(peer.peer());
    return new PeerLink(
        open.isPresent(),
        open.filter(Connection::outbound).isPresent(),
        open.map(Connection::remoteAddress).map(Multiaddr::toString),
        Optional.empty(),
        open.map(Connection::openedAt),
        peer.loss().isPresent() ? Optional.of(peer.loss().getAsDouble()) : Optional.empty(),
        rate.in(),
        rate.out());
  }

  /// Over the connections open now.
  private long bytes(PeerStatus peer, ToLongFunction<Traffic> direction) {
    return host == null
        ? 0
        : host.connections(peer.peer()).stream()
            .map(Connection::traffic)
            .mapToLong(direction)
            .sum();
  }

  private static String text(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private Optional<String> agent(PeerStatus peer) {
    if (host == null || peer.self()) {
      return Optional.empty();
    }
    return host.connections(peer.peer()).stream()
        .flatMap(connection -> connection.identified().stream())
        .map(Identify::agent)
        .findFirst();
  }
}
