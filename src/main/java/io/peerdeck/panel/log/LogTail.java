package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.bridge.NodeBridge;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Follows one task's log from near its end on a virtual thread of its own. It never reads ahead of
/// what was shown, and where the job writes faster than a screen can show it goes on near the end:
/// what it left out is read when somebody looks at it.
final class LogTail implements AutoCloseable {
  private static final Duration WAIT = Duration.ofSeconds(2);

  /// Further behind, reading everything would only delay what is new.
  private static final long LAG = 8L << 20;

  /// Who is told, on the FX thread.
  interface Reader {
    /// Another attempt began: what was shown is of the one before.
    void restarted(int attempt);

    void more(LogChunk chunk);

    /// It could not be read; it is tried again.
    void retried(String message);
  }

  private final NodeBridge bridge;
  private final LogSource source;
  private final Reader reader;
  private final Semaphore shown = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  LogTail(NodeBridge bridge, LogSource source, Reader reader) {
    this.bridge = bridge;
    this.source = source;
    this.reader = reader;
    this.thread = Thread.ofVirtual().name("log-" + source.task()).unstarted(this::follow);
  }

  void start() {
    thread.start();
  }

  private void follow() {
    long at = -LogSource.CHUNK;
    int attempt = -1;
    boolean first = true;
    try {
      while (!closed) {
        LogChunk chunk;
        try {
          chunk = read(at, attempt, first ? Duration.ZERO : WAIT);
        } catch (RuntimeException e) {
          // Who has the log may be away for a moment.
          tell(() -> reader.retried(bridge.message(e)));
          Thread.sleep(WAIT);
          continue;
        }
        if (chunk.attempt() != attempt) {
          attempt = chunk.attempt();
          int begun = attempt;
          boolean again = !first;
          if (again) {
            tell(() -> reader.restarted(begun));
            at = -LogSource.CHUNK;
            first = true;
            continue;
          }
        }
        bridge.pause().await();
        if (first || !chunk.lines().isEmpty() || chunk.end()) {
          tell(() -> reader.more(chunk));
        }
        first = false;
        if (chunk.end()) {
          return;
        }
        at = chunk.size() - chunk.next() > LAG ? -LogSource.CHUNK : chunk.next();
      }
    } catch (InterruptedException e) {
      // Closed: nobody reads any more.
      Thread.currentThread().interrupt();
    }
  }

  /// The log of another attempt may be shorter than the place read up to.
  private LogChunk read(long at, int attempt, Duration wait) {
    try {
      return source.read(at, LogSource.CHUNK, wait);
    } catch (RuntimeException e) {
      LogChunk newest = source.read(-LogSource.CHUNK);
      if (newest.attempt() == attempt) {
        throw e;
      }
      return newest;
    }
  }

  private void tell(Runnable telling) throws InterruptedException {
    post(
        () -> {
          try {
            telling.run();
          } finally {
            shown.release();
          }
        });
    shown.acquire();
  }

  private void post(Runnable telling) {
    bridge.post(
        new Object(),
        () -> {
          if (closed) {
            shown.release();
          } else {
            telling.run();
          }
        });
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
