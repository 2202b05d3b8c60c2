package io.peerdeck.node;

import java.util.Arrays;
import java.util.List;

/// How often a time fell into which range, since the node started.
///
/// @param bounds the upper bound of each range in seconds, ascending, the last infinite
/// @param counts how many fell into each
/// @param sum of all, in seconds
public record Distribution(List<Double> bounds, List<Long> counts, double sum) {
  public Distribution {
    bounds = List.copyOf(bounds);
    counts = List.copyOf(counts);
  }

  /// How many there were.
  public long count() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /// Counts times as they come, from any thread.
  static final class Counting {
    private final double[] bounds;
    private final long[] counts;
    private double sum;

    /// @param bounds in seconds, ascending, without the infinite one
    Counting(double... bounds) {
      this.bounds = Arrays.copyOf(bounds, bounds.length + 1);
      this.bounds[bounds.length] = Double.POSITIVE_INFINITY;
      this.counts = new long[this.bounds.length];
    }

    /// @param seconds clocks of different machines may disagree, so less than 0 counts as 0
    synchronized void add(double seconds) {
      double counted = Math.max(0, seconds);
      int at = 0;
      while (counted > bounds[at]) {
        at++;
      }
      counts[at]++;
      sum += counted;
    }

    synchronized Distribution now() {
      return new Distribution(
          Arrays.stream(bounds).boxed().toList(), Arrays.stream(counts).boxed().toList(), sum);
    }
  }
}
