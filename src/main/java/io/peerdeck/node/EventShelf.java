package io.peerdeck.node;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last thousand things this node saw. In memory alone: what must not be forgotten is in the
/// clock.
final class EventShelf {
  static final int KEPT = 1000;

  /// How much an event matters.
  enum Severity {
    INFO("info"),
    WARNING("warning"),
    PROBLEM("problem");

    private final String text;

    Severity(String text) {
      this.text = text;
    }
  }

  private final InstantSource wall;
  private final Runnable changed;
  private final Deque<EventView> events = new ArrayDeque<>();
  private long number;

  /// @param changed called after each event
  EventShelf(InstantSource wall, Runnable changed) {
    this.wall = wall;
    this.changed = changed;
  }

  void add(Severity severity, String sentence, String subjectKind, String subject) {
    synchronized (this) {
      events.addFirst(
          new EventView(++number, wall.instant(), severity.text, sentence, subjectKind, subject));
      if (events.size() > KEPT) {
        events.removeLast();
      }
    }
    changed.run();
  }

  /// Newest first.
  synchronized List<EventView> newest(int limit) {
    return events.stream().limit(Math.clamp(limit, 0, KEPT)).toList();
  }
}
