package io.peerdeck.panel;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.schedule.RunStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// A node with very many runs that keeps only their states, as a real one keeps them on disk: what
/// is read of it is made for the reader. Everything else a [ScriptedNode] answers.
final class CrowdedNode {
  private static final RunStatus[] STATES = RunStatus.values();
  private final AtomicIntegerArray states;
  private final List<Consumer<Set<Change>>> listeners = new CopyOnWriteArrayList<>();
  private final List<PeerRef> peers = List.of(Script.ref(0), Script.ref(1), Script.ref(2));
  private final ScriptedNode rest = new ScriptedNode();
  final AtomicLong changes = new AtomicLong();

  CrowdedNode(int runs) {
    states = new AtomicIntegerArray(runs);
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < runs; i++) {
      states.set(i, random.nextInt(STATES.length));
    }
  }

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
    int from = Math.min(states.length(), query.offset());
    int to = Math.min(states.length(), from + query.limit());
    return new RunPage(
        java.util.stream.IntStream.range(from, to)
            .mapToObj(i -> run(states.length() - 1 - i))
            .toList(),
        states.length());
  }

  private List<RunSummary> some(Set<?> ids) {
    return ids.stream().map(id -> run((int) Script.placeOf((String) id))).toList();
  }

  RunSummary run(int n) {
    RunStatus status = STATES[states.get(n)];
    Instant at = Script.NOW.minusSeconds(states.length() - n);
    return new RunSummary(
        Script.cid(n),
        "run-" + n,
        "nightly-data.yml",
        List.of("p2p-workflow"),
        status,
        false,
        1 + n % 9,
        peers.get(n % 3),
        at,
        status.finished() ? Optional.of(at.plusSeconds(131)) : Optional.empty(),
        7,
        status.finished() ? 7 : 2,
        status == RunStatus.FAILED ? 1 : 0,
        peers,
        Optional.empty(),
        status == RunStatus.PENDING ? "build waits for a free slot on nuc-1." : "");
  }

  /// Changes so many states a second, a tenth of them among the newest runs, which are on the
  /// screen, until closed.
  StormFigures.Storm storm(int perSecond) {
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
        int newest = states.length() - 1 - random.nextInt(40);
        int n = told % 10 == 0 ? newest : random.nextInt(states.length());
        states.set(n, random.nextInt(STATES.length));
        news.add(new Change.Run(Script.cid(n)));
      }
      changes.set(told);
      if (!news.isEmpty()) {
        listeners.forEach(listener -> listener.accept(news));
      }
    }
  }
}
