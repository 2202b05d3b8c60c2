package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/// Where lines begin, learnt from what was read: a bounded number of pairs of line and byte. The
/// place of any other line is found between two of them. Safe for any thread.
final class LogIndex {
  /// About 4 MB; at 10 million lines one pair for every 600.
  private static final int MOST = 16_384;

  /// After so many guesses the halves are taken, so that no log can make the search long.
  private static final int GUESSES = 8;

  private static final int TRIES = 80;

  private final TreeMap<Long, Long> byteOf = new TreeMap<>();

  LogIndex() {
    byteOf.put(0L, 0L);
  }

  synchronized void learn(LogChunk chunk) {
    if (chunk.lines().isEmpty()) {
      return;
    }
    byteOf.put(chunk.lines().getFirst().number(), chunk.start());
    byteOf.put(chunk.lines().getLast().number() + 1, chunk.next());
    if (byteOf.size() > MOST) {
      thin();
    }
  }

  private void thin() {
    boolean drop = false;
    long last = byteOf.lastKey();
    var all = byteOf.keySet().iterator();
    while (all.hasNext()) {
      long line = all.next();
      if (drop && line != last) {
        all.remove();
      }
      drop = !drop;
    }
  }

  /// The newest place learnt.
  private synchronized Map.Entry<Long, Long> last() {
    return byteOf.lastEntry();
  }

  private synchronized Map.Entry<Long, Long> below(long line) {
    return byteOf.floorEntry(line);
  }

  private synchronized Optional<Map.Entry<Long, Long>> above(long line) {
    return Optional.ofNullable(byteOf.higherEntry(line));
  }

  /// The chunk that holds this line; empty when the log has no such line.
  Optional<LogChunk> chunkWith(LogSource source, long line, BooleanSupplier cancelled) {
    for (int tries = 0; tries < TRIES; tries++) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException();
      }
      Map.Entry<Long, Long> low = below(line);
      Optional<Map.Entry<Long, Long>> high = above(line);
      long from = high.isEmpty() ? low.getValue() : guess(line, low, high.get(), tries);
      LogChunk chunk = source.read(from);
      if (chunk.lines().isEmpty()) {
        if (from == low.getValue()) {
          return Optional.empty();
        }
        continue;
      }
      learn(chunk);
      long first = chunk.lines().getFirst().number();
      if (line >= first && line <= chunk.lines().getLast().number()) {
        return Optional.of(chunk);
      }
      if (first > line && chunk.start() <= low.getValue()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static long guess(
      long line, Map.Entry<Long, Long> low, Map.Entry<Long, Long> high, int tries) {
    double share =
        tries < GUESSES ? (double) (line - low.getKey()) / (high.getKey() - low.getKey()) : 0.5;
    long place = low.getValue() + (long) (share * (high.getValue() - low.getValue()));
    // The line wanted in the middle of what is read: a reader looks to both sides.
    return Math.max(low.getValue(), place - LogSource.CHUNK / 2);
  }

  /// The first line for which `reached` holds, where it holds for all after the first: a binary
  /// search over bytes. `reached` must answer for a chunk's lines as one; empty when none.
  Optional<LogChunk> firstChunk(
      LogSource source, long size, Predicate<LogChunk> reached, BooleanSupplier cancelled) {
    long low = 0;
    long high = size;
    Optional<LogChunk> found = Optional.empty();
    for (int tries = 0; tries < TRIES && low < high; tries++) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException();
      }
      long middle = high - low <= LogSource.CHUNK ? low : low + (high - low) / 2;
      LogChunk chunk = source.read(middle);
      learn(chunk);
      if (chunk.lines().isEmpty()) {
        high = middle;
      } else if (reached.test(chunk)) {
        found = Optional.of(chunk);
        high = middle;
      } else {
        low = chunk.next();
      }
    }
    return found;
  }

  long lines() {
    return last().getKey();
  }
}
