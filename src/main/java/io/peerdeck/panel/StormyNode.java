package io.peerdeck.panel;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.StormFigures.Storm;
import io.peerdeck.schedule.RunStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A node whose runs change their states much faster than any fleet could make them: everything but
/// the runs is another node's. For measurements.
public final class StormyNode {
  private static final RunStatus[] STATES = RunStatus.values();

  /// Changes of runs that are on the screen, one in so many.
  private static final int SEEN = 10;

  private static final int NEWEST = 40;

  private final Node rest;
  private final Runs runs;
  private final AtomicIntegerArray states;
  private final List<Consumer<Set<Change>>> listeners = new CopyOnWriteArrayList<>();

  /// The runs but for their states, by places; the newest has place 0.
  public interface Runs {
    /// How many there are, at all times.
    int count();

    /// The state before the storm.
    RunStatus before(int place);

    /// The run as it is in a state.
    RunSummary in(int place, RunStatus status);

    /// Where the run with this id is; negative if it is none of these.
    int place(String id);
  }

  /// @param rest answers what is asked of anything but runs
  public StormyNode(Node rest, Runs runs) {
    this.rest = rest;
    this.runs = runs;
    this.states = new AtomicIntegerArray(runs.count());
    for (int place = 0; place < runs.count(); place++) {
      states.set(place, runs.before(place).ordinal());
    }
  }

  /// The node as a panel sees it.
  public Node node() {
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, values) -> {
              if (method.getName().equals("subscribe")) {
                return subscribe(values[0]);
              }
              if (method.getName().equals("runs")) {
                return values[0] instanceof RunQuery query ? page(query) : some((Set<?>) values[0]);
              }
              try {
                return method.invoke(rest, values);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  @SuppressWarnings("unchecked")
  private Node.Subscription subscribe(Object listener) {
    listeners.add((Consumer<Set<Change>>) listener);
    return () -> listeners.remove(listener);
  }

  private RunPage page(RunQuery query) {
    int from = Math.min(runs.count(), query.offset());
    int to = Math.min(runs.count(), from + query.limit());
    return new RunPage(IntStream.range(from, to).mapToObj(this::run).toList(), runs.count());
  }

  private List<RunSummary> some(Set<?> ids) {
    return ids.stream()
        .mapToInt(id -> runs.place((String) id))
        .filter(place -> place >= 0)
        .mapToObj(this::run)
        .toList();
  }

  /// The run at a place as it is now.
  public RunSummary run(int place) {
    return runs.in(place, STATES[states.get(place)]);
  }

  /// Changes so many states a second, a tenth of them among the newest runs, which are on the
  /// screen, until closed.
  public Storm storm(int perSecond) {
    Thread thread = Thread.ofPlatform().daemon().name("storm").start(() -> blow(perSecond));
    return () -> {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private void blow(int perSecond) {
    SplittableRandom random = new SplittableRandom(11);
    long begun = System.nanoTime();
    long told = 0;
    while (!Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(4_000_000);
      long due = (System.nanoTime() - begun) * perSecond / 1_000_000_000L;
      Set<Change> news = new HashSet<>();
      for (; told < due; told++) {
        int among = told % SEEN == 0 ? Math.min(NEWEST, runs.count()) : runs.count();
        int place = random.nextInt(among);
        int other = 1 + random.nextInt(STATES.length - 1);
        int next = (states.get(place) + other) % STATES.length;
        states.set(place, next);
        news.add(new Change.Run(runs.in(place, STATES[next]).id()));
      }
      if (!news.isEmpty()) {
        listeners.forEach(listener -> listener.accept(news));
      }
    }
  }
}
