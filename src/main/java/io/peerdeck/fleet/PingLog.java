package io.peerdeck.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The last round trips measured with one peer, the lost ones among them.
final class PingLog {
  /// An hour's at one every ten seconds, three hours' while nothing goes on.
  static final int KEPT = 360;

  /// Five minutes' of them tell the loss, fifteen while nothing goes on.
  static final int COUNTED = 30;

  /// One measurement.
  ///
  /// @param at in nanoseconds of the monotonic clock
  /// @param rtt empty if no answer came
  record Reading(long at, Optional<Duration> rtt) {}

  private final Deque<Reading> readings = new ArrayDeque<>();
  private OptionalDouble loss = OptionalDouble.empty();

  synchronized void add(long at, Optional<Duration> rtt) {
    readings.addLast(new Reading(at, rtt));
    if (readings.size() > KEPT) {
      readings.removeFirst();
    }
    loss =
        readings.reversed().stream()
            .limit(COUNTED)
            .mapToInt(reading -> reading.rtt().isEmpty() ? 1 : 0)
            .average();
  }

  /// Whether there are so many, and the last of them were all answered.
  synchronized boolean answered(int last) {
    return readings.size() >= last
        && readings.reversed().stream().limit(last).allMatch(one -> one.rtt().isPresent());
  }

  /// Oldest first.
  synchronized List<Reading> readings() {
    return List.copyOf(readings);
  }

  /// The share of the last measurements that got no answer, 0 to 1; empty before the first.
  synchronized OptionalDouble loss() {
    return loss;
  }
}
