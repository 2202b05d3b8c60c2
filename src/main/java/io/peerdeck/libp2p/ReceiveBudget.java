package io.peerdeck.libp2p;

import java.util.concurrent.atomic.AtomicInteger;

/// What one connection's streams may hold together: unread bytes, and widened windows.
final class ReceiveBudget {
  private final Limits limits;
  private final AtomicInteger unread = new AtomicInteger();
  private final AtomicInteger widened = new AtomicInteger();

  ReceiveBudget(Limits limits) {
    this.limits = limits;
  }

  /// Counts bytes that came in; false, uncounted, if the connection holds too many.
  boolean take(int bytes) {
    return add(unread, bytes, limits.receiveBuffer());
  }

  /// Bytes were read or dropped.
  void give(int bytes) {
    unread.addAndGet(-bytes);
  }

  /// Whether a window of `size` may grow by `more`.
  boolean widen(int size, int more) {
    return size + more <= limits.streamWindow() && add(widened, more, limits.receiveBuffer() / 2);
  }

  /// A window that had grown is gone.
  void narrow(int bytes) {
    widened.addAndGet(-bytes);
  }

  private static boolean add(AtomicInteger sum, int amount, int most) {
    if (sum.addAndGet(amount) <= most) {
      return true;
    }
    sum.addAndGet(-amount);
    return false;
  }
}
