package io.peerdeck.libp2p;

import io.peerdeck.multiformats.PeerId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What one connection holds, from its socket's first moment to its last handler's return. It
/// counts as transient until its peer is known.
final class ConnectionScope {
  private final Resources all;
  private final Resource direction;
  private final Optional<AddressBlock> block;
  private final ResourceScope socket;
  private final ResourceScope handshake;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicInteger holders = new AtomicInteger(1);
  private final Map<String, ResourceScope> protocols = new ConcurrentHashMap<>();
  private volatile @Nullable PeerId peer;
  private volatile @Nullable ResourceScope seat;
  private volatile @Nullable ResourceScope streams;

  private ConnectionScope(
      Resources all, Resource direction, Optional<AddressBlock> block, String name) {
    this.all = all;
    this.direction = direction;
    this.block = block;
    this.socket =
        all.scope(
            name, Map.of(), block.map(from -> all.addresses().hold(from)).orElse(all.system()));
    this.handshake =
        all.scope(
            name,
            Map.of(),
            block.map(from -> all.pendingAddresses().hold(from)).orElse(all.pending()));
  }

  static ConnectionScope inbound(Resources all, AddressBlock from) {
    return new ConnectionScope(
            all, Resource.INBOUND_CONNECTIONS, Optional.of(from), "an inbound connection")
        .begin();
  }

  static ConnectionScope outbound(Resources all) {
    return new ConnectionScope(all, Resource.OUTBOUND_CONNECTIONS, Optional.empty(), "a dial")
        .begin();
  }

  private ConnectionScope begin() {
    boolean taken = false;
    try {
      socket.take(direction, 1);
      handshake.take(direction, 1);
      taken = true;
      return this;
    } finally {
      if (!taken) {
        end();
      }
    }
  }

  /// The peer is proven: from here on the connection is its own.
  ///
  /// @throws LimitException if the peer has enough connections
  void secured(PeerId proven) {
    if (holders.getAndUpdate(n -> n == 0 ? 0 : n + 1) == 0) {
      throw new Libp2pException("the connection ended during its handshake");
    }
    try {
      ResourceScope around = all.peers().hold(proven);
      ResourceScope mine = all.scope("the connection with " + proven, Map.of(), around);
      peer = proven;
      seat = mine;
      streams = openStreams(proven, around);
      mine.take(direction, 1);
      if (ended.get()) {
        mine.close();
      }
    } finally {
      release();
    }
  }

  private ResourceScope openStreams(PeerId proven, ResourceScope around) {
    return all.scope(
            "the connection with " + proven,
            Map.of(
                Resource.INBOUND_STREAMS, Limit.INBOUND_STREAMS,
                Resource.OUTBOUND_STREAMS, Limit.OUTBOUND_STREAMS,
                Resource.MEMORY, Limit.RECEIVE_BUFFER,
                Resource.WIDENED, Limit.WIDENED_WINDOWS),
            around,
            all.system())
        .followed();
  }

  /// The handshake is over, one way or the other.
  void settle() {
    if (settled.compareAndSet(false, true)) {
      handshake.close();
      block.ifPresent(all.pendingAddresses()::release);
    }
  }

  /// The socket is gone. Streams that are still served are counted until [#release()].
  void end() {
    if (ended.compareAndSet(false, true)) {
      settle();
      socket.close();
      block.ifPresent(all.addresses()::release);
      ResourceScope mine = seat;
      if (mine != null) {
        mine.close();
      }
      release();
    }
  }

  /// Keeps what the streams hold counted; each call wants one [#release()].
  void hold() {
    holders.incrementAndGet();
  }

  void release() {
    ResourceScope open = streams;
    PeerId known = peer;
    if (holders.decrementAndGet() == 0 && open != null && known != null) {
      open.close();
      protocols.values().forEach(ResourceScope::close);
      all.peers().release(known);
    }
  }

  LimitMeter meter(Limit limit) {
    return all.meter(limit);
  }

  /// The streams' scope; after [#secured].
  ResourceScope streams() {
    ResourceScope open = streams;
    if (open == null) {
      throw new IllegalStateException("the peer is not known yet");
    }
    return open;
  }

  /// A scope for one more stream. Its session follows it, and it is never closed: a stream gives
  /// back each thing it took.
  ResourceScope stream() {
    return all.scope("a stream", Map.of(Resource.MEMORY, Limit.STREAM_WINDOW), streams());
  }

  /// One protocol's inbound streams on this connection.
  ResourceScope protocol(String id) {
    return protocols.computeIfAbsent(
        id,
        name ->
            all.scope(
                    name + " on one connection",
                    Map.of(Resource.INBOUND_STREAMS, Limit.INBOUND_STREAMS_PER_PROTOCOL),
                    all.protocol(name))
                .followed());
  }
}
