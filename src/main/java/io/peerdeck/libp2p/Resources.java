package io.peerdeck.libp2p;

import io.peerdeck.multiformats.PeerId;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// All that one host holds, in scopes: the whole system, those whose identity is not known yet
/// (transient), addresses, peers, connections, protocols and streams. Every limit is checked here
/// or metered here.
final class Resources {
  private final EnumMap<Limit, LimitMeter> meters = new EnumMap<>(Limit.class);
  private final ResourceScope system;
  private final ResourceScope pending;
  private final ScopeMap<AddressBlock> addresses;
  private final ScopeMap<AddressBlock> pendingAddresses;
  private final ScopeMap<PeerId> peers;
  private final Map<String, ResourceScope> protocols = new ConcurrentHashMap<>();

  Resources(Limits limits) {
    for (Limit limit : Limit.values()) {
      meters.put(limit, new LimitMeter(limit, limits));
    }
    system =
        scope(
                "this host",
                Map.of(
                    Resource.CONNECTIONS, Limit.CONNECTIONS,
                    Resource.INBOUND_CONNECTIONS, Limit.INBOUND_CONNECTIONS,
                    Resource.STREAMS, Limit.STREAMS,
                    Resource.MEMORY, Limit.MEMORY))
            .followed();
    pending =
        scope(
                "this host",
                Map.of(
                    Resource.INBOUND_CONNECTIONS, Limit.PENDING_INBOUND,
                    Resource.OUTBOUND_CONNECTIONS, Limit.PENDING_OUTBOUND))
            .followed();
    addresses =
        new ScopeMap<>(
            block ->
                scope(
                        "one network address",
                        Map.of(Resource.INBOUND_CONNECTIONS, Limit.INBOUND_PER_ADDRESS),
                        system)
                    .followed());
    pendingAddresses =
        new ScopeMap<>(
            block ->
                scope(
                        "one network address",
                        Map.of(Resource.INBOUND_CONNECTIONS, Limit.PENDING_PER_ADDRESS),
                        pending)
                    .followed());
    peers =
        new ScopeMap<>(
            peer ->
                scope(
                        peer.toString(),
                        Map.of(
                            Resource.CONNECTIONS, Limit.CONNECTIONS_PER_PEER,
                            Resource.INBOUND_STREAMS, Limit.INBOUND_STREAMS_PER_PEER))
                    .followed());
  }

  LimitMeter meter(Limit limit) {
    return Objects.requireNonNull(meters.get(limit));
  }

  ResourceScope scope(String name, Map<Resource, Limit> limits, ResourceScope... wider) {
    EnumMap<Resource, LimitMeter> bounds = new EnumMap<>(Resource.class);
    limits.forEach((resource, limit) -> bounds.put(resource, meter(limit)));
    return new ResourceScope(name, bounds, wider);
  }

  ResourceScope system() {
    return system;
  }

  /// All connections whose handshake is not done.
  ResourceScope pending() {
    return pending;
  }

  ScopeMap<AddressBlock> addresses() {
    return addresses;
  }

  ScopeMap<AddressBlock> pendingAddresses() {
    return pendingAddresses;
  }

  ScopeMap<PeerId> peers() {
    return peers;
  }

  /// One protocol's streams of all peers; for protocols answered here only, so that there are few.
  ResourceScope protocol(String id) {
    return protocols.computeIfAbsent(
        id,
        name ->
            scope(name, Map.of(Resource.INBOUND_STREAMS, Limit.STREAMS_PER_PROTOCOL)).followed());
  }

  /// Counts a socket that came in.
  ///
  /// @throws LimitException if it is one too many
  ConnectionScope inbound(InetAddress from) {
    return ConnectionScope.inbound(this, AddressBlock.of(from));
  }

  /// Counts a dial that begins.
  ///
  /// @throws LimitException if it is one too many
  ConnectionScope outbound() {
    return ConnectionScope.outbound(this);
  }

  /// Every limit, in the order of [Limit].
  List<LimitReading> readings() {
    return meters.values().stream().map(LimitMeter::reading).toList();
  }
}
