package io.peerdeck.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Counts what the cache does, per kind of question and per token.
final class CacheCounts {
  private static final int MOST_TOKENS = 200;

  private static final class Line {
    private final LongAdder[] modes = new LongAdder[CacheMode.values().length];
    private final LongAdder bytes = new LongAdder();
    private final LongAdder calls = new LongAdder();
    private final LongAdder counted = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder evicted = new LongAdder();
    private final LongAdder errors = new LongAdder();

    Line() {
      for (int i = 0; i < modes.length; i++) {
        modes[i] = new LongAdder();
      }
    }

    CacheTally tally() {
      Map<CacheMode, Long> read = new EnumMap<>(CacheMode.class);
      for (CacheMode mode : CacheMode.values()) {
        long count = modes[mode.ordinal()].sum();
        if (count > 0) {
          read.put(mode, count);
        }
      }
      return new CacheTally(
          read,
          bytes.sum(),
          calls.sum(),
          counted.sum(),
          expired.sum(),
          evicted.sum(),
          errors.sum());
    }
  }

  private final Line total = new Line();
  private final Line[] operations = new Line[Operation.values().length];
  private final Cache<Partition, Line> tokens =
      Caffeine.newBuilder().maximumSize(MOST_TOKENS).build();

  CacheCounts() {
    for (Operation operation : Operation.values()) {
      operations[operation.ordinal()] = new Line();
    }
  }

  private Line[] lines(Operation operation, Partition token) {
    return new Line[] {
      total, operations[operation.ordinal()], tokens.get(token, absent -> new Line())
    };
  }

  void answered(Operation operation, Partition token, ApiAnswer answer) {
    for (Line line : lines(operation, token)) {
      line.modes[answer.mode().ordinal()].increment();
      line.bytes.add(answer.body().bytes().length);
    }
  }

  /// One request went to GitHub.
  void called(Operation operation, Partition token, int status) {
    boolean free = status == 304 && !token.isPublic();
    for (Line line : lines(operation, token)) {
      line.calls.increment();
      line.counted.add(free ? 0 : 1);
    }
  }

  void passed(Partition token) {
    for (Line line : lines(Operation.OTHER, token)) {
      line.modes[CacheMode.BYPASS.ordinal()].increment();
      line.calls.increment();
      line.counted.increment();
    }
  }

  void expired(Operation operation, Partition token) {
    for (Line line : lines(operation, token)) {
      line.expired.increment();
    }
  }

  void failed(Operation operation, Partition token) {
    for (Line line : lines(operation, token)) {
      line.errors.increment();
    }
  }

  void evicted() {
    total.evicted.increment();
  }

  CacheStatistics now(long kept, long capacity) {
    return new CacheStatistics(
        total.tally(),
        Arrays.stream(Operation.values())
            .collect(Collectors.toMap(Function.identity(), o -> operations[o.ordinal()].tally())),
        tokens.asMap().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().tally())),
        kept,
        capacity);
  }
}
