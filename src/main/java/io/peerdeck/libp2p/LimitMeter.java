package io.peerdeck.libp2p;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// What has been seen of one limit, in all scopes it holds for.
final class LimitMeter {
  private final Limit limit;
  private final long bound;
  private final AtomicLong peak = new AtomicLong();
  private final LongAdder refused = new LongAdder();
  private final Set<LongSupplier> live = ConcurrentHashMap.newKeySet();
  private volatile long last;

  LimitMeter(Limit limit, Limits limits) {
    this.limit = limit;
    this.bound = limit.of(limits);
  }

  Limit limit() {
    return limit;
  }

  long bound() {
    return bound;
  }

  /// There is so much of it somewhere.
  void seen(long amount) {
    if (amount > peak.get()) {
      peak.accumulateAndGet(amount, Math::max);
    }
  }

  /// Something this limit is the most for took so long.
  void lasted(long nanos) {
    last = TimeUnit.NANOSECONDS.toMillis(nanos);
    seen(last);
  }

  /// The limit took effect.
  void refuse() {
    refused.increment();
  }

  /// Asks `current` for every reading, until [#forget].
  void follow(LongSupplier current) {
    live.add(current);
  }

  void forget(LongSupplier current) {
    live.remove(current);
  }

  LimitReading reading() {
    long now = last;
    for (LongSupplier each : live) {
      now = Math.max(now, each.getAsLong());
    }
    return new LimitReading(limit.key(), limit.unit(), bound, now, peak.get(), refused.sum());
  }
}
