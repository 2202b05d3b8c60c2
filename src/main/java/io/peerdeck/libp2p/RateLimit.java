package io.peerdeck.libp2p;

import java.util.function.LongSupplier;

/// A token bucket that holds one second's worth. Taken from by one thread.
final class RateLimit {
  private final LimitMeter meter;
  private final LongSupplier nanos;
  private final double perNano;
  private final double capacity;
  private volatile double tokens;
  private volatile long last;

  RateLimit(LimitMeter meter, LongSupplier nanos) {
    this.meter = meter;
    this.nanos = nanos;
    this.perNano = meter.bound() / 1e9;
    this.capacity = meter.bound();
    this.tokens = capacity;
    this.last = nanos.getAsLong();
  }

  /// Takes one token; false when there is none.
  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes; volatile for the meter's reader
  boolean take() {
    long now = nanos.getAsLong();
    double left = filled(now);
    last = now;
    if (left < 1) {
      tokens = left;
      meter.refuse();
      return false;
    }
    tokens = left - 1;
    meter.seen(used(now));
    return true;
  }

  /// Tokens taken and not earned back.
  long used() {
    return used(nanos.getAsLong());
  }

  private long used(long now) {
    return Math.round(capacity - filled(now));
  }

  private double filled(long now) {
    return Math.min(capacity, tokens + (now - last) * perNano);
  }
}
