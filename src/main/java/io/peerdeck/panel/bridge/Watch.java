package io.peerdeck.panel.bridge;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import java.util.HashSet;
import java.util.Set;
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
  private boolean attached;
  private boolean underWay;
  private long sequence;

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

  public synchronized void attach() {
    if (!attached) {
      attached = true;
      ask();
    }
  }

  public synchronized void detach() {
    attached = false;
    underWay = false;
    sequence++;
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
    if (!attached) {
      return;
    }
    for (Change change : changes) {
      if (concerns.test(change)) {
        news.add(change);
      }
    }
    readNews();
  }

  private void readNews() {
    if (!underWay && !news.isEmpty()) {
      Set<Change> batch = news;
      news = new HashSet<>();
      read(batch);
    }
  }

  private void read(Set<Change> batch) {
    underWay = true;
    long number = sequence;
    bridge.work(
        () -> {
          try {
            T value = reading.read(bridge.node(), batch);
            bridge.post(this, () -> shown(number, () -> show.accept(value)));
          } catch (RuntimeException e) {
            String message = bridge.message(e);
            bridge.post(this, () -> shown(number, () -> bridge.notices().problem(what, message)));
          }
        });
  }

  private void shown(long number, Runnable showing) {
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
          readNews();
        }
      }
    }
  }
}
