package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.bridge.NodeBridge;
import java.time.Duration;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/// Finds the lines of a whole log that contain a text: reads it from its beginning on a virtual
/// thread, goes on while the job writes, and can be stopped at any time. Which lines match is one
/// bit per line. Apart from the reading, only on the FX thread.
final class LogSearch {
  private static final int CHUNK = 1 << 20;
  private static final Duration WAIT = Duration.ofSeconds(2);

  /// 16 MB of bits.
  private static final long MOST_LINES = 1L << 27;

  private final NodeBridge bridge;
  private final Runnable changed;
  private BitSet hits = new BitSet();
  private long count;
  private long current = -1;
  private double progress = 1;
  private String failure = "";
  private String wanted = "";
  private Optional<Scan> scan = Optional.empty();

  LogSearch(NodeBridge bridge, Runnable changed) {
    this.bridge = bridge;
    this.changed = changed;
  }

  void look(Optional<LogSource> source, String text) {
    stop();
    hits = new BitSet();
    count = 0;
    current = -1;
    failure = "";
    wanted = text.toLowerCase(Locale.ROOT);
    if (source.isPresent() && !wanted.isEmpty()) {
      progress = 0;
      Scan begun = new Scan(source.get(), wanted);
      scan = Optional.of(begun);
      begun.thread.start();
    }
    changed.run();
  }

  /// Stops reading; what was found stays.
  void stop() {
    scan.ifPresent(Scan::stop);
    scan = Optional.empty();
    progress = 1;
  }

  /// What is searched for, in small letters; empty while nothing is.
  String wanted() {
    return wanted;
  }

  boolean active() {
    return !wanted.isEmpty();
  }

  /// From 0 to 1; 1 when all that is written was read, or the search was stopped.
  double progress() {
    return progress;
  }

  /// Why the search could not go on; empty while it could.
  String failure() {
    return failure;
  }

  boolean isHit(long line) {
    return line <= MOST_LINES && hits.get((int) line);
  }

  boolean isCurrent(long line) {
    return line == current;
  }

  long count() {
    return count;
  }

  /// The place of the current hit among all, from 1; 0 when none is current.
  long place() {
    return current < 0 ? 0 : hits.get(0, (int) current + 1).cardinality();
  }

  /// Goes to the next hit after `from` (or before it), round at the ends; returns its line, or -1.
  long go(boolean forward, long from) {
    if (count == 0) {
      return -1;
    }
    int start = (int) Math.clamp(from, -1, MOST_LINES);
    int found =
        forward ? hits.nextSetBit(start + 1) : start <= 0 ? -1 : hits.previousSetBit(start - 1);
    if (found < 0) {
      found = forward ? hits.nextSetBit(0) : hits.length() - 1;
    }
    current = found;
    changed.run();
    return found;
  }

  long current() {
    return current;
  }

  static boolean matches(String text, String wanted) {
    return Ansi.plain(text).toLowerCase(Locale.ROOT).contains(wanted);
  }

  /// One search under way.
  private final class Scan {
    private final LogSource source;
    private final String text;
    private final Thread thread;
    private volatile boolean stopped;

    Scan(LogSource source, String text) {
      this.source = source;
      this.text = text;
      this.thread = Thread.ofVirtual().name("log-search").unstarted(this::run);
    }

    void stop() {
      stopped = true;
      thread.interrupt();
    }

    private void run() {
      long at = 0;
      int attempt = -1;
      BitSet batch = new BitSet();
      long told = System.nanoTime();
      try {
        while (!stopped) {
          LogChunk chunk = source.read(at, CHUNK, at == 0 ? Duration.ZERO : WAIT);
          if (attempt >= 0 && chunk.attempt() != attempt) {
            // The view begins anew with the new attempt, and this search with it.
            return;
          }
          attempt = chunk.attempt();
          for (LogChunk.Line line : chunk.lines()) {
            if (line.number() < MOST_LINES && matches(line.text(), text)) {
              batch.set((int) line.number());
            }
          }
          at = chunk.next();
          boolean caughtUp = at >= chunk.size();
          if (caughtUp || System.nanoTime() - told > 50_000_000L) {
            told = System.nanoTime();
            BitSet found = batch;
            batch = new BitSet();
            double share = caughtUp ? 1 : (double) at / chunk.size();
            // Under a name of its own: what a search that was stopped finds may be equal.
            bridge.post(new Object(), () -> take(found, share));
          }
          if (chunk.end()) {
            return;
          }
        }
      } catch (RuntimeException e) {
        String message = bridge.message(e);
        bridge.post(new Object(), () -> failed(message));
      }
    }

    private void take(BitSet found, double share) {
      if (!stopped) {
        count += found.cardinality();
        hits.or(found);
        progress = share;
        changed.run();
      }
    }

    private void failed(String message) {
      if (!stopped) {
        failure = message;
        progress = 1;
        changed.run();
      }
    }
  }
}
