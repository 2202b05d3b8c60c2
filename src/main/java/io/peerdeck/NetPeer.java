package io.peerdeck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Peerdeck's end of [NetBench]: a bare host that does what each line of standard input asks, with
/// the same requests and answers as the js end in `src/test/interop/peer.mjs`.
final class NetPeer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COUNT = "/test/count/1.0.0";
  private static final String PING = "/ipfs/ping/1.0.0";
  private static final int BLOCK = 64 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Host host;

  private NetPeer(Host host) {
    this.host = host;
  }

  public static void main(String[] args) throws Exception {
    HostConfig config =
        HostConfig.of(KeyPair.generate(new SecureRandom()))
            .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
            .withoutIdentify(); // like the js end, which asks where a request needs it
    try (Host host = Host.start(config)) {
      host.handle(new Counting());
      say(Map.of("address", host.addresses().getFirst().toString()));
      NetPeer peer = new NetPeer(host);
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        JsonNode request = JSON.readTree(line);
        // Callers of the network are virtual threads, here as in the node.
        Thread worker = Thread.ofVirtual().start(() -> peer.answer(request));
        worker.join();
      }
    }
  }

  private void answer(JsonNode request) {
    try {
      say(
          switch (request.path("do").asText()) {
            case "stream" -> stream(request);
            case "ping" -> ping(request);
            case "many" -> many(request);
            case "handshakes" -> handshakes(request);
            case "cpu" -> Map.of("seconds", cpuSeconds());
            default -> Map.of("failed", "unknown request " + request);
          });
    } catch (IOException | RuntimeException e) {
      say(Map.of("failed", e.toString()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Map<String, Object> stream(JsonNode request) throws IOException {
    long size = request.get("size").asLong();
    byte[] block = new byte[BLOCK];
    Arrays.fill(block, (byte) 7);
    try (Stream stream = open(request, COUNT)) {
      long start = System.nanoTime();
      for (long at = 0; at < size; at += BLOCK) {
        stream.write(block, 0, BLOCK);
      }
      stream.closeWrite();
      String answer = new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
      return Map.of("answer", answer, "seconds", (System.nanoTime() - start) / 1e9);
    }
  }

  /// Many streams at once, each with a little to send; how long each took from the common start.
  private Map<String, Object> many(JsonNode request) throws InterruptedException {
    int count = request.get("count").asInt();
    byte[] block = new byte[request.get("size").asInt()];
    String expected = Integer.toString(block.length);
    Connection connection = connection(request);
    List<Future<Double>> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        ends.add(
            threads.submit(
                () -> {
                  try (Stream stream = connection.newStream(COUNT, TIMEOUT)) {
                    stream.write(block);
                    stream.closeWrite();
                    byte[] answer = stream.input().readAllBytes();
                    if (!expected.equals(new String(answer, StandardCharsets.US_ASCII))) {
                      throw new IOException("not all bytes arrived");
                    }
                    return (System.nanoTime() - start) / 1e6;
                  }
                }));
      }
    }
    double[] times = new double[count];
    for (int i = 0; i < count; i++) {
      try {
        times[i] = ends.get(i).get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("a stream failed: " + e.getCause(), e);
      }
    }
    Arrays.sort(times);
    return Map.of("median", times[count / 2], "max", times[count - 1]);
  }

  private Map<String, Object> ping(JsonNode request) throws IOException {
    double[] times = new double[request.get("count").asInt()];
    byte[] payload = new byte[32];
    Random random = new Random();
    try (Stream stream = open(request, PING)) {
      for (int i = 0; i < times.length; i++) {
        random.nextBytes(payload);
        long start = System.nanoTime();
        stream.write(payload);
        byte[] back = stream.input().readNBytes(payload.length);
        times[i] = (System.nanoTime() - start) / 1e6;
        if (!Arrays.equals(back, payload)) {
          throw new IOException("other bytes came back");
        }
      }
    }
    Arrays.sort(times);
    return Map.of("p50", times[times.length / 2]);
  }

  private Map<String, Object> handshakes(JsonNode request) {
    Multiaddr to = Multiaddr.parse(request.get("to").asText());
    double seconds = request.get("seconds").asDouble();
    long start = System.nanoTime();
    int count = 0;
    while (System.nanoTime() - start < seconds * 1e9) {
      Connection connection = host.dial(to, TIMEOUT);
      host.identify(connection, TIMEOUT);
      connection.close();
      count++;
    }
    return Map.of("perSecond", count / ((System.nanoTime() - start) / 1e9));
  }

  private Stream open(JsonNode request, String protocol) {
    return connection(request).newStream(protocol, TIMEOUT);
  }

  private Connection connection(JsonNode request) {
    Multiaddr to = Multiaddr.parse(request.get("to").asText());
    return host.connect(to.peerId().orElseThrow(), List.of(to), TIMEOUT);
  }

  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  private static void say(Map<String, Object> answer) {
    try {
      System.out.println(JSON.writeValueAsString(answer));
    } catch (IOException e) {
      throw new IllegalStateException("an answer could not be written", e);
    }
  }

  /// Reads a stream to its end and says how much there was.
  private static final class Counting implements ProtocolBinding {
    @Override
    public List<String> protocols() {
      return List.of(COUNT);
    }

    @Override
    public void handle(Stream stream) throws IOException {
      byte[] block = new byte[BLOCK];
      long count = 0;
      for (int n = stream.read(block, 0, BLOCK); n >= 0; n = stream.read(block, 0, BLOCK)) {
        count += n;
      }
      OutputStream out = stream.output();
      out.write(Long.toString(count).getBytes(StandardCharsets.US_ASCII));
    }
  }
}
