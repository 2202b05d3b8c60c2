package io.peerdeck.node;

import io.peerdeck.runner.JobFolder;
import io.peerdeck.runner.RunnerException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folders of jobs. Those of ended ones are deleted in the background, so that the next job
/// need not wait for it; where several wait, whoever brings one more deletes it itself, so that the
/// disk holds few that nobody needs. What a crash leaves is deleted at the next start
/// ([DataFolder#emptyJobs]).
final class JobFolders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobFolders.class);
  private static final int WAITING = 4;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(20);

  private final Path parent;
  private final ThreadPoolExecutor deleting =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE.toMillis(),
          TimeUnit.MILLISECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofVirtual().name("job-folders").factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());

  /// @param parent exists, and is empty
  JobFolders(Path parent) {
    this.parent = parent;
    deleting.allowCoreThreadTimeOut(true);
  }

  JobFolder create(String name) {
    return JobFolder.create(parent, name);
  }

  /// Has a folder deleted, soon; nothing may use it any more.
  void discard(JobFolder folder) {
    if (deleting.isShutdown()) {
      delete(folder);
    } else {
      deleting.execute(() -> delete(folder));
    }
  }

  private static void delete(JobFolder folder) {
    try {
      folder.close();
    } catch (RunnerException e) {
      LOG.warn("it stays until the next start: {}", e.getMessage());
    }
  }

  /// Waits until the last is deleted.
  @Override
  public void close() {
    deleting.shutdown();
    try {
      if (!deleting.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("{} folders of jobs stay until the next start", deleting.shutdownNow().size() + 1);
      }
    } catch (InterruptedException e) {
      deleting.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
