package io.peerdeck.api;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.TaskRef;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads one log once for all that follow it. Keeps the last stretches ready to be sent; who is
/// further back reads the log by itself until it has come here. The more follow, the longer the
/// stretches, so that each costs fewer writes.
final class LogFeed {
  private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);
  private static final int FRAMES = 64;
  private static final int MAX_BYTES = 256 << 10;
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration NOTHING_YET = Duration.ofMillis(250);
  private static final long LEAST_PAUSE_MILLIS = 40;
  private static final long MOST_PAUSE_MILLIS = 250;

  private final Node node;
  private final String run;
  private final TaskRef task;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();
  private final Deque<Step.Stretch> stretches = new ArrayDeque<>();
  private int attempt;
  private long tail;
  private boolean ended;
  private Optional<String> failure = Optional.empty();
  private int followers;
  private Optional<Thread> reader = Optional.empty();

  LogFeed(Node node, String run, TaskRef task) {
    this.node = node;
    this.run = run;
    this.task = task;
  }

  /// What a follower does next.
  sealed interface Step {
    /// Sends this.
    record Stretch(int attempt, long start, long next, byte[] frame) implements Step {}

    /// Reads the log by itself, at most so many bytes.
    record Behind(int bytes) implements Step {}

    /// Begins anew: the task is tried again.
    record Again(int attempt) implements Step {}

    /// Tells that it waits.
    record Nothing() implements Step {}

    /// Stops: there is no more.
    record End() implements Step {}

    /// Stops: the log cannot be read.
    record Failure(String reason) implements Step {}
  }

  /// What goes over the wire for a stretch of the log.
  static byte[] frame(LogChunk chunk) {
    return EventWriter.frame(chunk.attempt() + "." + chunk.next(), "lines", Json.write(chunk));
  }

  /// Counts a follower that begins here; the first starts the reading at its place.
  void join(int firstAttempt, long place) {
    lock.lock();
    try {
      followers++;
      if (reader.isEmpty()) {
        attempt = firstAttempt;
        tail = place;
        reader = Optional.of(Thread.ofVirtual().name("log-feed").start(this::read));
      }
    } finally {
      lock.unlock();
    }
  }

  /// @return whether nobody is left
  boolean leave() {
    lock.lock();
    try {
      followers--;
      if (followers == 0) {
        reader.ifPresent(Thread::interrupt);
      }
      return followers == 0;
    } finally {
      lock.unlock();
    }
  }

  /// What comes after a follower's place; waits for it.
  Step after(int followed, long place, Duration wait) throws InterruptedException {
    long nanos = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (followed == attempt && place >= tail && !ended && failure.isEmpty() && nanos > 0) {
        nanos = moved.awaitNanos(nanos);
      }
      if (followed != attempt) {
        return new Step.Again(attempt);
      }
      if (place < tail) {
        return stretches.stream()
            .filter(stretch -> stretch.start() == place)
            .map(Step.class::cast)
            .findFirst()
            .orElseGet(() -> new Step.Behind((int) Math.min(MAX_BYTES, tail - place)));
      }
      if (failure.isPresent()) {
        return new Step.Failure(failure.get());
      }
      return ended ? new Step.End() : new Step.Nothing();
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        LogChunk chunk = node.log(run, task, tail(), MAX_BYTES, WAIT);
        if (!take(chunk)) {
          return;
        }
        Thread.sleep(chunk.lines().isEmpty() ? NOTHING_YET.toMillis() : pause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody is left
    } catch (NodeException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("the log of {} of {} could not be followed", task, run, e);
      fail("The node failed at this: " + e); // or those who follow would wait for good
    }
  }

  private long tail() {
    lock.lock();
    try {
      return tail;
    } finally {
      lock.unlock();
    }
  }

  private long pause() {
    lock.lock();
    try {
      return Math.clamp(followers / 2L, LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS);
    } finally {
      lock.unlock();
    }
  }

  /// @return whether more may come
  private boolean take(LogChunk chunk) {
    lock.lock();
    try {
      if (chunk.attempt() != attempt) {
        attempt = chunk.attempt();
        tail = 0;
        stretches.clear();
        moved.signalAll();
        return true;
      }
      if (!chunk.lines().isEmpty()) {
        stretches.addLast(new Step.Stretch(attempt, tail, chunk.next(), frame(chunk)));
        if (stretches.size() > FRAMES) {
          stretches.removeFirst();
        }
      }
      tail = chunk.next();
      ended = chunk.end();
      moved.signalAll();
      return !ended;
    } finally {
      lock.unlock();
    }
  }

  private void fail(String reason) {
    lock.lock();
    try {
      failure = Optional.of(reason);
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
