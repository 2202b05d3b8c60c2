package io.peerdeck.libp2p;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A secured, multiplexed connection with one peer whose key is proven.
public interface Connection extends AutoCloseable {
  /// The proven identity of the other side.
  PeerId remotePeer();

  /// The address dialed, or the socket address an inbound peer came from.
  Multiaddr remoteAddress();

  /// Whether this side dialed.
  boolean outbound();

  /// When the connection was ready.
  Instant openedAt();

  /// False once the connection ended or is ending.
  boolean isOpen();

  /// Opens a stream and agrees on the protocol.
  ///
  /// @throws Libp2pException if the peer does not speak the protocol, too many streams are open,
  ///     the connection ended, or the timeout passed
  Stream newStream(String protocol, Duration timeout);

  /// How many of its streams have not ended yet.
  int streams();

  /// Payload bytes of all its streams so far, negotiation left out.
  Traffic traffic();

  /// What the peer said of itself; empty until identify has answered.
  Optional<Identify> identified();

  /// Says goodbye and ends the connection with all its streams. Does not throw.
  @Override
  void close();
}
