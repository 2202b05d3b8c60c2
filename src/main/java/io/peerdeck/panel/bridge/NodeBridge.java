package io.peerdeck.panel.bridge;

import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/// The only way between the node and the FX thread. Reads and commands run on virtual threads;
/// what they bring is coalesced by key and shown in pulses, about [#BUDGET_NANOS] of each. Without
/// news no pulse is asked for, so that a quiet panel costs nothing. The node may still be opening:
/// what is asked of it waits.
public final class NodeBridge implements AutoCloseable {
  /// A quarter of a 16 ms frame: enough to show hundreds of changes, too little to be felt.
  static final long BUDGET_NANOS = 4_000_000;

  /// Frames without anything going on after which a window has come to rest.
  private static final int QUIET = 3;

  private final CompletableFuture<Node> node;
  private final Notices notices;
  private final Texts texts = Texts.of("common");
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Watch<?>> watches = new CopyOnWriteArrayList<>();
  private final Map<Object, Runnable> waiting = new LinkedHashMap<>();
  private final Pause pause = new Pause();
  private final AtomicInteger busy = new AtomicInteger();
  private final AnimationTimer drain;
  private Optional<Node.Subscription> subscription = Optional.empty();
  private boolean draining;
  private volatile boolean closed;
  private volatile long acted = System.nanoTime();

  /// To be called on the FX thread.
  public NodeBridge(Node node, Notices notices) {
    this(CompletableFuture.completedFuture(node), notices);
  }

  /// The same for a node that is still opening.
  public NodeBridge(CompletableFuture<Node> opening, Notices notices) {
    this.notices = notices;
    this.drain =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            drainWithin(BUDGET_NANOS);
          }
        };
    // Whoever waits for the node waits for this too, so that no change falls between a reading and
    // the subscription.
    this.node = opening.thenApply(this::subscribed);
  }

  private Node subscribed(Node opened) {
    synchronized (waiting) {
      if (!closed) {
        subscription = Optional.of(opened.subscribe(this::hear));
      }
    }
    return opened;
  }

  /// Reads again whenever something that concerns it changed, while attached.
  public <T> Watch<T> watch(
      String what, Predicate<Change> concerns, Watch.Reading<T> reading, Consumer<T> show) {
    Watch<T> watch = new Watch<>(this, what, concerns, reading, show);
    watches.add(watch);
    return watch;
  }

  /// The watch is never attached again.
  void forget(Watch<?> watch) {
    watches.remove(watch);
  }

  /// Carries out a command; `done` runs on the FX thread, a failure becomes a notice titled
  /// `what`.
  public <T> void act(String what, Function<Node, T> command, Consumer<T> done) {
    act(what, command, done, e -> notices.problem(what, message(e)));
  }

  public <T> void act(
      String what, Function<Node, T> command, Consumer<T> done, Consumer<RuntimeException> failed) {
    work(
        () -> {
          Object key = new Object();
          try {
            T result = carriedOut(command);
            post(key, () -> done.accept(result));
          } catch (RuntimeException e) {
            post(key, () -> failed.accept(e));
          } catch (Error e) {
            BridgeException told = new BridgeException(e);
            post(key, () -> failed.accept(told));
          }
        });
  }

  private <T> T carriedOut(Function<Node, T> command) {
    acted = System.nanoTime();
    try {
      return command.apply(node());
    } finally {
      acted = System.nanoTime();
    }
  }

  /// Whether a command began or ended since then, by the system's nanosecond clock.
  boolean actedSince(long nanos) {
    return acted - nanos > 0;
  }

  /// Runs on a virtual thread; nothing after [#close()]. What the task does not tell itself, such
  /// as that memory ran out, is told for it.
  public void work(Runnable task) {
    if (closed) {
      return;
    }
    busy.incrementAndGet();
    workers.execute(
        () -> {
          try {
            task.run();
          } catch (RuntimeException | Error e) {
            String why = message(e);
            post(new Object(), () -> notices.problem(texts.get("failure.work"), why));
          } finally {
            busy.decrementAndGet();
          }
        });
  }

  /// Shows something in one of the next pulses. A later post with the same key takes the place of
  /// one not shown yet.
  public void post(Object key, Runnable shown) {
    synchronized (waiting) {
      if (closed) {
        return;
      }
      waiting.put(key, shown);
      if (draining) {
        return;
      }
      draining = true;
    }
    Platform.runLater(drain::start);
  }

  /// The node; waits for it while it opens, so not for the FX thread.
  public Node node() {
    return node.join();
  }

  public Notices notices() {
    return notices;
  }

  /// Whether nothing is being read, commanded or waiting to be shown.
  public boolean idle() {
    synchronized (waiting) {
      return waiting.isEmpty() && busy.get() == 0;
    }
  }

  /// Waits until [#idle()] holds for some frames on end, at most `deadline`. Returns whether it
  /// does. Not for the FX thread.
  public boolean settle(Duration deadline) {
    long until = System.nanoTime() + deadline.toNanos();
    CompletableFuture<Boolean> settled = new CompletableFuture<>();
    Platform.runLater(
        () ->
            new AnimationTimer() {
              private int quiet;

              @Override
              public void handle(long now) {
                quiet = idle() ? quiet + 1 : 0;
                if (quiet == QUIET || System.nanoTime() > until) {
                  stop();
                  settled.complete(quiet == QUIET);
                }
              }
            }.start());
    return settled
        .completeOnTimeout(false, deadline.plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /// What a failure says to people. The node's own say what to do; what nobody foresaw says where
  /// more is told.
  public String message(Throwable e) {
    if (e instanceof Error error) {
      return BridgeException.words(error);
    }
    String message = e.getMessage();
    if (message == null || message.isBlank()) {
      return texts.get("failure.unnamed", e.getClass().getSimpleName());
    }
    return e instanceof NodeException || e instanceof PeerdeckException
        ? message
        : texts.get("failure.unforeseen", Words.sentence(message));
  }

  /// The same of a reading: what is shown is what was read before.
  String unread(Throwable e) {
    return texts.get("failure.reading", Words.sentence(message(e)));
  }

  /// Whether what the node announces is held back.
  public Pause pause() {
    return pause;
  }

  /// Holds back what the node announces, or lets it all come. On the FX thread.
  public void pause(boolean on) {
    if (on) {
      pause.start();
      return;
    }
    Set<Change> missed = pause.stop();
    if (missed.isEmpty()) {
      watches.forEach(Watch::ask);
    } else {
      watches.forEach(watch -> watch.hear(missed));
    }
  }

  private void hear(Set<Change> changes) {
    if (pause.holds(changes)) {
      post(pause, pause::tell);
      return;
    }
    for (Watch<?> watch : watches) {
      watch.hear(changes);
    }
  }

  private void drainWithin(long nanos) {
    long until = System.nanoTime() + nanos;
    do {
      Runnable next;
      synchronized (waiting) {
        Map.Entry<Object, Runnable> first =
            waiting.isEmpty() ? null : waiting.entrySet().iterator().next();
        if (first == null) {
          draining = false;
          drain.stop();
          return;
        }
        next = first.getValue();
        waiting.remove(first.getKey());
      }
      next.run();
    } while (System.nanoTime() < until);
  }

  /// Stops listening and reading. Commands under way end by themselves.
  @Override
  public void close() {
    synchronized (waiting) {
      closed = true;
      waiting.clear();
      subscription.ifPresent(Node.Subscription::close);
    }
    drain.stop();
    watches.forEach(Watch::detach);
    workers.shutdown();
  }
}
