package io.peerdeck.github.share;

import io.peerdeck.multiformats.PeerId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// A bucket of tokens per peer, full at first. Peers that took nothing for longest are forgotten
/// first, and start anew with a full one.
final class TokenBuckets {
  private static final int MAX_PEERS = 1024;

  private static final class Bucket {
    double tokens;
    long at;

    Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }
  }

  private final double perNano;
  private final int most;
  private final LongSupplier nanos;
  // Guarded by this.
  private final Map<PeerId, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, Bucket> eldest) {
          return size() > MAX_PEERS;
        }
      };

  /// @param perSecond tokens a bucket earns
  /// @param most what a bucket holds
  /// @param nanos a monotonic clock in nanoseconds
  TokenBuckets(double perSecond, int most, LongSupplier nanos) {
    this.perNano = perSecond / 1e9;
    this.most = most;
    this.nanos = nanos;
  }

  /// Takes as many tokens; false when there are fewer, and none is taken.
  synchronized boolean take(PeerId peer, int tokens) {
    long now = nanos.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(peer, p -> new Bucket(most, now));
    bucket.tokens = Math.min(most, bucket.tokens + (now - bucket.at) * perNano);
    bucket.at = now;
    if (bucket.tokens < tokens) {
      return false;
    }
    bucket.tokens -= tokens;
    return true;
  }
}
