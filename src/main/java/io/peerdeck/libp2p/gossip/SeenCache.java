package io.peerdeck.libp2p.gossip;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ids of messages seen in the last while. Full, it forgets the oldest. For one thread at a
/// time.
final class SeenCache {
  private final long ttl;
  private final int most;
  // In the order of first sight: a message seen again is not remembered for longer.
  private final LinkedHashMap<MessageId, Long> seen = new LinkedHashMap<>();

  SeenCache(Duration ttl, int most) {
    this.ttl = ttl.toNanos();
    this.most = most;
  }

  /// Remembers an id; false if it was remembered already.
  boolean add(MessageId id, long now) {
    expire(now);
    if (seen.putIfAbsent(id, now) != null) {
      return false;
    }
    if (seen.size() > most) {
      Iterator<MessageId> oldest = seen.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return true;
  }

  boolean contains(MessageId id, long now) {
    Long since = seen.get(id);
    return since != null && now - since < ttl;
  }

  int size() {
    return seen.size();
  }

  void expire(long now) {
    Iterator<Map.Entry<MessageId, Long>> entries = seen.entrySet().iterator();
    while (entries.hasNext() && now - entries.next().getValue() >= ttl) {
      entries.remove();
    }
  }
}
