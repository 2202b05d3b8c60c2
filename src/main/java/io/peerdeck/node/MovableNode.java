package io.peerdeck.node;

import io.peerdeck.multiformats.Multiaddr;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node that callers hold. A node that goes into another fleet closes all its rooms and opens
/// them anew; whoever calls meanwhile waits, and subscriptions go on.
final class MovableNode implements InvocationHandler, FleetMove {
  private static final Logger LOG = LoggerFactory.getLogger(MovableNode.class);

  private final NodeConfig config;
  private final NodeTime time;
  private final UnaryOperator<Multiaddr> route;
  private final ReentrantLock moving = new ReentrantLock();
  private final List<Consumer<Set<Change>>> listeners = new CopyOnWriteArrayList<>();

  // Guarded by moving.
  private @Nullable LocalNode current;
  private @Nullable RuntimeException broken;

  private MovableNode(NodeConfig config, NodeTime time, UnaryOperator<Multiaddr> route) {
    this.config = config;
    this.time = time;
    this.route = route;
  }

  static Node open(NodeConfig config, NodeTime time, UnaryOperator<Multiaddr> route) {
    MovableNode held = new MovableNode(config, time, route);
    held.moving.lock();
    try {
      held.enter(config);
    } finally {
      held.moving.unlock();
    }
    return (Node)
        Proxy.newProxyInstance(Node.class.getClassLoader(), new Class<?>[] {Node.class}, held);
  }

  private void enter(NodeConfig with) {
    LocalNode opened = LocalNode.open(with, time, route, this);
    opened.subscribe(this::tell);
    current = opened;
  }

  @Override
  public void to(NextFleet next) {
    moving.lock();
    try {
      LocalNode left = now();
      left.leave(next);
      enter(config.withoutJoin());
    } catch (RuntimeException e) {
      broken = e;
      throw e;
    } finally {
      moving.unlock();
    }
    tell(
        Set.of(
            new Change.Status(),
            new Change.Peers(),
            new Change.Fleet(),
            new Change.Clock(),
            new Change.Blobs(),
            new Change.Events()));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "equals" -> arguments != null && arguments[0] == proxy;
        case "hashCode" -> System.identityHashCode(proxy);
        default -> "Node[" + config.data() + "]";
      };
    }
    if (method.getName().equals("subscribe") && arguments != null) {
      return subscribe(arguments[0]);
    }
    try {
      return method.invoke(now(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }

  @SuppressWarnings("unchecked") // Node#subscribe takes nothing else
  private Node.Subscription subscribe(Object listener) {
    Consumer<Set<Change>> added = (Consumer<Set<Change>>) listener;
    listeners.add(added);
    return () -> listeners.remove(added);
  }

  private void tell(Set<Change> changes) {
    for (Consumer<Set<Change>> listener : listeners) {
      try {
        listener.accept(changes);
      } catch (RuntimeException e) {
        LOG.warn("A listener failed at {}", changes, e);
      }
    }
  }

  LocalNode now() {
    @Nullable RuntimeException failure;
    @Nullable LocalNode node;
    moving.lock(); // waits while the node is on its way
    try {
      failure = broken;
      node = current;
    } finally {
      moving.unlock();
    }
    if (failure != null || node == null) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The node could not open again on its way into another fleet: "
              + (failure == null ? "it was closed" : failure.getMessage())
              + " Start Peerdeck again.");
    }
    return node;
  }
}
