package io.peerdeck.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/// A process that passes TCP bytes on, later than they came, or not at all. It is told what to do
/// by lines of standard input and answers each with one line:
///
/// - `route PORT`: listens for what is meant for that port of this machine; answers with its own
/// - `delay MILLIS`: every byte arrives that much later, in both directions
/// - `stall PORT…`: connections to these stay open and nothing arrives, new ones included
/// - `cut PORT…`: connections to these are closed, and new ones as soon as they open
/// - `reset PORT…`: open connections to these end with a TCP reset; new ones are as usual
/// - `heal`: nothing is stalled or cut any more
///
/// It ends with its standard input.
final class Relay {
  private static final int CHUNK = 16 * 1024;
  private static final int IN_FLIGHT = 256;

  private final Map<Integer, Integer> routes = new ConcurrentHashMap<>();
  private final Map<Socket, Integer> open = new ConcurrentHashMap<>();
  private final Object change = new Object();
  private volatile long delayNanos;
  private volatile Set<Integer> stalled = Set.of();
  private volatile Set<Integer> severed = Set.of();

  private record Chunk(byte[] bytes, long due) {
    static final Chunk END = new Chunk(new byte[0], 0);
  }

  private Relay() {}

  public static void main(String... none) throws IOException {
    Relay relay = new Relay();
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(relay.told(line.split(" ")));
    }
    System.exit(0);
  }

  private String told(String... words) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Arrays.stream(words).skip(1).map(Integer::parseInt).forEach(numbers::add);
    Set<Integer> ports = numbers.stream().collect(Collectors.toUnmodifiableSet());
    switch (words[0]) {
      case "route" -> {
        int port = numbers.getFirst();
        Integer known = routes.get(port);
        int own = known == null ? listen(port) : known;
        routes.put(port, own);
        return Integer.toString(own);
      }
      case "delay" -> delayNanos = TimeUnit.MILLISECONDS.toNanos(numbers.getFirst());
      case "stall" -> stalled = ports;
      case "cut" -> {
        severed = ports;
        end(ports::contains, false);
      }
      case "reset" -> end(ports::contains, true);
      case "heal" -> {
        stalled = Set.of();
        severed = Set.of();
        synchronized (change) {
          change.notifyAll();
        }
      }
      default -> {
        return "unknown: " + words[0];
      }
    }
    return "ok";
  }

  private int listen(int target) throws IOException {
    ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(() -> accept(server, target));
    return server.getLocalPort();
  }

  private void accept(ServerSocket server, int target) {
    while (true) {
      try {
        Socket in = server.accept();
        Thread.ofVirtual().start(() -> connect(in, target));
      } catch (IOException e) {
        throw new IllegalStateException("the relay's own socket failed", e);
      }
    }
  }

  private void connect(Socket in, int target) {
    open.put(in, target);
    try (in) {
      if (severed.contains(target)) {
        return;
      }
      try (Socket out = new Socket(InetAddress.getLoopbackAddress(), target)) {
        open.put(out, target);
        in.setTcpNoDelay(true);
        out.setTcpNoDelay(true);
        Thread back = Thread.ofVirtual().start(() -> pass(out, in, target));
        pass(in, out, target);
        back.join();
        open.remove(out);
      }
    } catch (IOException nobody) {
      // The target is gone: the dialer is hung up on, which is all it can be told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(in);
    }
  }

  /// Reads as bytes come and writes each when it is due, so that a delay does not make the wire
  /// narrow.
  private void pass(Socket from, Socket to, int target) {
    BlockingQueue<Chunk> onTheWay = new ArrayBlockingQueue<>(IN_FLIGHT);
    Thread writer = Thread.ofVirtual().start(() -> write(onTheWay, from, to, target));
    try {
      byte[] buffer = new byte[CHUNK];
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        onTheWay.put(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime() + delayNanos));
      }
    } catch (IOException hungUp) {
      // The writer tells the other side.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      onTheWay.put(Chunk.END);
      writer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(BlockingQueue<Chunk> onTheWay, Socket from, Socket to, int target) {
    try (from;
        to) {
      for (Chunk chunk = onTheWay.take(); chunk != Chunk.END; chunk = onTheWay.take()) {
        TimeUnit.NANOSECONDS.sleep(chunk.due() - System.nanoTime());
        synchronized (change) {
          while (stalled.contains(target) && !to.isClosed()) {
            change.wait(100);
          }
        }
        to.getOutputStream().write(chunk.bytes());
      }
    } catch (IOException hungUp) {
      onTheWay.clear();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(IntPredicate targets, boolean abruptly) {
    open.forEach(
        (socket, target) -> {
          if (targets.test(target)) {
            try {
              if (abruptly) {
                socket.setSoLinger(true, 0);
              }
              socket.close();
            } catch (IOException gone) {
              // It ended by itself.
            }
          }
        });
  }
}
