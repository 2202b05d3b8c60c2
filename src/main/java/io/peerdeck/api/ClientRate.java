package io.peerdeck.api;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Bounds how often each client asks: so many a second on average, and those of ten seconds at
/// once.
final class ClientRate {
  private static final int BURST_SECONDS = 10;
  private static final int MAX_CLIENTS = 10_000;

  private final long interval;
  private final long burst;
  private final LongSupplier nanos;

  /// When the client's allowance is whole again, by client (the generic cell rate algorithm).
  private final Map<String, AtomicLong> whole = new ConcurrentHashMap<>();

  ClientRate(int perSecond, LongSupplier nanos) {
    this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.burst = TimeUnit.SECONDS.toNanos(BURST_SECONDS);
    this.nanos = nanos;
  }

  /// Counts a request. Throws [ApiException] 429 with `Retry-After` for one too many, which is not
  /// counted.
  void take(String client) {
    long now = nanos.getAsLong();
    if (whole.size() >= MAX_CLIENTS) {
      whole.values().removeIf(each -> each.get() - now <= 0);
    }
    AtomicLong mine = whole.computeIfAbsent(client, name -> new AtomicLong(now));
    long before;
    long after;
    do {
      before = mine.get();
      after = (before - now > 0 ? before : now) + interval;
      long excess = after - now - burst;
      if (excess > 0) {
        long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(excess);
        throw new ApiException(
            429,
            "Too many requests: ask again in " + seconds + " s, and more slowly.",
            Map.of("Retry-After", Long.toString(seconds)));
      }
    } while (!mine.compareAndSet(before, after));
  }
}
