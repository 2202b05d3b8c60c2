package io.peerdeck.blob;

import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;

/// Opens streams to connected peers; `host::newStream`.
@FunctionalInterface
public interface PeerStreams {
  /// Opens a stream.
  ///
  /// @param peer a connected peer
  /// @param protocol what to speak
  /// @param timeout how long opening may take
  /// @throws io.peerdeck.libp2p.Libp2pException if there is no connection or the peer does not
  ///     answer
  Stream open(PeerId peer, String protocol, Duration timeout);
}
