package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Cadence;
import io.peerdeck.fleet.Roster;
import io.peerdeck.fleet.Subscription;
import io.peerdeck.multiformats.Cid;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The loop of a [Scheduler]: follows the clock, has rows written for the lists, and takes this
/// node's part. It acts on what it has folded before the rows go to the disk; what comes meanwhile
/// is written with the next ones, twenty times a second at most unless somebody waits for it. What
/// it has itself written about jobs is in its fold already and is read back as rarely.
final class RunLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunLoop.class);
  private static final Duration TICK = Duration.ofMillis(100);
  // Without a run there is nothing that time alone brings on.
  private static final Duration IDLE_TICK = Duration.ofSeconds(1);
  private static final Duration AGAIN = Duration.ofSeconds(1);
  private static final Duration PACE = Duration.ofMillis(50);
  private static final Duration STOP = Duration.ofSeconds(3);

  private final MerkleClock<Roster> clock;
  private final LiveRuns runs;
  private final OwnWrites ownWrites;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final EventLoop loop;
  private final AutoCloseable clockSubscription;
  private final List<Consumer<Set<Cid>>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile List<Cid> activeClaims = List.of();
  private volatile boolean news = true;
  private volatile boolean ownNews;
  private volatile Optional<String> trouble = Optional.empty();
  // Of the loop's thread alone.
  private @Nullable Coordinator coordinator;
  private boolean idle;
  private boolean writing;
  private long shown;
  private long notBefore;
  private long nextRead;
  private long readAgain;
  private long nextWrite;

  /// @param shown the last row of the clock that lists show
  RunLoop(
      MerkleClock<Roster> clock,
      LiveRuns runs,
      long shown,
      OwnWrites ownWrites,
      InstantSource wall,
      LongSupplier nanos) {
    this.clock = clock;
    this.runs = runs;
    this.shown = shown;
    this.ownWrites = ownWrites;
    this.wall = wall;
    this.nanos = nanos;
    this.notBefore = nanos.getAsLong();
    this.nextRead = pace();
    this.readAgain = nextRead;
    this.nextWrite = nextRead;
    this.loop = new EventLoop("scheduler", this::tick, this::turn);
    this.clockSubscription = clock.subscribe(this::hear);
  }

  private void hear(List<Entry> entries) {
    boolean known = entries.stream().allMatch(this::isWrittenHere);
    if (!known) {
      news = true;
      loop.wake();
    } else if (!ownNews) {
      ownNews = true;
      loop.wake(); // to ask for the time until it is read
    }
  }

  /// Whether the loop itself wrote the entry, and has it in its fold.
  private boolean isWrittenHere(Entry entry) {
    return OwnEntries.KINDS.contains(entry.kind()) && entry.author().equals(clock.self());
  }

  void start() {
    ownWrites.shown(shown);
    ownWrites.onWait(loop::wake);
    loop.start();
  }

  /// Begins to take this node's part. Harmless when repeated.
  void take(Scheduler.Ports ports) {
    loop.send(
        () -> {
          if (coordinator == null) {
            coordinator = new Coordinator(clock, ports, runs, loop::send, wall, nanos);
          }
        });
    loop.wake();
  }

  void lookAtAll() {
    loop.send(() -> runs.all().forEach(run -> run.nextLook = Long.MIN_VALUE));
  }

  List<Cid> activeClaims() {
    return activeClaims;
  }

  Subscription subscribe(Consumer<Set<Cid>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private Duration tick() {
    if (ownNews && !runs.rows().full()) {
      return until(nextRead);
    }
    if (runs.rows().any() && !writing) {
      return until(nextWrite);
    }
    return idle && !writing ? Cadence.rest(wall, IDLE_TICK) : TICK;
  }

  private static Duration until(long nanoTime) {
    return Duration.ofNanos(Math.clamp(nanoTime - pace(), 1_000_000, TICK.toNanos()));
  }

  /// The pace spares this machine, whatever time it is for the fleet.
  private static long pace() {
    return System.nanoTime();
  }

  private void turn() {
    long now = pace();
    boolean due = news || (ownNews && now - nextRead >= 0);
    if (due && !runs.rows().full() && now - readAgain >= 0) {
      nextRead = now + PACE.toNanos();
      follow();
    }
    act();
    writeRows();
  }

  /// One page of new entries. One that cannot be followed, for want of memory say, is tried again.
  private void follow() {
    news = false;
    ownNews = false;
    try {
      if (runs.catchUp()) {
        news = true; // there is another page
        loop.wake();
      }
    } catch (RuntimeException | Error e) {
      news = true;
      readAgain = pace() + AGAIN.toNanos();
      failed("new entries could not be followed and will be tried again", e);
    }
  }

  private void failed(String what, Throwable why) {
    trouble = Optional.of(what + ": " + why);
    LOG.error("the scheduler's {}", what, why);
  }

  /// What keeps the lists of runs behind the clock, in a sentence; empty while nothing does.
  Optional<String> trouble() {
    return trouble;
  }

  private void act() {
    if (coordinator != null) {
      runs.refill();
      boolean none = runs.all().isEmpty(); // nor is there one in the table that waits for room
      coordinator.act();
      idle = none && coordinator.isIdle();
      activeClaims = coordinator.activeClaims();
    }
  }

  private void writeRows() {
    long now = pace();
    boolean due = now - nextWrite >= 0 || ownWrites.isAwaited();
    if (writing || !due || !runs.rows().any() || nanos.getAsLong() - notBefore < 0) {
      return;
    }
    nextWrite = now + PACE.toNanos();
    PendingRows.Rows rows = runs.rows().take();
    writing = true;
    CompletableFuture<Long> durable;
    try {
      durable = runs.rows().write(rows);
    } catch (RuntimeException | Error e) {
      durable = CompletableFuture.failedFuture(e);
    }
    durable.whenComplete((row, failure) -> loop.send(() -> written(rows, failure)));
  }

  private void written(PendingRows.Rows rows, @Nullable Throwable failure) {
    writing = false;
    if (failure != null) {
      runs.rows().notWritten(rows, shown);
      notBefore = nanos.getAsLong() + AGAIN.toNanos();
      nextWrite = pace() + AGAIN.toNanos();
      failed("lists of runs could not be written and will be tried again", failure);
      return;
    }
    trouble = Optional.empty();
    runs.written(rows);
    shown = rows.watermark();
    ownWrites.shown(shown);
    Set<Cid> changed = rows.states().keySet();
    if (!changed.isEmpty()) {
      listeners.forEach(listener -> listener.accept(changed));
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    CompletableFuture<List<CompletableFuture<Entry>>> given = new CompletableFuture<>();
    loop.send(
        () ->
            given.complete(
                coordinator == null ? List.of() : coordinator.stop("its peer was stopped")));
    try {
      List<CompletableFuture<Entry>> entries =
          new ArrayList<>(given.get(STOP.toMillis(), TimeUnit.MILLISECONDS));
      CompletableFuture.allOf(entries.toArray(CompletableFuture[]::new))
          .get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("not all claims could be given up; their leases will lapse", e);
    }
    try {
      clockSubscription.close();
      if (!loop.stop(STOP)) {
        LOG.warn("the scheduler's loop did not end within {} s", STOP.toSeconds());
      }
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.warn("the scheduler did not stop cleanly", e);
    }
  }
}
