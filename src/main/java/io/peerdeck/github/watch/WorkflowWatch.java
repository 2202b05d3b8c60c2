package io.peerdeck.github.watch;

import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.multiformats.PeerdeckException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every minute what waits at GitHub in some repositories, and offers each run to the
/// [Intake] until it has decided. What GitHub no longer names is forgotten.
public final class WorkflowWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkflowWatch.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration CALM = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(5);

  private final QueuedRuns github;
  private final List<RepositoryName> repositories;
  private final Intake intake;
  private final InstantSource wall;
  private final Runnable changed;
  private final Semaphore nudges = new Semaphore(0);
  private final ReentrantLock looking = new ReentrantLock();
  private final Map<RepositoryName, Map<String, Case>> cases = new LinkedHashMap<>(); // by looking
  private volatile Map<RepositoryName, Standing> standings = Map.of();
  private volatile boolean closed;
  private @Nullable Thread thread;

  /// A run that waits at GitHub and what becomes of it here.
  ///
  /// @param at when that was decided
  public record Case(QueuedRun run, Intake.Verdict verdict, Instant at) {}

  /// What is known of a repository.
  ///
  /// @param asked when GitHub last answered; empty before
  /// @param trouble why it did not, the last time; empty if it did
  /// @param cases the runs that wait there
  public record Standing(
      RepositoryName repository, Optional<Instant> asked, String trouble, List<Case> cases) {
    /// Copies the list.
    public Standing {
      cases = List.copyOf(cases);
    }
  }

  /// @param changed hears when [#standings] says something new; must return quickly
  public WorkflowWatch(
      ApiDoor door,
      List<RepositoryName> repositories,
      Intake intake,
      InstantSource wall,
      Runnable changed) {
    this.github = new QueuedRuns(door);
    this.repositories = List.copyOf(repositories);
    this.intake = intake;
    this.wall = wall;
    this.changed = changed;
  }

  /// Begins to look.
  public WorkflowWatch start() {
    thread = Thread.ofVirtual().name("workflow-watch").start(this::run);
    return this;
  }

  /// What is known of each repository, in the order they were named.
  public List<Standing> standings() {
    Map<RepositoryName, Standing> now = standings;
    return repositories.stream()
        .map(one -> now.getOrDefault(one, new Standing(one, Optional.empty(), "", List.of())))
        .toList();
  }

  /// Something changed in the fleet that may settle who has a run.
  public void nudge() {
    nudges.release();
  }

  private void run() {
    try {
      while (!closed) {
        look();
        long until = System.nanoTime() + EVERY.toNanos();
        for (long left = EVERY.toNanos(); left > 0 && !closed; left = until - System.nanoTime()) {
          if (nudges.tryAcquire(left, TimeUnit.NANOSECONDS) && !closed) {
            TimeUnit.NANOSECONDS.sleep(CALM.toNanos());
            nudges.drainPermits();
            settle();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Looks now, and returns when that is done.
  public void look() throws InterruptedException {
    looking.lockInterruptibly();
    try {
      for (RepositoryName repository : repositories) {
        if (!closed) {
          look(repository);
        }
      }
      intake.settle(waiting());
    } catch (PeerdeckException e) {
      LOG.warn("what waits at GitHub could not be settled: {}", e.getMessage());
    } finally {
      looking.unlock();
    }
    changed.run();
  }

  private void settle() throws InterruptedException {
    looking.lockInterruptibly();
    try {
      List<QueuedRun> waiting = waiting();
      if (!waiting.isEmpty()) {
        intake.settle(waiting);
      }
    } catch (PeerdeckException e) {
      LOG.warn("what waits at GitHub could not be settled: {}", e.getMessage());
    } finally {
      looking.unlock();
    }
  }

  private List<QueuedRun> waiting() {
    return cases.values().stream().flatMap(all -> all.values().stream()).map(Case::run).toList();
  }

  private void look(RepositoryName repository) {
    Map<String, Case> before = cases.getOrDefault(repository, Map.of());
    List<QueuedRun> queued;
    try {
      queued = github.of(repository);
    } catch (PeerdeckException e) {
      LOG.info("{} cannot be watched now: {}", repository, e.getMessage());
      Optional<Instant> asked =
          Optional.ofNullable(standings.get(repository)).flatMap(Standing::asked);
      stands(
          new Standing(
              repository, asked, String.valueOf(e.getMessage()), List.copyOf(before.values())));
      return;
    }
    Map<String, Case> now = new LinkedHashMap<>();
    for (QueuedRun run : queued) {
      Case known = before.get(run.tag());
      now.put(
          run.tag(),
          known == null || known.verdict() instanceof Intake.Verdict.Later ? decided(run) : known);
    }
    cases.put(repository, now);
    stands(
        new Standing(repository, Optional.of(wall.instant()), "", new ArrayList<>(now.values())));
  }

  private Case decided(QueuedRun run) {
    Intake.Verdict verdict;
    try {
      verdict = intake.take(run, new Repository(run));
    } catch (PeerdeckException e) {
      verdict = new Intake.Verdict.Later(String.valueOf(e.getMessage()));
    }
    LOG.debug("run {} of {}: {}", run.id(), run.repository(), verdict);
    return new Case(run, verdict, wall.instant());
  }

  private final class Repository implements Intake.Source {
    private final QueuedRun run;

    Repository(QueuedRun run) {
      this.run = run;
    }

    @Override
    public byte[] file() {
      return github.file(run);
    }

    @Override
    public boolean isPublic() {
      return github.isPublic(run.repository());
    }

    @Override
    public Copied copy(Path folder) throws IOException {
      return github.copy(run, folder);
    }
  }

  private void stands(Standing standing) {
    Map<RepositoryName, Standing> all = new LinkedHashMap<>(standings);
    all.put(standing.repository(), standing);
    standings = Map.copyOf(all);
  }

  /// Stops looking, and waits for the look it is in.
  @Override
  public void close() {
    closed = true;
    nudges.release();
    if (thread != null) {
      thread.interrupt();
      try {
        if (!thread.join(END)) {
          LOG.warn("the watch over GitHub's queue did not end within {} s", END.toSeconds());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
