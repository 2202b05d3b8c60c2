package io.peerdeck.panel.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// One number over the last while, evenly spaced.
final class Trend {
  /// A quarter of an hour.
  static final Duration STEP = Duration.ofSeconds(10);

  static final int STEPS = 90;

  /// What a step without a reading is: as before, or nothing.
  enum Kind {
    /// A level, such as the depth of the queue.
    LEVEL,
    /// A sum that only grows, such as runs finished, shown as what each step added.
    SUM
  }

  private final Kind kind;
  private final Deque<Double> steps = new ArrayDeque<>();
  private long step = Long.MIN_VALUE;
  private double last;

  Trend(Kind kind) {
    this.kind = kind;
  }

  void add(Instant at, double value) {
    long now = at.toEpochMilli() / STEP.toMillis();
    if (step == Long.MIN_VALUE) {
      steps.add(kind == Kind.LEVEL ? value : 0);
    } else {
      for (long i = Math.max(step, now - STEPS); i < now; i++) {
        steps.add(kind == Kind.LEVEL ? last : 0);
      }
      double before = steps.removeLast();
      steps.add(kind == Kind.LEVEL ? value : before + Math.max(0, value - last));
    }
    while (steps.size() > STEPS) {
      steps.removeFirst();
    }
    step = Math.max(step, now);
    last = value;
  }

  /// Oldest first.
  List<Double> values() {
    return new ArrayList<>(steps);
  }

  /// The same without the step that is not over yet.
  List<Double> whole() {
    List<Double> values = values();
    return values.isEmpty() ? values : values.subList(0, values.size() - 1);
  }

  double sum() {
    return steps.stream().mapToDouble(Double::doubleValue).sum();
  }
}
