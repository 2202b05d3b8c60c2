package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.bridge.NodeBridge;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/// Lines the ring no longer has, read again from the node where a reader looks: a few chunks around
/// the places looked at last. One reading at a time, always of the place wanted last. Only on the
/// FX thread.
final class LogPages {
  /// At most 8 MB as stored.
  private static final int KEPT = 32;

  /// Who is told that a place can be shown now, or why not.
  interface Reader {
    void arrived();

    void failed(String message);
  }

  private final NodeBridge bridge;
  private final LogSource source;
  private final LogIndex index;
  private int attempt;
  private final Reader reader;
  private final Deque<LogChunk> pages = new ArrayDeque<>();
  private Optional<Long> wanted = Optional.empty();
  private long missing = -1;
  private boolean reading;
  private volatile boolean closed;

  LogPages(NodeBridge bridge, LogSource source, LogIndex index, Reader reader) {
    this.bridge = bridge;
    this.source = source;
    this.index = index;
    this.reader = reader;
  }

  /// Only lines of this attempt count from now on.
  void attempt(int number) {
    attempt = number;
  }

  Optional<LogChunk.Line> line(long number) {
    for (LogChunk page : pages) {
      long place = number - page.lines().getFirst().number();
      if (place >= 0 && place < page.lines().size()) {
        return Optional.of(page.lines().get((int) place));
      }
    }
    return Optional.empty();
  }

  /// Asks for the chunk around a line; [Reader#arrived()] follows.
  void want(long number) {
    if (number == missing) {
      return;
    }
    wanted = Optional.of(number);
    next();
  }

  private void next() {
    if (reading || closed || wanted.isEmpty()) {
      return;
    }
    long number = wanted.get();
    wanted = Optional.empty();
    reading = true;
    bridge.work(
        () -> {
          try {
            Optional<LogChunk> chunk = index.chunkWith(source, number, () -> closed);
            bridge.post(new Object(), () -> take(number, chunk));
          } catch (CancellationException e) {
            // The view shows another log by now.
            reading = false;
          } catch (RuntimeException e) {
            String message = bridge.message(e);
            bridge.post(new Object(), () -> failed(number, message));
          }
        });
  }

  private void take(long number, Optional<LogChunk> chunk) {
    reading = false;
    if (closed) {
      return;
    }
    Optional<LogChunk> usable = chunk.filter(c -> c.attempt() == attempt);
    if (usable.isPresent()) {
      pages.addFirst(usable.get());
      if (pages.size() > KEPT) {
        pages.removeLast();
      }
    } else {
      missing = number;
    }
    reader.arrived();
    next();
  }

  private void failed(long number, String message) {
    reading = false;
    if (!closed) {
      missing = number;
      reader.failed(message);
    }
  }

  void close() {
    closed = true;
    pages.clear();
  }
}
