package io.peerdeck.libp2p;

import io.netty.channel.Channel;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A connection over TCP, Noise and Yamux.
final class PeerConnection implements Connection {
  private final TrafficCounter counter = new TrafficCounter();
  private final PeerId remotePeer;
  private final Multiaddr remoteAddress;
  private final boolean outbound;
  private final boolean dialledByLower;
  private final Instant openedAt;
  private final SecureChannel channel;
  private final ConnectionScope scope;
  private final YamuxSession session;
  private final ProtocolTable protocols;
  private final ReentrantLock lock = new ReentrantLock();
  private CompletableFuture<Void> events = CompletableFuture.completedFuture(null);
  private volatile @Nullable Identify identified;

  PeerConnection(
      PeerId remotePeer,
      Multiaddr remoteAddress,
      boolean outbound,
      SecureChannel channel,
      ConnectionScope scope,
      HostConfig config,
      ProtocolTable protocols,
      ConnectionTable table) {
    this.remotePeer = remotePeer;
    this.remoteAddress = remoteAddress;
    this.outbound = outbound;
    this.dialledByLower = outbound == (config.key().peerId().compareTo(remotePeer) < 0);
    this.openedAt = config.clock().instant();
    this.channel = channel;
    this.scope = scope;
    this.protocols = protocols;
    this.session =
        new YamuxSession(
            outbound,
            channel,
            scope,
            config.limits(),
            config.nanos(),
            stream -> protocols.serve(this, stream),
            () -> table.ended(this));
  }

  /// Streams flow from here on.
  void start() {
    channel.multiplex(session);
  }

  YamuxSession session() {
    return session;
  }

  /// What the connection and its streams hold.
  ConnectionScope scope() {
    return scope;
  }

  Channel socket() {
    return channel.channel();
  }

  @Override
  public PeerId remotePeer() {
    return remotePeer;
  }

  @Override
  public Multiaddr remoteAddress() {
    return remoteAddress;
  }

  /// The peer's address as its socket shows it, for identify's `observed`.
  Optional<Multiaddr> observedAddress() {
    return channel.channel().remoteAddress() instanceof InetSocketAddress socket
        ? Optional.of(TcpAddress.of(socket))
        : Optional.empty();
  }

  @Override
  public boolean outbound() {
    return outbound;
  }

  /// Whether the one of both with the lower PeerId dialled; the same at both ends.
  boolean dialledByLower() {
    return dialledByLower;
  }

  @Override
  public Instant openedAt() {
    return openedAt;
  }

  @Override
  public boolean isOpen() {
    return session.isOpen();
  }

  @Override
  public int streams() {
    return session.streams();
  }

  @Override
  public Traffic traffic() {
    return counter.sum();
  }

  TrafficCounter counter() {
    return counter;
  }

  @Override
  public Stream newStream(String protocol, Duration timeout) {
    YamuxStream stream;
    try {
      stream = session.open(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Libp2pException("interrupted while opening a stream of " + protocol, e);
    } catch (Libp2pException e) {
      throw new Libp2pException(
          "no stream of %s to %s: %s".formatted(protocol, remotePeer, e.getMessage()), e);
    }
    boolean agreed = false;
    try {
      stream.negotiated(protocol, this, new TrafficCounter());
      stream.deadline(timeout);
      if (!Multistream.select(stream.input(), stream.output(), protocol)) {
        throw new Libp2pException("%s does not answer %s".formatted(remotePeer, protocol));
      }
      stream.negotiated(protocol, this, protocols.traffic(protocol, this));
      stream.deadline(YamuxStream.PATIENCE);
      agreed = true;
      return stream;
    } catch (IOException e) {
      throw new Libp2pException("no stream of %s to %s".formatted(protocol, remotePeer), e);
    } finally {
      if (!agreed) {
        stream.reset();
      }
    }
  }

  @Override
  public Optional<Identify> identified() {
    return Optional.ofNullable(identified);
  }

  /// Replaces what is known of the peer.
  Identify identify(Function<@Nullable Identify, Identify> change) {
    lock.lock();
    try {
      Identify known = change.apply(identified);
      identified = known;
      return known;
    } finally {
      lock.unlock();
    }
  }

  /// Runs listeners one event after the other.
  void event(Executor executor, Runnable call) {
    lock.lock();
    try {
      events = events.thenRunAsync(call, executor);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    session.close();
  }

  @Override
  public String toString() {
    return "%s %s %s".formatted(outbound ? "to" : "from", remotePeer, remoteAddress);
  }
}
