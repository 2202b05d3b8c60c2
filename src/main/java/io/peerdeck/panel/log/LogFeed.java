package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.NodeBridge;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Follows one task's log from its beginning to its end on a virtual thread of its own. It never
/// reads ahead of what was shown, so a job that writes faster than a screen can show waits on disk
/// and not in memory.
final class LogFeed implements AutoCloseable {
  /// Lines of one chunk appear in one pulse.
  static final int CHUNK_BYTES = 256 * 1024;

  private static final Duration WAIT = Duration.ofSeconds(2);

  /// Who is told, on the FX thread.
  interface Reader {
    /// Another attempt began: what was shown is of the one before.
    void restarted(int attempt);

    void more(LogChunk chunk);

    void failed(String message);
  }

  private final NodeBridge bridge;
  private final String runId;
  private final TaskRef task;
  private final Reader reader;
  private final Semaphore shown = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;

  LogFeed(NodeBridge bridge, String runId, TaskRef task, Reader reader) {
    this.bridge = bridge;
    this.runId = runId;
    this.task = task;
    this.reader = reader;
    this.thread = Thread.ofVirtual().name("log-" + task).start(this::follow);
  }

  private void follow() {
    Node node = bridge.node();
    long at = 0;
    int attempt = -1;
    try {
      while (!closed) {
        LogChunk chunk = node.log(runId, task, at, CHUNK_BYTES, WAIT);
        if (chunk.attempt() != attempt) {
          if (attempt >= 0) {
            int next = chunk.attempt();
            tell(() -> reader.restarted(next));
            at = 0;
            attempt = next;
            continue;
          }
          attempt = chunk.attempt();
        }
        at = chunk.next();
        if (!chunk.lines().isEmpty() || chunk.end()) {
          tell(() -> reader.more(chunk));
        }
        if (chunk.end()) {
          return;
        }
      }
    } catch (RuntimeException e) {
      post(() -> reader.failed(bridge.message(e)));
    } catch (InterruptedException e) {
      // Closed: nobody reads any more.
      Thread.currentThread().interrupt();
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
