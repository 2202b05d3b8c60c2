package io.peerdeck;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.StormFigures.Storm;
import io.peerdeck.schedule.RunStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A node whose runs change their states much faster than any fleet could make them: everything but
/// the states is another node's.
final class StormyNode {
  private static final RunStatus[] STATES = RunStatus.values();

  /// Changes of runs that are on the screen, one in so many.
  private static final int SEEN = 10;

  private static final int NEWEST = 40;

  private final Node rest;
  private final List<RunSummary> runs;
  private final Map<String, Integer> places = new HashMap<>();
  private final AtomicIntegerArray states;
  private final List<Consumer<Set<Change>>> listeners = new CopyOnWriteArrayList<>();

  StormyNode(Node rest) {
    this.rest = rest;
    this.runs = rest.runs(RunQuery.all(RunQuery.MAX_LIMIT)).runs();
    this.states = new AtomicIntegerArray(runs.size());
    for (int i = 0; i < runs.size(); i++) {
      places.put(runs.get(i).id(), i);
      states.set(i, runs.get(i).status().ordinal());
    }
  }

  /// The node as a panel sees it.
  Node node() {
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
                throw e.getCause();
              }
            });
  }

  @SuppressWarnings("unchecked")
  private Node.Subscription subscribe(Object listener) {
    listeners.add((Consumer<Set<Change>>) listener);
    return () -> listeners.remove(listener);
  }

  private RunPage page(RunQuery query) {
    int from = Math.min(runs.size(), query.offset());
    int to = Math.min(runs.size(), from + query.limit());
    List<RunSummary> page = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      page.add(now(i));
    }
    return new RunPage(page, runs.size());
  }

  private List<RunSummary> some(Set<?> ids) {
    List<RunSummary> some = new ArrayList<>(ids.size());
    for (Object id : ids) {
      Integer place = places.get(id);
      if (place != null) {
        some.add(now(place));
      }
    }
    return some;
  }

  private RunSummary now(int place) {
    RunSummary run = runs.get(place);
    RunStatus status = STATES[states.get(place)];
    return status == run.status()
        ? run
        : new RunSummary(
            run.id(),
            run.name(),
            run.file(),
            run.tags(),
            status,
            run.held(),
            run.priority(),
            run.submitter(),
            run.submittedAt(),
            run.finishedAt(),
            run.tasks(),
            run.tasksDone(),
            run.tasksFailed(),
            run.peers(),
            run.position(),
            status == RunStatus.PENDING ? "build waits for a free slot." : "");
  }

  /// Changes so many states a second, a tenth of them among the newest runs, until closed.
  Storm storm(int perSecond) {
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
        int place = random.nextInt(told % SEEN == 0 ? Math.min(NEWEST, runs.size()) : runs.size());
        int other = 1 + random.nextInt(STATES.length - 1);
        states.set(place, (states.get(place) + other) % STATES.length);
        news.add(new Change.Run(runs.get(place).id()));
      }
      if (!news.isEmpty()) {
        listeners.forEach(listener -> listener.accept(news));
      }
    }
  }
}
