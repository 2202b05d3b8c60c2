package io.peerdeck.node;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Where jobs found the caches they asked for since the node started.
final class JobCacheReads {
  private final LongAdder here = new LongAdder();
  private final LongAdder elsewhere = new LongAdder();
  private final LongAdder missing = new LongAdder();

  void here() {
    here.increment();
  }

  void elsewhere() {
    elsewhere.increment();
  }

  void missing() {
    missing.increment();
  }

  /// As one of the node's caches.
  ///
  /// @param bytes of those kept
  /// @param capacity in bytes, as the settings say
  CacheView view(long bytes, long capacity) {
    return new CacheView(
        "jobs",
        "Job caches",
        here.sum() + elsewhere.sum(),
        missing.sum(),
        List.of(
            new CacheView.Kind("disk", here.sum()),
            new CacheView.Kind("peer", elsewhere.sum()),
            new CacheView.Kind("missing", missing.sum())),
        bytes,
        capacity,
        "bytes",
        Optional.empty());
  }
}
