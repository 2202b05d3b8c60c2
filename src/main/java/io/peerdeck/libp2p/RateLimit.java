package io.peerdeck.libp2p;

import java.util.function.LongSupplier;

/// A token bucket that holds one second's worth. For one thread.
final class RateLimit {
  private final LongSupplier nanos;
  private final double perNano;
  private final double capacity;
  private double tokens;
  private long last;

  RateLimit(int perSecond, LongSupplier nanos) {
    this.nanos = nanos;
    this.perNano = perSecond / 1e9;
    this.capacity = perSecond;
    this.tokens = perSecond;
    this.last = nanos.getAsLong();
  }

  /// Takes one token; false when there is none.
  boolean take() {
    long now = nanos.getAsLong();
    tokens = Math.min(capacity, tokens + (now - last) * perNano);
    last = now;
    if (tokens < 1) {
      return false;
    }
    tokens--;
    return true;
  }
}
