package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;

/// Finds places in a log that are known by what they are and not by their line: where a step
/// begins, where a group ends. The reading is done on a virtual thread; answers come on the FX
/// thread, unless the view shows another log by then.
final class LogPlaces {
  private static final Texts TEXTS = Texts.of("log");
  /// A group longer than this is folded up to here.
  private static final int MOST_CHUNKS = 256;

  private final NodeBridge bridge;
  private final LogSource source;
  private final LogIndex index;
  private volatile boolean closed;

  LogPlaces(NodeBridge bridge, LogSource source, LogIndex index) {
    this.bridge = bridge;
    this.source = source;
    this.index = index;
  }

  /// First line of a step and the line after its last; both the same where it wrote nothing. Steps
  /// run in the order of their numbers; only the job's own words, step 0, stand between and behind.
  void step(int step, Range found) {
    work(
        () -> {
          long size = source.read(-1).size();
          long first = begin(step, size);
          long end = begin(step + 1, size);
          tell(() -> found.range(first, end));
        });
  }

  /// Takes a stretch of lines.
  interface Range {
    void range(long first, long end);
  }

  private long begin(int step, long size) {
    Optional<LogChunk> chunk =
        index.firstChunk(source, size, read -> reaches(read, step), () -> closed);
    return chunk.stream()
        .flatMap(read -> read.lines().stream())
        .filter(line -> line.step() >= step)
        .mapToLong(LogChunk.Line::number)
        .findFirst()
        .orElseGet(() -> endOfSteps());
  }

  private static boolean reaches(LogChunk chunk, int step) {
    // Words of the job alone in a whole chunk: those of its end, which stand behind every step.
    return chunk.lines().stream().anyMatch(line -> line.step() >= step)
        || (chunk.lines().getFirst().number() > 0
            && chunk.lines().stream().allMatch(line -> line.step() == 0));
  }

  /// The line after the last that belongs to a step.
  private long endOfSteps() {
    LogChunk tail = source.read(-LogSource.CHUNK);
    index.learn(tail);
    return tail.lines().reversed().stream()
        .filter(line -> line.step() > 0)
        .findFirst()
        .map(line -> line.number() + 1)
        .orElseGet(index::lines);
  }

  /// The line that ends the group begun in `line`, given that its next line is `line + 1`.
  void groupEnd(long line, LongConsumer found) {
    work(
        () -> {
          long next = line + 1;
          for (int i = 0; i < MOST_CHUNKS; i++) {
            Optional<LogChunk> chunk = index.chunkWith(source, next, () -> closed);
            if (chunk.isEmpty()) {
              break;
            }
            for (LogChunk.Line read : chunk.get().lines()) {
              if (read.number() < next) {
                continue;
              }
              if (read.level().equals("endgroup")) {
                tell(() -> found.accept(read.number() + 1));
                return;
              }
              if (read.level().equals("group")) {
                tell(() -> found.accept(read.number()));
                return;
              }
            }
            next = chunk.get().lines().getLast().number() + 1;
          }
          long end = next;
          tell(() -> found.accept(end));
        });
  }

  void close() {
    closed = true;
  }

  private void work(Runnable task) {
    bridge.work(
        () -> {
          try {
            task.run();
          } catch (CancellationException e) {
            // The view shows another log by now.
            closed = true;
          } catch (RuntimeException e) {
            String message = bridge.message(e);
            tell(() -> bridge.notices().problem(TEXTS.get("place.failed"), message));
          }
        });
  }

  private void tell(Runnable telling) {
    bridge.post(
        new Object(),
        () -> {
          if (!closed) {
            telling.run();
          }
        });
  }
}
