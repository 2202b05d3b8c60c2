package io.peerdeck.panel.bridge;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One thing a view shows of the node. While attached it is read at once, then again after each
/// change that concerns it; never twice at a time and never before the last reading was shown, so
/// that a storm of changes becomes as many readings as the screen can take. Every [#ask()] has a
/// number; what older ones bring is dropped. Detached it does nothing.
public final class Watch<T> {
  /// Reads a snapshot on a virtual thread.
  @FunctionalInterface
  public interface Reading<T> {
    /// `news` are the changes since the last reading; empty means read everything.
    T read(Node node, Set<Change> news);
  }

  private final NodeBridge bridge;
  private final String what;
  private final Predicate<Change> concerns;
  private final Reading<T> reading;
  private final Consumer<T> show;
  private Set<Change> news = new HashSet<>();
  private long pauseNanos;
  private int remembered;
  private boolean attached;
  private boolean underWay;
  private boolean read;
  private long sequence;
  private long lastRead;

  public Watch(
      NodeBridge bridge,
      String what,
      Predicate<Change> concerns,
      Reading<T> reading,
      Consumer<T> show) {
    this.bridge = bridge;
    this.what = what;
    this.concerns = concerns;
    this.reading = reading;
    this.show = show;
  }

  /// Lets this much time pass between the beginnings of two readings, so that a storm of changes
  /// leaves the machine to those who make them. The first change after a calm is read at once, and
  /// so is the first after a command: who gave it waits to see what came of it.
  public synchronized Watch<T> atMostEvery(Duration pause) {
    pauseNanos = pause.toNanos();
    return this;
  }

  /// Goes on noting what changes while detached, up to this many things, and then reads only that
  /// when attached again: for long lists that stay as they are meanwhile.
  public synchronized Watch<T> remembering(int changes) {
    remembered = changes;
    return this;
  }

  public synchronized void attach() {
    if (attached) {
      return;
    }
    attached = true;
    if (read && remembered > 0) {
      readNews();
    } else {
      ask();
    }
  }

  /// Detaches for good: what it shows is gone.
  public void close() {
    detach();
    bridge.forget(this);
  }

  public synchronized void detach() {
    attached = false;
    sequence++;
    if (underWay || remembered == 0) {
      forget();
    }
    underWay = false;
  }

  /// The next reading is of everything.
  private void forget() {
    read = false;
    news.clear();
  }

  /// Reads everything anew; answers to earlier questions are dropped.
  public synchronized void ask() {
    if (attached) {
      sequence++;
      news.clear();
      read(Set.of());
    }
  }

  public synchronized void hear(Set<Change> changes) {
    if (!attached && !(read && remembered > 0)) {
      return;
    }
    for (Change change : changes) {
      if (concerns.test(change)) {
        news.add(change);
      }
    }
    if (!attached && news.size() > remembered) {
      forget();
    }
    readNews();
  }

  private void readNews() {
    if (attached && !underWay && !news.isEmpty()) {
      Set<Change> batch = news;
      news = new HashSet<>();
      read(batch);
    }
  }

  private void read(Set<Change> batch) {
    underWay = true;
    long number = sequence;
    boolean wanted = batch.isEmpty() || lastRead == 0 || bridge.actedSince(lastRead);
    long pause = wanted ? 0 : Math.max(0, pauseNanos - (System.nanoTime() - lastRead));
    bridge.work(
        () -> {
          try {
            LockSupport.parkNanos(pause);
            T value = reading.read(bridge.node(), batched(number, batch));
            bridge.post(
                new Answer(this, number), () -> shown(number, true, () -> show.accept(value)));
          } catch (RuntimeException | Error e) {
            String message = bridge.unread(e);
            bridge.post(
                new Answer(this, number),
                () -> shown(number, false, () -> bridge.notices().problem(what, message)));
          }
        });
  }

  /// An answer waits under a name of its own: a late one to an earlier question must not take the
  /// place of the one that is wanted.
  private record Answer(Watch<?> watch, long number) {}

  /// The batch with all that came during the pause.
  private synchronized Set<Change> batched(long number, Set<Change> batch) {
    lastRead = System.nanoTime();
    if (number != sequence || batch.isEmpty()) {
      return batch;
    }
    news.addAll(batch);
    Set<Change> all = news;
    news = new HashSet<>();
    return all;
  }

  private void shown(long number, boolean answered, Runnable showing) {
    synchronized (this) {
      if (number != sequence || !attached) {
        return;
      }
    }
    try {
      showing.run();
    } finally {
      synchronized (this) {
        if (number == sequence) {
          underWay = false;
          read = answered;
          readNews();
        }
      }
    }
  }
}
