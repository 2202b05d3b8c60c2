package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// The peers this node has business with: those whose work it has in hand, and those it lately
/// wanted content from, or had some for. In a fleet that is larger than the connections a node
/// keeps, they are connected with before others.
final class NeededPeers implements Predicate<PeerId> {
  /// How long a want counts.
  static final Duration LASTS = Duration.ofMinutes(1);

  private static final int MOST = 64;

  private final Predicate<PeerId> working;
  private final LongSupplier nanos;
  private final Map<PeerId, Long> wanted = new ConcurrentHashMap<>();

  /// @param working whether a peer has work in hand, its own or this node's
  NeededPeers(Predicate<PeerId> working, LongSupplier nanos) {
    this.working = working;
    this.nanos = nanos;
  }

  @Override
  public boolean test(PeerId peer) {
    Long since = wanted.get(peer);
    return (since != null && lasts(since)) || working.test(peer);
  }

  /// Something is wanted of this peer; false if it was before, or of too many at once.
  boolean note(PeerId peer) {
    wanted.values().removeIf(since -> !lasts(since));
    if (wanted.size() >= MOST && !wanted.containsKey(peer)) {
      return false;
    }
    return wanted.put(peer, nanos.getAsLong()) == null;
  }

  private boolean lasts(long since) {
    return nanos.getAsLong() - since < LASTS.toNanos();
  }
}
