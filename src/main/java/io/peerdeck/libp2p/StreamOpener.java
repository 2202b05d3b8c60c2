package io.peerdeck.libp2p;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// The streams this side opens on a connection: their numbers, and the room for them. Who opens one
/// too many waits here.
final class StreamOpener {
  private final ConnectionScope scope;
  private final LimitMeter waiting;
  private final Semaphore room;
  private final Semaphore unacknowledged;
  private final AtomicInteger nextId;
  private final int mostUnacknowledged;

  /// @param firstId 1 for the side that dialed, 2 for the other
  StreamOpener(ConnectionScope scope, Limits limits, int firstId) {
    this.scope = scope;
    this.waiting = scope.meter(Limit.UNACKNOWLEDGED_STREAMS);
    this.room = new Semaphore(limits.outboundStreams(), true);
    this.mostUnacknowledged = limits.unacknowledgedStreams();
    this.unacknowledged = new Semaphore(mostUnacknowledged, true);
    this.nextId = new AtomicInteger(firstId);
  }

  /// The number of a new stream; negative when all are used up.
  ///
  /// @throws Libp2pException if no room came free in time
  int open(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (!room.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      scope.meter(Limit.OUTBOUND_STREAMS).refuse();
      throw new Libp2pException(
          "%d streams are open already".formatted(scope.streams().used(Resource.OUTBOUND_STREAMS)));
    }
    boolean done = false;
    try {
      if (!unacknowledged.tryAcquire(
          Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        waiting.refuse();
        throw new Libp2pException("the peer acknowledges no streams");
      }
      done = true;
    } finally {
      if (!done) {
        room.release();
      }
    }
    waiting.seen(waiting());
    try {
      scope.streams().take(Resource.OUTBOUND_STREAMS, 1);
    } catch (Libp2pException e) {
      room.release();
      unacknowledged.release();
      throw e;
    }
    return nextId.getAndAdd(2);
  }

  /// Streams opened here that the peer has not acknowledged.
  long waiting() {
    return (long) mostUnacknowledged - unacknowledged.availablePermits();
  }

  /// Whether a stream of this number was opened once.
  boolean opened(int id) {
    return id < nextId.get();
  }

  void acknowledged() {
    unacknowledged.release();
  }

  void closed() {
    room.release();
    scope.streams().give(Resource.OUTBOUND_STREAMS, 1);
  }
}
