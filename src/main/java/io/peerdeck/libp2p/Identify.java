package io.peerdeck.libp2p;

import io.peerdeck.multiformats.Multiaddr;
import java.util.List;
import java.util.Optional;

/// What a peer says of itself by `/ipfs/id/1.0.0`. Claims, not facts: only the connection's PeerId
/// is proven, and that the peer signed its record.
///
/// @param agent name and version of its software
/// @param protocols ids of the protocols it answers
/// @param listenAddresses where it says it can be dialed
/// @param observed our address as the peer sees it
/// @param signedRecord its addresses in the form it signs, which may be passed on; checked already
public record Identify(
    String agent,
    List<String> protocols,
    List<Multiaddr> listenAddresses,
    Optional<Multiaddr> observed,
    Optional<PeerRecord> signedRecord) {
  /// Copies the lists.
  public Identify {
    protocols = List.copyOf(protocols);
    listenAddresses = List.copyOf(listenAddresses);
  }
}
