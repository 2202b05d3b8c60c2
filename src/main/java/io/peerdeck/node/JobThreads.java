package io.peerdeck.node;

import io.peerdeck.runner.Isolation;
import io.peerdeck.runner.JobFolder;
import io.peerdeck.runner.JobFolders;
import io.peerdeck.runner.JobRunner;
import io.peerdeck.runner.ReadySandbox;
import io.peerdeck.runner.RunnerException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads of jobs: platform threads, as a job waits for its processes in the kernel, and for
/// the disk. One whose job was sandboxed makes the sandbox of a job that may follow, while others
/// run; for a short job that is most of the time it would take. It goes again when none comes.
final class JobThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobThreads.class);
  /// How long a thread usually waits for its next job.
  static final Duration IDLE = Duration.ofSeconds(10);

  private static final Duration STOP = Duration.ofSeconds(20);

  private final JobRunner runner;
  private final JobFolders folders;
  private final AtomicLong places = new AtomicLong();
  private final ThreadLocal<Next> next = ThreadLocal.withInitial(Next::new);
  private final ThreadPoolExecutor threads;
  // The executor takes a thread for ended before it has put its sandbox away.
  private final Set<Thread> living = ConcurrentHashMap.newKeySet();

  /// @param idle how long a thread waits for its next job
  JobThreads(JobRunner runner, JobFolders folders, Duration idle) {
    this.runner = runner;
    this.folders = folders;
    ThreadFactory named = Thread.ofPlatform().daemon().name("job-", 0).factory();
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // as many as the node has slots, and those that make reports
            idle.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            work -> named.newThread(() -> live(work)));
  }

  /// Where a job finds its files, and its sandbox if that is there.
  record Place(JobFolder folder, Optional<ReadySandbox> sandbox) {}

  /// What a thread has for its next job.
  private static final class Next {
    private Optional<Isolation.Sandboxed> likely = Optional.empty();
    private Optional<ReadySandbox> ready = Optional.empty();
    private Optional<ReadySandbox> used = Optional.empty();
  }

  private void live(Runnable work) {
    living.add(Thread.currentThread());
    try {
      work.run();
    } finally {
      next.get().ready.ifPresent(this::end);
      living.remove(Thread.currentThread());
    }
  }

  private void end(ReadySandbox sandbox) {
    sandbox.close();
    folders.discard(sandbox.folder());
  }

  /// Has a job run on a thread of its own.
  void execute(Runnable job) {
    threads.execute(
        () -> {
          job.run();
          prepare(next.get());
        });
  }

  /// A new place for the job of this thread, whose next one is likely to want the same.
  ///
  /// @throws RunnerException if the disk refuses
  Place place(Isolation isolation) {
    Next own = next.get();
    Optional<ReadySandbox> made = own.ready;
    own.ready = Optional.empty();
    own.likely =
        isolation instanceof Isolation.Sandboxed sandboxed
            ? Optional.of(sandboxed)
            : Optional.empty();
    boolean fits = made.filter(sandbox -> sandbox.fits(isolation)).isPresent();
    if (fits) {
      own.used = made;
    } else {
      made.ifPresent(ReadySandbox::close);
    }
    return new Place(made.map(ReadySandbox::folder).orElseGet(this::newFolder), own.used);
  }

  private JobFolder newFolder() {
    return folders.create("job-" + places.incrementAndGet());
  }

  /// Has a folder cleared once nothing uses it.
  void discard(Place place) {
    folders.discard(place.folder());
  }

  private void prepare(Next own) {
    try {
      if (own.likely.isPresent() && own.ready.isEmpty() && !threads.isShutdown()) {
        own.ready = Optional.of(make(newFolder(), own.likely.get(), own.used));
      }
    } catch (RunnerException e) {
      LOG.debug("no sandbox is made ahead: {}", e.getMessage()); // the next job tells why
    } finally {
      own.used.ifPresent(ReadySandbox::close);
      own.used = Optional.empty();
    }
  }

  private ReadySandbox make(
      JobFolder folder, Isolation.Sandboxed isolation, Optional<ReadySandbox> last) {
    boolean made = false;
    try {
      ReadySandbox sandbox = runner.prepare(folder, isolation, last);
      made = true;
      return sandbox;
    } finally {
      if (!made) {
        folders.discard(folder);
      }
    }
  }

  /// Waits until the last has ended, then for its folders to be cleared.
  @Override
  public void close() {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("{} jobs did not stop within {} s", threads.getActiveCount(), STOP.toSeconds());
      } else {
        for (Thread thread : living) {
          thread.join(STOP);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    folders.close();
  }
}
