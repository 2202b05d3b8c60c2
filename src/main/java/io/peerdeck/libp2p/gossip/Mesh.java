package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The peers of one topic that get every message at once, and those not to be grafted for a while.
/// Guarded by the router's lock.
final class Mesh {
  private final String topic;
  private final Set<Peer> members = new LinkedHashSet<>();

  Mesh(String topic) {
    this.topic = topic;
  }

  String topic() {
    return topic;
  }

  Set<Peer> members() {
    return members;
  }

  boolean has(Peer peer) {
    return members.contains(peer);
  }

  int size() {
    return members.size();
  }

  int outbound() {
    return (int) members.stream().filter(Peer::outbound).count();
  }

  /// The times before which peers must not be grafted; they outlive subscription and connection.
  static final class Backoffs {
    private final int most;
    private final Map<String, Map<PeerId, Long>> until = new LinkedHashMap<>();

    /// @param most peers remembered per topic; the oldest are forgotten first
    Backoffs(int most) {
      this.most = most;
    }

    void add(String topic, PeerId peer, long end) {
      Map<PeerId, Long> ends = until.computeIfAbsent(topic, t -> new LinkedHashMap<>());
      @Nullable Long before = ends.remove(peer);
      ends.put(peer, before == null || end - before > 0 ? Long.valueOf(end) : before);
      if (ends.size() > most) {
        Iterator<PeerId> oldest = ends.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }

    OptionalLong end(String topic, PeerId peer) {
      return Optional.ofNullable(until.get(topic))
          .flatMap(ends -> Optional.ofNullable(ends.get(peer)))
          .map(OptionalLong::of)
          .orElse(OptionalLong.empty());
    }

    boolean holds(String topic, PeerId peer) {
      return end(topic, peer).isPresent();
    }

    /// Forgets those that are over, some while after, so that nobody is grafted too early by the
    /// other side's clock.
    void clear(long now, long slack) {
      until.values().forEach(ends -> ends.values().removeIf(end -> now - end > slack));
      until.values().removeIf(Map::isEmpty);
    }
  }
}
