package io.peerdeck.clock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.Cid;
import java.util.List;
import java.util.Optional;

/// Durable entries lately used, and their nodes, bounded by bytes. A decoded entry weighs about
/// three times its block.
final class EntryCache {
  private static final long ENTRY_BYTES = 16L << 20;
  private static final int NODES = 20_000;

  private final Cache<Cid, Entry> entries =
      Caffeine.newBuilder()
          .maximumWeight(ENTRY_BYTES)
          .weigher((Cid cid, Entry entry) -> 600 + 3 * entry.block().length)
          .executor(Runnable::run)
          .recordStats()
          .build();
  private final Cache<Cid, DagNode> nodes =
      Caffeine.newBuilder().maximumSize(NODES).executor(Runnable::run).build();

  Optional<Entry> get(Cid cid) {
    return Optional.ofNullable(entries.getIfPresent(cid));
  }

  void put(Entry entry) {
    entries.put(entry.cid(), entry);
  }

  Optional<DagNode> node(Cid cid) {
    return Optional.ofNullable(nodes.getIfPresent(cid));
  }

  void put(DagNode node) {
    nodes.put(node.cid(), node);
  }

  void clear() {
    entries.invalidateAll();
    nodes.invalidateAll();
  }

  /// Those that would be dropped last, at most so many.
  List<Entry> hottest(int limit) {
    return entries.policy().eviction().stream()
        .flatMap(eviction -> eviction.hottest(limit).values().stream())
        .toList();
  }

  long hits() {
    return entries.stats().hitCount();
  }

  long misses() {
    return entries.stats().missCount();
  }
}
