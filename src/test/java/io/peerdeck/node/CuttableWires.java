package io.peerdeck.node;

import io.peerdeck.multiformats.Multiaddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// One TCP relay for every direction between two nodes, so that a test can cut a fleet into halves:
/// then the sockets between them are closed, and new ones are closed as soon as they open.
final class CuttableWires implements AutoCloseable {
  private final Map<Direction, Relay> relays = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> nodeOfPort = new ConcurrentHashMap<>();
  private volatile Set<Integer> oneHalf = Set.of();
  private volatile Set<Integer> pair = Set.of();

  private record Direction(int from, int toPort) {}

  /// The route of a node: every address is reached through a relay.
  UnaryOperator<Multiaddr> from(int node) {
    return address -> {
      int port = address.tcpPort().orElseThrow();
      Relay relay =
          relays.computeIfAbsent(
              new Direction(node, port), direction -> new Relay(direction).started());
      Multiaddr relayed = Multiaddr.tcp("127.0.0.1", relay.port());
      return address.peerId().map(relayed::withPeer).orElse(relayed);
    };
  }

  /// Tells whose port that is.
  void belongs(Multiaddr address, int node) {
    nodeOfPort.put(address.tcpPort().orElseThrow(), node);
  }

  /// Cuts these nodes off from all others.
  void cut(Set<Integer> half) {
    oneHalf = Set.copyOf(half);
    relays.values().forEach(Relay::closeSevered);
  }

  /// Cuts the path between two nodes; all others reach both.
  void cutBetween(int one, int other) {
    pair = Set.of(one, other);
    relays.values().forEach(Relay::closeSevered);
  }

  void heal() {
    oneHalf = Set.of();
    pair = Set.of();
  }

  private boolean severed(Direction direction) {
    Integer to = nodeOfPort.get(direction.toPort());
    if (to != null && pair.contains(direction.from()) && pair.contains(to)) {
      return true;
    }
    return oneHalf.contains(direction.from()) != (to != null && oneHalf.contains(to));
  }

  @Override
  public void close() {
    relays.values().forEach(Relay::close);
  }

  private final class Relay {
    private final Direction direction;
    private final ServerSocket server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    Relay(Direction direction) {
      this.direction = direction;
      try {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Relay started() {
      Thread.ofVirtual().start(this::accept);
      return this;
    }

    int port() {
      return server.getLocalPort();
    }

    void closeSevered() {
      if (severed(direction)) {
        sockets.forEach(Relay::hangUp);
      }
    }

    void close() {
      try (server) {
        sockets.forEach(Relay::hangUp);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void hangUp(Socket socket) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void accept() {
      while (!server.isClosed()) {
        try {
          Socket in = server.accept();
          sockets.add(in);
          Thread.ofVirtual().start(() -> connect(in));
        } catch (IOException closed) {
          return; // by the test
        }
      }
    }

    private void connect(Socket in) {
      try (in;
          Socket out = new Socket(InetAddress.getLoopbackAddress(), direction.toPort())) {
        sockets.add(out);
        if (!severed(direction)) {
          Thread back = Thread.ofVirtual().start(() -> pass(out, in));
          pass(in, out);
          back.join();
        }
        sockets.remove(out);
      } catch (IOException nobody) {
        // The target is gone: the dialer is hung up on, which is all it can be told.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        sockets.remove(in);
      }
    }

    private void pass(Socket from, Socket to) {
      try (from;
          to) {
        from.getInputStream().transferTo(to.getOutputStream());
      } catch (IOException hungUp) {
        // Either side ended, or the wire was cut; closing both tells the other.
      }
    }
  }
}
