package io.peerdeck.github.share;

import io.peerdeck.multiformats.PeerId;
import java.util.HashMap;
import java.util.Map;

/// Counts the questions that are worked on, by who asked.
final class OpenQuestions {
  private final int perPeer;
  private final int most;
  // Guarded by this; who has none open is not in it.
  private final Map<PeerId, Integer> open = new HashMap<>();
  private int all;

  OpenQuestions(int perPeer, int most) {
    this.perPeer = perPeer;
    this.most = most;
  }

  /// Whether there is room for one more; then [#end(PeerId)] must follow.
  synchronized boolean begin(PeerId peer) {
    int now = open.getOrDefault(peer, 0);
    if (all >= most || now >= perPeer) {
      return false;
    }
    all++;
    open.put(peer, now + 1);
    return true;
  }

  synchronized void end(PeerId peer) {
    all--;
    open.computeIfPresent(peer, (p, now) -> now == 1 ? null : now - 1);
  }
}
