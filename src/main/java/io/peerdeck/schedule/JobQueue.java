package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The tasks this peer could take, most urgent first: by priority (1 first), then in the order of
/// their submissions. A waiting task moves up one priority per ten minutes. Not thread-safe: it
/// belongs to one event loop.
public final class JobQueue {
  /// How long a task waits for one step of priority (DESIGN §3).
  public static final Duration AGEING_STEP = Duration.ofMinutes(10);

  private static final long WALK_MILLIS = 1000;
  private static final long STEP_MILLIS = AGEING_STEP.toMillis();

  private final InstantSource wall;
  private final FibonacciQueue<Key, Item> queue = new FibonacciQueue<>();
  private long nextStep = Long.MAX_VALUE;
  private long lastWalk = Long.MIN_VALUE / 2;

  /// @param wall this machine's clock, for ageing
  public JobQueue(InstantSource wall) {
    this.wall = wall;
  }

  /// A waiting task.
  public record Item(Cid run, TaskKey task) {}

  /// Adds a task; false if it waits already.
  ///
  /// @param priority of its run, 1 to 9
  /// @param lc of the submission
  /// @param sinceMillis when this node first knew of it, Unix ms
  public boolean insert(Item item, int priority, long lc, long sinceMillis) {
    long now = wall.millis();
    Key key = new Key(aged(priority, sinceMillis, now), priority, lc, item, sinceMillis);
    boolean added = queue.insert(key, item);
    if (added) {
      expect(key, now);
    }
    return added;
  }

  /// The most urgent task, which stays.
  public Optional<Item> first() {
    age();
    return queue.findMin();
  }

  /// Takes the most urgent task out.
  public Optional<Item> extractMin() {
    age();
    return queue.extractMin();
  }

  /// Gives a waiting task another priority, up or down; false if it does not wait here.
  public boolean reprioritise(Item item, int priority) {
    return queue
        .keyOf(item)
        .map(
            key -> {
              long now = wall.millis();
              Key moved =
                  new Key(aged(priority, key.since, now), priority, key.lc, item, key.since);
              expect(moved, now);
              return queue.changeKey(item, moved);
            })
        .orElse(false);
  }

  /// Takes a task out; false if it does not wait here.
  public boolean remove(Item item) {
    return queue.remove(item);
  }

  /// How many tasks wait.
  public int size() {
    return queue.size();
  }

  /// Moves up the tasks whose next step has come, each by one decrease-key. Looks at all of them at
  /// most once per second, and only when one may be due.
  private void age() {
    long now = wall.millis();
    if (now < nextStep || now - lastWalk < WALK_MILLIS) {
      return;
    }
    lastWalk = now;
    nextStep = Long.MAX_VALUE;
    for (Item item : queue.items()) {
      Key key = queue.keyOf(item).orElseThrow();
      int aged = aged(key.priority, key.since, now);
      if (aged < key.aged) {
        key = new Key(aged, key.priority, key.lc, item, key.since);
        queue.decreaseKey(item, key);
      }
      expect(key, now);
    }
  }

  private void expect(Key key, long now) {
    if (key.aged > Submission.FIRST_PRIORITY) {
      long steps = Math.max(0, now - key.since) / STEP_MILLIS;
      nextStep = Math.min(nextStep, key.since + (steps + 1) * STEP_MILLIS);
    }
  }

  private static int aged(int priority, long since, long now) {
    long steps = Math.max(0, now - since) / STEP_MILLIS;
    return (int) Math.max(Submission.FIRST_PRIORITY, priority - steps);
  }

  private record Key(int aged, int priority, long lc, Item item, long since)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = Integer.compare(aged, other.aged);
      if (order == 0) {
        order = Long.compare(lc, other.lc);
      }
      if (order == 0) {
        order = item.run.compareTo(other.item.run);
      }
      return order == 0 ? item.task.compareTo(other.item.task) : order;
    }
  }
}
