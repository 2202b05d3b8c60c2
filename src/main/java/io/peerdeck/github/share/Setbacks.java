package io.peerdeck.github.share;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Members that did not answer twice in a row are not asked for a while, so that no read waits for
/// one that is gone.
final class Setbacks {
  private static final Duration PAUSE = Duration.ofSeconds(15);
  private static final int PATIENCE = 2;
  private static final int MAX_PEERS = 1024;

  private record Tally(int times, long until) {}

  private final LongSupplier nanos;
  private final Map<PeerId, Tally> tallies = new ConcurrentHashMap<>();

  Setbacks(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void answered(PeerId peer) {
    tallies.remove(peer);
  }

  void failed(PeerId peer) {
    if (tallies.size() < MAX_PEERS) {
      long until = nanos.getAsLong() + PAUSE.toNanos();
      tallies.merge(peer, new Tally(1, until), (old, one) -> new Tally(old.times + 1, until));
    }
  }

  boolean paused(PeerId peer) {
    Tally tally = tallies.get(peer);
    return tally != null && tally.times >= PATIENCE && tally.until - nanos.getAsLong() > 0;
  }
}
