package io.peerdeck.node;

import io.peerdeck.blob.BlobSweep;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.RunFilter;
import io.peerdeck.schedule.RunRow;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the disk bounded, as the settings say: caches of jobs by age and size, workspaces, logs
/// and artifacts of runs that ended long ago, and the files of actions that were removed. The clock
/// keeps every decision; what is dropped here other peers may still have. On a thread of its own, a
/// few times a day.
final class Pruning implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Pruning.class);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration PAUSE = Duration.ofHours(6);

  /// Content as new as this stays: it may be about to be named by a submission.
  private static final Duration GRACE = Duration.ofHours(1);

  private static final int PAGE = 500;

  private final NodeRooms rooms;
  private final VendoredActions actions;
  private final EventShelf events;
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param events hears of what was dropped
  Pruning(NodeRooms rooms, VendoredActions actions, EventShelf events) {
    this.rooms = rooms;
    this.actions = actions;
    this.events = events;
  }

  /// What was dropped.
  ///
  /// @param bytes freed in the content store
  record Dropped(int caches, int runs, long bytes) {
    String sentence() {
      return "%.1f MiB were freed: %d caches of jobs and what %d old runs had left were dropped, as the settings say."
          .formatted(bytes / (double) (1 << 20), caches, runs);
    }
  }

  Pruning start() {
    Thread.ofVirtual().name("pruning").start(this::run);
    return this;
  }

  private void run() {
    try {
      Duration pause = FIRST;
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        pause = PAUSE;
        try {
          prune();
        } catch (PeerdeckException | NodeException | IOException e) {
          LOG.warn("Old content could not be dropped: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Drops what is too old or too much now.
  Dropped prune() throws IOException {
    JobSettings settings = rooms.settings.jobs();
    Instant now = rooms.time.wall().instant();
    List<JobCache> caches =
        rooms.jobCaches.forget(
            now.minus(Duration.ofDays(settings.cacheDays())), (long) settings.cacheGib() << 30);
    Instant from = pruned();
    Instant until = now.minus(Duration.ofDays(settings.keepDays()));
    BlobSweep sweep = new BlobSweep(rooms.blobs, now.minus(GRACE));
    rooms.jobCaches.kept().forEach(cache -> sweep.keep(cache.root()));
    actions.folders().forEach(sweep::keep);
    long[] oldest = {until.toEpochMilli()};
    each(
        from,
        row -> {
          if (!isOver(row, until)) {
            oldest[0] = Math.min(oldest[0], row.ts());
            rooms.scheduler.state(row.id()).ifPresent(run -> roots(run).forEach(sweep::keep));
          }
        });
    long bytes = 0;
    for (JobCache cache : caches) {
      bytes += sweep.drop(cache.root());
    }
    rooms.jobCaches.dropped();
    for (Cid folder : actions.removed()) {
      bytes += sweep.drop(folder);
    }
    List<Cid> old = new ArrayList<>();
    each(
        from,
        row -> {
          if (isOver(row, until)) {
            old.add(row.id());
          }
        });
    for (Cid run : old) {
      bytes += drop(run, sweep);
    }
    pruned(Instant.ofEpochMilli(oldest[0]));
    Dropped dropped = new Dropped(caches.size(), old.size(), bytes);
    if (dropped.bytes() > 0) {
      events.add(EventShelf.Severity.INFO, dropped.sentence(), "disk", "");
    }
    return dropped;
  }

  private static boolean isOver(RunRow row, Instant until) {
    return row.status().finished()
        && row.finishedAt().orElse(row.ts()) < until.toEpochMilli()
        && row.ts() < until.toEpochMilli();
  }

  private long drop(Cid id, BlobSweep sweep) throws IOException {
    long bytes = 0;
    RunState run = rooms.scheduler.state(id).orElseThrow();
    for (Cid root : roots(run)) {
      bytes += sweep.drop(root);
    }
    for (TaskState task : run.tasks()) {
      for (TaskState.Claim claim : task.claims()) {
        Files.deleteIfExists(rooms.shelf.file(claim.cid()));
      }
    }
    return bytes;
  }

  /// The runs since a time, in pages.
  private void each(Instant from, Consumer<RunRow> seen) {
    int offset = 0;
    List<RunRow> page;
    do {
      page =
          rooms
              .scheduler
              .list(
                  new RunFilter(
                      "",
                      Set.of(),
                      Optional.empty(),
                      Optional.empty(),
                      Optional.of(from),
                      Optional.empty(),
                      PAGE,
                      offset))
              .runs();
      page.forEach(seen);
      offset += page.size();
    } while (page.size() == PAGE);
  }

  /// What a run keeps in the content store.
  private static List<Cid> roots(RunState run) {
    List<Cid> roots = new ArrayList<>(List.of(run.submission().workflow()));
    run.submission().snapshot().ifPresent(roots::add);
    roots.addAll(run.submission().terms().actions().values());
    run.tasks().forEach(task -> task.result().ifPresent(r -> roots.addAll(r.finished().blobs())));
    return roots;
  }

  private Path file() {
    return rooms.folder.root().resolve("pruned");
  }

  /// Runs submitted before this are pruned.
  private Instant pruned() throws IOException {
    try {
      return Files.exists(file()) ? Instant.parse(Files.readString(file()).strip()) : Instant.EPOCH;
    } catch (java.time.format.DateTimeParseException e) {
      return Instant.EPOCH; // looking once more at what is gone costs time only
    }
  }

  private void pruned(Instant before) throws IOException {
    Path temporary = file().resolveSibling("pruned.new");
    Files.writeString(temporary, before + "\n");
    Files.move(
        temporary,
        file(),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
