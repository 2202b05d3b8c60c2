package io.peerdeck.fleet;

import java.time.Duration;

/// The intervals between one peer's last heartbeats, and how suspicious a silence is after them: φ
/// of Hayashibara, Défago, Yared, Katayama, "The φ accrual failure detector" (2004), with intervals
/// taken as normally distributed. φ = 8 means that such a silence happens by chance once in 10⁸.
final class ArrivalWindow {
  /// From this φ on a peer is suspect.
  static final double SUSPICIOUS = 8;

  static final int KEPT = 100;

  // Machines pause and networks hiccup: no stream of heartbeats is taken for steadier than this.
  private static final double LEAST_DEVIATION = Duration.ofMillis(380).toNanos();
  private static final double FIRST_MEAN = Duration.ofSeconds(1).toNanos();
  private static final double DEVIATIONS_AT_SUSPICION = deviationsAt(SUSPICIOUS);

  private final long[] intervals = new long[KEPT];
  private int count;
  private int next;
  private double sum;
  private double squares;

  /// Notes one more interval, in nanoseconds.
  void add(long interval) {
    long gone = intervals[next];
    if (count == KEPT) {
      sum -= gone;
      squares -= (double) gone * gone;
    } else {
      count++;
    }
    intervals[next] = interval;
    next = (next + 1) % KEPT;
    sum += interval;
    squares += (double) interval * interval;
  }

  /// The mean interval in nanoseconds; a second until there is one.
  double mean() {
    return count == 0 ? FIRST_MEAN : sum / count;
  }

  /// How suspicious the silence is.
  ///
  /// @param silence in nanoseconds since the last sign of life
  /// @param slack by how much to widen the deviation, at least 1
  double phi(long silence, double slack) {
    return phi((silence - mean()) / (deviation() * slack));
  }

  /// The silence in nanoseconds after which φ is [#SUSPICIOUS].
  long suspiciousAfter(double slack) {
    return (long) (mean() + DEVIATIONS_AT_SUSPICION * deviation() * slack);
  }

  private double deviation() {
    double variance = count == 0 ? 0 : Math.max(0, squares / count - mean() * mean());
    return Math.max(LEAST_DEVIATION, Math.sqrt(variance));
  }

  /// By the logistic approximation of the normal distribution's tail, good to 1 % of it.
  private static double phi(double deviations) {
    double exponent = deviations * (1.5976 + 0.070566 * deviations * deviations);
    // log10(1 + e^x) without overflow
    return exponent > 30 ? exponent / Math.log(10) : Math.log1p(Math.exp(exponent)) / Math.log(10);
  }

  private static double deviationsAt(double phi) {
    double low = 0;
    double high = 40;
    for (int step = 0; step < 60; step++) {
      double middle = (low + high) / 2;
      if (phi(middle) < phi) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
