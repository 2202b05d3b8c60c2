package io.peerdeck.node;

import io.peerdeck.multiformats.Multiaddr;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The wires of a fleet: one [Relay] process for each node, through which that node dials all
/// others.
final class RelayedWires implements AutoCloseable {
  private final List<Child> relays = new ArrayList<>();
  private final Map<Integer, Integer> portOfNode = new HashMap<>();

  RelayedWires(int nodes) throws IOException {
    for (int node = 0; node < nodes; node++) {
      relays.add(Child.start());
    }
  }

  /// The route of a node: every address is reached through its relay.
  UnaryOperator<Multiaddr> from(int node) {
    return address -> {
      String own = relays.get(node).ask("route " + address.tcpPort().orElseThrow());
      Multiaddr relayed = Multiaddr.tcp("127.0.0.1", Integer.parseInt(own));
      return address.peerId().map(relayed::withPeer).orElse(relayed);
    };
  }

  /// Tells whose port that is.
  synchronized void belongs(Multiaddr address, int node) {
    portOfNode.put(node, address.tcpPort().orElseThrow());
  }

  /// Every byte of every wire takes that long.
  void delay(int millis) {
    relays.forEach(relay -> relay.ask("delay " + millis));
  }

  /// Nothing passes between these nodes and all others any more; sockets stay open.
  void stall(Set<Integer> half) {
    between(half, "stall");
  }

  /// Connections between these nodes and all others are closed, and new ones too.
  void cut(Set<Integer> half) {
    between(half, "cut");
  }

  /// Connections that these nodes dialled, and those to them, end with a TCP reset.
  void reset(Set<Integer> nodes) {
    between(nodes, "reset");
  }

  void heal() {
    relays.forEach(relay -> relay.ask("heal"));
  }

  private void between(Set<Integer> half, String what) {
    for (int node = 0; node < relays.size(); node++) {
      Set<Integer> others = new HashSet<>();
      for (int other = 0; other < relays.size(); other++) {
        if (half.contains(node) != half.contains(other)) {
          others.add(other);
        }
      }
      relays.get(node).ask(what + ports(others));
    }
  }

  private synchronized String ports(Set<Integer> nodes) {
    return nodes.stream()
        .map(portOfNode::get)
        .map(port -> " " + port)
        .collect(Collectors.joining());
  }

  @Override
  public void close() {
    relays.forEach(Child::close);
  }

  private record Child(Process process, BufferedReader out, BufferedWriter in) {
    static Child start() throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  "-Xmx48m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  Relay.class.getName())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      return new Child(
          process,
          process.inputReader(StandardCharsets.UTF_8),
          process.outputWriter(StandardCharsets.UTF_8));
    }

    synchronized String ask(String line) {
      try {
        in.write(line);
        in.newLine();
        in.flush();
        String answer = out.readLine();
        if (answer == null || answer.startsWith("unknown")) {
          throw new IllegalStateException("the relay answered " + answer + " to " + line);
        }
        return answer;
      } catch (IOException e) {
        throw new UncheckedIOException("the relay is gone", e);
      }
    }

    void close() {
      process.destroyForcibly();
      try {
        process.waitFor(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
