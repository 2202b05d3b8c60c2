package io.peerdeck.libp2p;

import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The open connections, and those who want to hear of them.
final class ConnectionTable {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTable.class);

  private static final Comparator<PeerConnection> BY_LOWER_FIRST =
      Comparator.comparing(PeerConnection::dialledByLower).reversed();

  private final Executor executor;
  private final CopyOnWriteArrayList<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<PeerId, List<PeerConnection>> byPeer = new HashMap<>();
  private boolean closed;

  ConnectionTable(Executor executor) {
    this.executor = executor;
  }

  Host.Subscription subscribe(ConnectionListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Puts a connection in.
  ///
  /// @throws Libp2pException if the host is closing
  void add(PeerConnection connection) {
    lock.lock();
    try {
      if (closed) {
        throw new Libp2pException("the host is closing");
      }
      List<PeerConnection> same =
          byPeer.computeIfAbsent(connection.remotePeer(), peer -> new ArrayList<>());
      same.addFirst(connection);
      same.sort(BY_LOWER_FIRST);
    } finally {
      lock.unlock();
    }
    tell(connection, listener -> listener.opened(connection));
  }

  void ended(PeerConnection connection) {
    lock.lock();
    try {
      List<PeerConnection> same = byPeer.get(connection.remotePeer());
      if (same == null || !same.remove(connection)) {
        return;
      }
      if (same.isEmpty()) {
        byPeer.remove(connection.remotePeer());
      }
    } finally {
      lock.unlock();
    }
    tell(connection, listener -> listener.closed(connection));
  }

  void identified(PeerConnection connection) {
    tell(connection, listener -> listener.identified(connection));
  }

  private void tell(PeerConnection connection, Consumer<ConnectionListener> event) {
    if (listeners.isEmpty()) {
      return;
    }
    connection.event(
        executor,
        () -> {
          for (ConnectionListener listener : listeners) {
            try {
              event.accept(listener);
            } catch (RuntimeException e) {
              LOG.warn("a connection listener failed", e);
            }
          }
        });
  }

  List<PeerConnection> all() {
    lock.lock();
    try {
      List<PeerConnection> open = new ArrayList<>(byPeer.size());
      byPeer.values().forEach(same -> addOpen(same, open));
      return open;
    } finally {
      lock.unlock();
    }
  }

  List<PeerConnection> with(PeerId peer) {
    lock.lock();
    try {
      List<PeerConnection> open = new ArrayList<>(1);
      addOpen(byPeer.getOrDefault(peer, List.of()), open);
      return open;
    } finally {
      lock.unlock();
    }
  }

  private static void addOpen(List<PeerConnection> some, List<PeerConnection> open) {
    for (PeerConnection connection : some) {
      if (connection.isOpen()) {
        open.add(connection);
      }
    }
  }

  /// Lets nobody in any more; returns who is in.
  List<PeerConnection> close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    return all();
  }
}
