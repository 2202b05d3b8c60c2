package io.peerdeck.github;

import java.util.EnumMap;
import java.util.Map;

/// How reads were answered and what they cost, since the node started.
///
/// @param modes reads by how their answers came about
/// @param bytes of the answers given
/// @param calls requests sent to GitHub
/// @param counted those of them that GitHub counts: all but 304s to a token
/// @param expired answers that were there, but too old
/// @param evicted answers that went for want of room
/// @param errors reads that got no answer of GitHub's
public record CacheTally(
    Map<CacheMode, Long> modes,
    long bytes,
    long calls,
    long counted,
    long expired,
    long evicted,
    long errors) {
  /// Copies the modes.
  public CacheTally {
    modes = Map.copyOf(modes);
  }

  /// Nothing yet.
  public static CacheTally none() {
    return new CacheTally(Map.of(), 0, 0, 0, 0, 0, 0);
  }

  /// Reads answered one way.
  public long of(CacheMode mode) {
    return modes.getOrDefault(mode, 0L);
  }

  /// All reads that were answered.
  public long reads() {
    return modes.values().stream().mapToLong(Long::longValue).sum();
  }

  /// What it would have cost without a cache, less what it did cost.
  public long saved() {
    return Math.max(0, reads() - counted);
  }

  /// Reads nobody had to be asked for at GitHub, among all; 0 before the first.
  public double hitRate() {
    long near = of(CacheMode.LOCAL_HIT) + of(CacheMode.PEER_HIT);
    return reads() == 0 ? 0 : (double) near / reads();
  }

  CacheTally plus(CacheTally other) {
    Map<CacheMode, Long> sum = new EnumMap<>(CacheMode.class);
    for (CacheMode mode : CacheMode.values()) {
      if (of(mode) + other.of(mode) > 0) {
        sum.put(mode, of(mode) + other.of(mode));
      }
    }
    return new CacheTally(
        sum,
        bytes + other.bytes,
        calls + other.calls,
        counted + other.counted,
        expired + other.expired,
        evicted + other.evicted,
        errors + other.errors);
  }
}
