package io.peerdeck.libp2p;

/// How much one stream's peer may still send. Refilled when half of it was consumed; doubled when
/// the peer fills it faster than a few round trips, as far as the connection's share allows.
final class ReceiveWindow {
  private static final int ROUND_TRIPS = 4;

  private final YamuxSession session;
  private final ResourceScope scope;
  private int size = Limits.INITIAL_WINDOW;
  private long left = size;
  private long total;
  private int owed;
  private long lastRefill;
  private boolean closed;

  ReceiveWindow(YamuxSession session, ResourceScope scope) {
    this.session = session;
    this.scope = scope;
    this.lastRefill = session.now();
  }

  /// The peer sends `bytes`; false if it may not.
  boolean claim(long bytes) {
    left -= bytes;
    total += bytes;
    return left >= 0;
  }

  /// All that was claimed.
  long total() {
    return total;
  }

  /// The reader took `bytes`; returns the credit to give the peer now, mostly 0.
  int consumed(int bytes) {
    owed += bytes;
    if (owed < size / 2) {
      return 0;
    }
    long now = session.now();
    if (now - lastRefill < ROUND_TRIPS * session.roundTripNanos()
        && !closed
        && 2L * size <= scope.bound(Resource.MEMORY)
        && scope.tryTake(Resource.WIDENED, size)) {
      owed += size;
      size *= 2;
    }
    lastRefill = now;
    int credit = owed;
    left += credit;
    owed = 0;
    return credit;
  }

  /// Gives the connection its share back.
  void close() {
    if (!closed) {
      closed = true;
      scope.give(Resource.WIDENED, size - Limits.INITIAL_WINDOW);
    }
  }
}
