package io.peerdeck.api;

import io.peerdeck.node.Change;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The last changes of the node, each with a number, ready to be sent; every client reads them at
/// its own pace, and hears when it was too slow. The growth of logs is left out: who wants it
/// follows the log.
final class ChangeRing {
  static final int SIZE = 4096;

  private final String life;
  private final byte[][] frames = new byte[SIZE][];
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long last;

  /// @param life a name of this run of the program, without `-`: its numbers mean nothing in
  ///     another
  ChangeRing(String life) {
    this.life = life;
  }

  /// What changed; read its snapshot again to see how.
  ///
  /// @param kind `run`, `peers`, `fleet`, `clock`, `blobs`, `events` or `status`
  /// @param id of the run
  record Changed(String kind, Optional<String> id) {}

  /// Changes were missed.
  ///
  /// @param reason why, and what to do
  record Missed(String reason) {}

  /// What comes after a place.
  ///
  /// @param missed whether changes in between are no longer there
  /// @param frames none when there are none yet
  /// @param place after them
  record News(boolean missed, byte[] frames, long place) {}

  void add(Set<Change> changes) {
    lock.lock();
    try {
      for (Change change : changes) {
        changed(change).ifPresent(this::add);
      }
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void add(Changed changed) {
    last++;
    frames[(int) (last % SIZE)] = EventWriter.frame(id(last), "change", Json.write(changed));
  }

  private static Optional<Changed> changed(Change change) {
    return switch (change) {
      case Change.Run(String id) -> Optional.of(new Changed("run", Optional.of(id)));
      case Change.Log log -> Optional.empty();
      case Change.Peers peers -> plain("peers");
      case Change.Fleet fleet -> plain("fleet");
      case Change.Clock clock -> plain("clock");
      case Change.Blobs blobs -> plain("blobs");
      case Change.Events events -> plain("events");
      case Change.Status status -> plain("status");
    };
  }

  private static Optional<Changed> plain(String kind) {
    return Optional.of(new Changed(kind, Optional.empty()));
  }

  /// What a client shows to go on after a place.
  String id(long place) {
    return life + "-" + place;
  }

  /// The place of the newest change.
  long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /// The place an id names; empty for one of another life, or that never was.
  Optional<Long> place(String id) {
    int dash = id.lastIndexOf('-');
    if (dash < 0 || !id.substring(0, dash).equals(life)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(id.substring(dash + 1)))
          .filter(place -> place >= 0 && place <= last());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Waits for changes after a place.
  News after(long place, Duration wait) throws InterruptedException {
    long nanos = wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (last == place && nanos > 0) {
        nanos = grown.awaitNanos(nanos);
      }
      long from = Math.max(place, last - SIZE);
      ByteArrayOutputStream news = new ByteArrayOutputStream();
      for (long each = from + 1; each <= last; each++) {
        news.writeBytes(frames[(int) (each % SIZE)]);
      }
      return new News(from > place, news.toByteArray(), last);
    } finally {
      lock.unlock();
    }
  }
}
