package io.peerdeck.panel.clock;

import io.peerdeck.node.PeerRef;
import java.util.LinkedHashMap;
import java.util.Map;

/// One lane per author, in the order they are first met; the same author keeps lane and colour.
final class ClockLanes {
  private final Map<String, Integer> lanes = new LinkedHashMap<>();

  int of(PeerRef author) {
    return lanes.computeIfAbsent(author.id(), id -> lanes.size());
  }

  int count() {
    return Math.max(1, lanes.size());
  }
}
