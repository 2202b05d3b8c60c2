package io.peerdeck;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Figure.Anchor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Measures the wire between two processes over loopback, and js-libp2p doing the same in the same
/// run, turn by turn, so that a busy machine slows both alike.
public final class NetBench {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long SIZE = 256L << 20;
  // The compilers work on while the first GB flows, and their seconds are none of the wire's.
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 3;
  private static final int PINGS = 2000;
  private static final double HANDSHAKE_SECONDS = 2;
  // The compilers of both sides are done with a handshake after some thousand of them; on a busy
  // machine that takes too long.
  private static final int HANDSHAKE_WARM_UP = 3000;
  private static final Duration HANDSHAKE_PATIENCE = Duration.ofSeconds(40);
  private static final int MANY = 1000;

  // A peer may open 2,000 streams a second (Limits.standard).
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

  private static final int MANY_SIZE = 32 << 10;

  private NetBench() {}

  /// Runs all figures of the network; some two minutes with the js ends, less without.
  ///
  /// @param interop the folder with the js ends, where `npm ci` was run; without it the figures
  ///     have no anchors and no ratio
  /// @return `net.stream` (MB/s), `net.stream.cpu` (CPU seconds per GB and side),
  ///     `net.stream.ratioToJs`, `net.handshakes` (per second), `net.ping.p50` (ms),
  ///     `net.streams.fairness` (the slowest of 1,000 streams at once on one connection against the
  ///     middle one) and `net.stream.cpu.jdk` (as `net.stream.cpu`, with the JDK's cipher)
  public static List<Figure> run(Optional<Path> interop) {
    try (Pair ours = Pair.of(() -> startOurs());
        Pair js =
            interop.isEmpty()
                ? Pair.NONE
                : Pair.of(() -> NetEnd.startJs(interop.get(), PATIENCE))) {
      Measured us = new Measured();
      Measured them = new Measured();
      List<Pair> pairs = interop.isEmpty() ? List.of(ours) : List.of(ours, js);
      for (Pair pair : pairs) {
        pair.warmUp();
        pair.ping(PINGS);
        pair.warmUpHandshakes();
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Pair pair : pairs) {
          (pairs.indexOf(pair) == 0 ? us : them).round(pair, round);
        }
      }
      for (int round = 0; round <= ROUNDS; round++) { // the first to warm up
        LockSupport.parkNanos(BETWEEN_ROUNDS.toNanos());
        us.fairness[Math.max(0, round - 1)] = ours.fairness(MANY, MANY_SIZE);
      }
      List<Figure> figures = figures(us, interop.isEmpty() ? null : them);
      figures.add(
          new Figure("net.streams.fairness", Measured.median(us.fairness), "max/median", 3, null));
      figures.add(new Figure("net.stream.cpu.jdk", cpuWithJdkCipher(), "s/GB", 3, null));
      return figures;
    }
  }

  /// CPU seconds per GB and side where libcrypto cannot be had.
  private static double cpuWithJdkCipher() {
    try (Pair plain = Pair.of(() -> startOurs("-Dpeerdeck.libcrypto=off"))) {
      plain.warmUp();
      double[] rounds = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        double before = plain.cpu();
        plain.stream(SIZE);
        rounds[round] = (plain.cpu() - before) / 2 / (SIZE / 1e9);
      }
      return Measured.median(rounds);
    }
  }

  private static List<Figure> figures(Measured us, @Nullable Measured them) {
    List<Figure> figures = new ArrayList<>();
    double stream = Measured.median(us.stream);
    double handshakes = Measured.median(us.handshakes);
    double ping = Measured.median(us.ping);
    double cpu = Measured.median(us.cpu);
    if (them == null) {
      figures.add(new Figure("net.stream", stream, "MB/s", 181, null));
      figures.add(new Figure("net.stream.cpu", cpu, "s/GB", 1.5, null));
      figures.add(new Figure("net.handshakes", handshakes, "1/s", 61, null));
      figures.add(new Figure("net.ping.p50", ping, "ms", 0.34, null));
      return figures;
    }
    double jsStream = Measured.median(them.stream);
    double jsHandshakes = Measured.median(them.handshakes);
    double jsPing = Measured.median(them.ping);
    figures.add(new Figure("net.stream", stream, "MB/s", 1.5 * jsStream, js(jsStream)));
    figures.add(new Figure("net.stream.cpu", cpu, "s/GB", 1.5, js(Measured.median(them.cpu))));
    figures.add(new Figure("net.stream.ratioToJs", stream / jsStream, "x", 1.5, js(1)));
    figures.add(
        new Figure("net.handshakes", handshakes, "1/s", 2 * jsHandshakes, js(jsHandshakes)));
    figures.add(new Figure("net.ping.p50", ping, "ms", jsPing / 2, js(jsPing)));
    return figures;
  }

  private static Anchor js(double value) {
    return new Anchor("js-libp2p, same run", value);
  }

  private static NetEnd startOurs(String... options) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return NetEnd.start(
        Path.of("").toAbsolutePath(),
        Stream.of(
                List.of(java, "--enable-native-access=ALL-UNNAMED", "-Xmx256m"),
                List.of(options),
                List.of("-cp", System.getProperty("java.class.path"), NetPeer.class.getName()))
            .flatMap(List::stream)
            .toList(),
        PATIENCE);
  }

  /// What one side's rounds gave.
  private static final class Measured {
    private final double[] stream = new double[ROUNDS];
    private final double[] cpu = new double[ROUNDS];
    private final double[] ping = new double[ROUNDS];
    private final double[] handshakes = new double[ROUNDS];
    private final double[] fairness = new double[ROUNDS];

    void round(Pair pair, int round) {
      double before = pair.cpu();
      stream[round] = SIZE / 1e6 / pair.stream(SIZE);
      cpu[round] = (pair.cpu() - before) / 2 / (SIZE / 1e9);
      ping[round] = pair.ping(PINGS);
      handshakes[round] = pair.handshakes(HANDSHAKE_SECONDS);
    }

    static double median(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return sorted[sorted.length / 2];
    }
  }

  /// A dialing and a listening process of one kind.
  private record Pair(List<NetEnd> ends) implements AutoCloseable {
    private static final Pair NONE = new Pair(List.of());

    static Pair of(java.util.function.Supplier<NetEnd> start) {
      NetEnd dialer = start.get();
      try {
        return new Pair(List.of(dialer, start.get()));
      } catch (RuntimeException e) {
        dialer.close();
        throw e;
      }
    }

    private JsonNode ask(String command, Map<String, Object> parameters) {
      Map<String, Object> request = new HashMap<>(parameters);
      request.put("do", command);
      request.put("to", ends.getLast().address());
      return ends.getFirst().ask(request, PATIENCE);
    }

    double stream(long size) {
      JsonNode answer = ask("stream", Map.of("size", size));
      if (answer.get("answer").asLong() != size) {
        throw new IllegalStateException("not all bytes arrived: " + answer);
      }
      return answer.get("seconds").asDouble();
    }

    void warmUp() {
      for (int i = 0; i < WARM_UP; i++) {
        stream(SIZE);
      }
    }

    void warmUpHandshakes() {
      long end = System.nanoTime() + HANDSHAKE_PATIENCE.toNanos();
      double made = 0;
      while (made < HANDSHAKE_WARM_UP && System.nanoTime() < end) {
        made += HANDSHAKE_SECONDS * handshakes(HANDSHAKE_SECONDS);
      }
    }

    double ping(int count) {
      return ask("ping", Map.of("count", count)).get("p50").asDouble();
    }

    /// How much longer the last of many streams took than the middle one.
    double fairness(int count, int size) {
      JsonNode answer = ask("many", Map.of("count", count, "size", size));
      return answer.get("max").asDouble() / answer.get("median").asDouble();
    }

    double handshakes(double seconds) {
      return ask("handshakes", Map.of("seconds", seconds)).get("perSecond").asDouble();
    }

    double cpu() {
      return ends.stream()
          .mapToDouble(end -> end.ask(Map.of("do", "cpu"), PATIENCE).get("seconds").asDouble())
          .sum();
    }

    @Override
    public void close() {
      ends.forEach(NetEnd::close);
    }
  }
}
