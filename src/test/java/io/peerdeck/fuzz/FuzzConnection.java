package io.peerdeck.fuzz;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Identify;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.libp2p.Traffic;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// A connection with a peer that is not there; its streams are made by a function.
public record FuzzConnection(Function<String, Stream> opener) implements Connection {
  /// The peer.
  public static final KeyPair KEY =
      KeyPair.fromSeed(
          new byte[] {
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
          });

  /// A connection that opens no streams.
  public static final FuzzConnection SILENT =
      new FuzzConnection(
          protocol -> {
            throw new Libp2pException("the peer is not there");
          });

  /// A stream on [#SILENT] that brings these bytes.
  public static BytesStream stream(byte[] bytes) {
    return new BytesStream(SILENT, bytes);
  }

  @Override
  public PeerId remotePeer() {
    return KEY.peerId();
  }

  @Override
  public Multiaddr remoteAddress() {
    return Multiaddr.parse("/ip4/192.0.2.1/tcp/4001");
  }

  @Override
  public boolean outbound() {
    return false;
  }

  @Override
  public Instant openedAt() {
    return Instant.EPOCH;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public Stream newStream(String protocol, Duration timeout) {
    return opener.apply(protocol);
  }

  @Override
  public int streams() {
    return 0;
  }

  @Override
  public Traffic traffic() {
    return new Traffic(0, 0);
  }

  @Override
  public Optional<Identify> identified() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
