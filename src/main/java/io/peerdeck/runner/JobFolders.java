package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folders of jobs. Those of ended ones are cleared in the background, so that the next job
/// need not wait for it, and a few are kept for later jobs: to make and delete folders takes a disk
/// longer than many a job. What a job touched of one is made anew. Where several wait, whoever
/// brings one more clears it itself, so that the disk holds few that nobody needs. What a crash
/// leaves is deleted at the next start.
public final class JobFolders implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobFolders.class);
  private static final int WAITING = 4;
  private static final int SPARE = 8;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(20);
  // Kernels before 6.13 take the time of a change from a clock that moves every 10 ms at most.
  private static final Duration TICK = Duration.ofMillis(20);

  private final Path parent;
  private final Scratch scratch;
  private final Deque<Spare> spare = new ArrayDeque<>();
  private final Map<Path, Map<Path, FileTime>> untouched = new HashMap<>();
  private final ThreadPoolExecutor clearing =
      new ThreadPoolExecutor(
          1,
          1,
          IDLE.toMillis(),
          TimeUnit.MILLISECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().daemon().name("job-folders").factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());

  /// Removes the control groups of killed nodes, besides.
  ///
  /// @param parent exists, and is empty
  /// @param scratch where their scripts lie; closed with this
  public JobFolders(Path parent, Scratch scratch) {
    this.parent = parent;
    this.scratch = scratch;
    clearing.allowCoreThreadTimeOut(true);
    clearing.execute(ControlGroup::clearLeft);
  }

  /// A folder that is as good as new.
  private record Spare(Path root, long sinceNanos) {}

  /// An empty folder.
  ///
  /// @param name no other folder has or had
  /// @throws RunnerException if the disk refuses
  public JobFolder create(String name) {
    final Optional<Path> kept = spare();
    final JobFolder folder =
        kept.map(path -> renamed(path, name))
            .orElseGet(() -> JobFolder.create(parent, name, scratch));
    final Map<Path, FileTime> times = kept.isEmpty() ? Map.of() : changes(folder);
    synchronized (this) {
      untouched.put(folder.root(), times);
    }
    return folder;
  }

  /// The one that has been there longest, if it is not so young that what the next job changes of
  /// it could not be told.
  private synchronized Optional<Path> spare() {
    final Spare first = spare.peek();
    if (first == null || System.nanoTime() - first.sinceNanos() < 2 * TICK.toNanos()) {
      return Optional.empty();
    }
    return Optional.of(spare.remove().root());
  }

  private JobFolder renamed(Path kept, String name) {
    try {
      final Path root = Files.move(kept, kept.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
      return JobFolder.withScripts(root, scratch);
    } catch (IOException e) {
      throw new RunnerException("Cannot make a folder for the job below " + parent + ": " + e, e);
    }
  }

  /// When each part was last changed in any way, its attributes included, as far as a change from
  /// now on is sure to give it another time. The root was renamed just now.
  private static Map<Path, FileTime> changes(JobFolder folder) {
    final Map<Path, FileTime> changes = new HashMap<>();
    final Optional<Instant> now = changed(folder.root()).map(FileTime::toInstant);
    if (now.isPresent()) {
      for (final Path part : folder.parts()) {
        changed(part)
            .filter(time -> time.toInstant().isBefore(now.get().minus(TICK)))
            .ifPresent(time -> changes.put(part, time));
      }
    }
    return changes;
  }

  private static Optional<FileTime> changed(Path folder) {
    try {
      return Files.getAttribute(folder, "unix:ctime", LinkOption.NOFOLLOW_LINKS)
              instanceof FileTime time
          ? Optional.of(time)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // the job removed it
    }
  }

  /// Has a folder cleared, soon; nothing may use it any more.
  public void discard(JobFolder folder) {
    if (clearing.isShutdown()) {
      delete(folder);
    } else {
      clearing.execute(() -> clear(folder));
    }
  }

  private void clear(JobFolder folder) {
    final Map<Path, FileTime> times;
    final boolean wanted;
    synchronized (this) {
      times = Optional.ofNullable(untouched.remove(folder.root())).orElse(Map.of());
      wanted = spare.size() < SPARE;
    }
    if (!wanted || clearing.isShutdown()) {
      delete(folder);
      return;
    }
    try {
      renew(folder, times);
      folder.closeScripts();
    } catch (IOException e) {
      LOG.warn("the folder {} of a job cannot be cleared: {}", folder.root(), e.toString());
      delete(folder);
      return;
    }
    synchronized (this) {
      spare.add(new Spare(folder.root(), System.nanoTime()));
    }
  }

  /// Makes what the job may have touched anew.
  private static void renew(JobFolder folder, Map<Path, FileTime> times) throws IOException {
    Files.setPosixFilePermissions(folder.root(), PosixFilePermissions.fromString("rwx------"));
    final Set<Path> parts = new HashSet<>(folder.parts());
    for (final Path there : list(folder.root())) {
      final FileTime before = times.get(there);
      if (before == null || !changed(there).equals(Optional.of(before))) {
        JobFolder.delete(there);
      } else {
        parts.remove(there);
      }
    }
    for (final Path part : parts) {
      folder.make(part);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
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
    clearing.shutdown();
    try {
      if (!clearing.awaitTermination(STOP.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("{} folders of jobs stay until the next start", clearing.shutdownNow().size() + 1);
      }
    } catch (InterruptedException e) {
      clearing.shutdownNow();
      Thread.currentThread().interrupt();
    }
    final List<Spare> left;
    synchronized (this) {
      left = new ArrayList<>(spare);
      spare.clear();
    }
    left.forEach(folder -> delete(new JobFolder(folder.root())));
    scratch.close();
  }
}
