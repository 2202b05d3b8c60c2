package io.peerdeck.fleet;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Growing pauses between attempts: doubling from the first to the longest, each shortened by up to
/// half at random, so that peers that lost each other at once do not knock at once.
final class Backoff {
  private final long first;
  private final long longest;
  private final RandomGenerator random;
  private long next;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first.toNanos();
    this.longest = longest.toNanos();
    this.random = random;
    this.next = this.first;
  }

  /// The pause after one more failure, in nanoseconds.
  long failed() {
    long pause = next;
    next = Math.min(longest, next * 2);
    return pause / 2 + random.nextLong(pause / 2 + 1);
  }

  /// The next failure starts from the first pause again.
  void reset() {
    next = first;
  }
}
