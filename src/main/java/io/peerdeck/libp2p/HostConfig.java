package io.peerdeck.libp2p;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;

/// What a [Host] is made of.
///
/// @param key the identity
/// @param listen TCP addresses to listen on, for example `/ip4/0.0.0.0/tcp/4701`; port 0 picks a
///     free one; may be empty
/// @param limits all bounds
/// @param gate who may come in
/// @param agentVersion what identify tells about this program
/// @param random for handshake keys and ping payloads
/// @param clock for the times shown to people
/// @param nanos a monotonic clock in nanoseconds, for rates and deadlines
/// @param identifies whether each new peer is asked at once who it is, by both ends of a
///     connection; else only by [Host#identify]
public record HostConfig(
    KeyPair key,
    List<Multiaddr> listen,
    Limits limits,
    ConnectionGate gate,
    String agentVersion,
    SecureRandom random,
    InstantSource clock,
    LongSupplier nanos,
    boolean identifies) {
  /// Copies the list.
  public HostConfig {
    listen = List.copyOf(listen);
  }

  /// A host with standard limits, an open gate and no listening address; see the `with…` methods.
  public static HostConfig of(KeyPair key) {
    return new HostConfig(
        key,
        List.of(),
        Limits.standard(),
        ConnectionGate.OPEN,
        "peerdeck",
        new SecureRandom(),
        InstantSource.system(),
        System::nanoTime,
        true);
  }

  /// The same, listening on these addresses.
  public HostConfig withListen(Multiaddr... addresses) {
    return withListen(List.of(addresses));
  }

  /// The same, listening on these addresses.
  public HostConfig withListen(List<Multiaddr> addresses) {
    return new HostConfig(
        key, addresses, limits, gate, agentVersion, random, clock, nanos, identifies);
  }

  /// The same within other limits.
  public HostConfig withLimits(Limits other) {
    return new HostConfig(key, listen, other, gate, agentVersion, random, clock, nanos, identifies);
  }

  /// The same behind another gate.
  public HostConfig withGate(ConnectionGate other) {
    return new HostConfig(
        key, listen, limits, other, agentVersion, random, clock, nanos, identifies);
  }

  /// The same with another agent version.
  public HostConfig withAgentVersion(String version) {
    return new HostConfig(key, listen, limits, gate, version, random, clock, nanos, identifies);
  }

  /// The same, asking nobody who it is unless told to.
  public HostConfig withoutIdentify() {
    return new HostConfig(key, listen, limits, gate, agentVersion, random, clock, nanos, false);
  }
}
