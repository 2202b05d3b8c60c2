package io.peerdeck.libp2p;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The streams the peer opens on a connection: how fast, how many, and how many of them wait for
/// our acknowledgement.
final class StreamAcceptor {
  private final ConnectionScope scope;
  private final LimitMeter waiting;
  private final RateLimit rate;
  private final AtomicInteger unacknowledged = new AtomicInteger();
  private int highest;

  StreamAcceptor(ConnectionScope scope, LongSupplier nanos) {
    this.scope = scope;
    this.waiting = scope.meter(Limit.UNACKNOWLEDGED_STREAMS);
    this.rate = new RateLimit(scope.meter(Limit.STREAMS_PER_SECOND), nanos);
  }

  /// Room for a stream the peer opens, on the event loop; null if it is to be refused.
  ///
  /// @throws Libp2pException if it opens them too fast
  @Nullable ResourceScope room(int id) {
    if (!rate.take()) {
      throw new Libp2pException("the peer opens too many streams a second");
    }
    highest = Math.max(highest, id);
    if (unacknowledged.get() >= waiting.bound()) {
      waiting.refuse();
      return null;
    }
    ResourceScope room = scope.stream();
    if (!room.tryTake(Resource.INBOUND_STREAMS, 1)) {
      return null;
    }
    waiting.seen(unacknowledged.incrementAndGet());
    return room;
  }

  /// Whether the peer opened a stream of this number once; on the event loop.
  boolean opened(int id) {
    return id <= highest;
  }

  /// A stream's ACK is on its way, or never will be.
  void acknowledged() {
    unacknowledged.decrementAndGet();
  }

  long waiting() {
    return unacknowledged.get();
  }

  RateLimit rate() {
    return rate;
  }
}
