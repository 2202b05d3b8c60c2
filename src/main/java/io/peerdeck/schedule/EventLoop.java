package io.peerdeck.schedule;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that runs messages and, at least every tick, its turn. Whoever sends faster than it
/// works waits. It is a platform thread: it rests some hundred times a second while jobs run, and
/// to take a virtual one off its carrier and put it back takes longer than many a message.
final class EventLoop {
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
  private static final int INBOX = 1024;

  private final Supplier<Duration> tick;
  private final Runnable turn;
  private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(INBOX);
  private final Queue<Runnable> own = new ArrayDeque<>(); // of the loop's thread alone
  private final AtomicBoolean woken = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean stopped;

  /// @param tick the longest time until the next turn; asked on the loop's thread
  /// @param turn what is done after the messages of each round
  EventLoop(String name, Supplier<Duration> tick, Runnable turn) {
    this.tick = tick;
    this.turn = turn;
    this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Has a message run on the loop, after those sent before. Dropped once the loop has ended.
  void send(Runnable message) {
    if (Thread.currentThread() == thread) {
      own.add(message);
      return;
    }
    try {
      boolean taken = false;
      while (!taken && !stopped) {
        taken = inbox.offer(message, 100, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Has the next turn come at once.
  void wake() {
    if (woken.compareAndSet(false, true) && !inbox.offer(() -> {})) {
      LOG.debug("the loop is busy; its next turn comes anyway");
    }
  }

  private void run() {
    try {
      while (!stopped) {
        Runnable first =
            own.isEmpty() ? inbox.poll(tick.get().toMillis(), TimeUnit.MILLISECONDS) : null;
        woken.set(false);
        if (first != null) {
          guard(first);
        }
        for (int left = INBOX; left > 0 && !inbox.isEmpty(); left--) {
          guard(inbox.remove());
        }
        while (!own.isEmpty()) {
          guard(own.remove());
        }
        guard(turn);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /// A fault in one message must not end the loop: what depends on it is looked at again.
  private void guard(Runnable work) {
    try {
      work.run();
    } catch (Throwable e) {
      if (!stopped) {
        LOG.error("the scheduler could not finish a step and goes on with the next", e);
      }
    }
  }

  /// Ends the loop after the message at work.
  ///
  /// @return whether it ended in time
  boolean stop(Duration within) throws InterruptedException {
    stopped = true;
    wake();
    return thread.getState() == Thread.State.NEW
        || ended.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }
}
