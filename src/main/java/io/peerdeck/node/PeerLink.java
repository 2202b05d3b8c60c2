package io.peerdeck.node;

import java.time.Instant;
import java.util.Optional;

/// How this node and a peer are connected now.
///
/// @param connected whether there is a connection
/// @param dialled whether this node dialled it, not the peer
/// @param address the address dialled, or the one the peer came from
/// @param via the peer that passes the bytes on; empty for a direct connection
/// @param openedAt since when it is open
/// @param loss the share of the last 30 pings that got no answer, 0 to 1; empty before the first
/// @param bytesInPerSecond received, over the last five seconds
/// @param bytesOutPerSecond sent, over the last five seconds
public record PeerLink(
    boolean connected,
    boolean dialled,
    Optional<String> address,
    Optional<PeerRef> via,
    Optional<Instant> openedAt,
    Optional<Double> loss,
    double bytesInPerSecond,
    double bytesOutPerSecond) {
  /// No connection, and none before.
  public static final PeerLink NONE =
      new PeerLink(
          false,
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          0,
          0);
}
