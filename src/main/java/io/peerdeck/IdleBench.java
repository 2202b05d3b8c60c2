package io.peerdeck;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.multiformats.Cid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Measures what a node costs that does nothing but stay connected: a whole node in a process of
/// its own, and 50 members in this one that beat, answer pings and syncs as nodes do.
final class IdleBench {
  private static final int PEERS = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  // Until then the JIT compiler costs more than what it compiles.
  private static final Duration SETTLES = Duration.ofMinutes(2);
  private static final Duration MEASURED = Duration.ofMinutes(2);
  private static final double MEBIBYTE = 1 << 20;

  private final Path folder;
  private final Consumer<String> progress;

  /// @param folder an empty one for both sides' data
  /// @param progress hears where the time went
  IdleBench(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /// Runs for about four minutes.
  ///
  /// @return `net.idle.cpu` (percent of one core), `net.idle.compiling` (of that, what the JIT
  ///     compiler still takes) and `net.idle.heapPerPeer` (MiB)
  List<Figure> run() throws InterruptedException {
    try (NetEnd node = MeasuredNode.start(IdleNode.class, folder.resolve("node"), PATIENCE)) {
      double alone = ask(node, "heap").get("bytes").asDouble();
      Cid fleet = Cid.parse(ask(node, "fleet").get("cid").asText());
      List<String> addresses = new ArrayList<>();
      try (IdlePeers peers = new IdlePeers(folder.resolve("peers.db"), fleet, PEERS)) {
        peers.addresses().forEach(address -> addresses.add(address.toString()));
        node.ask(Map.of("do", "add", "addresses", addresses), PATIENCE);
        awaitOnline(node);
        TimeUnit.NANOSECONDS.sleep(SETTLES.toNanos());
        ThreadCpu threads = threads(node);
        double before = MeasuredNode.cpu(node, PATIENCE);
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
        double used = MeasuredNode.cpu(node, PATIENCE) - before;
        double seconds = (System.nanoTime() - start) / 1e9;
        ThreadCpu since = threads(node).since(threads);
        progress.accept("idle: CPU of a core: " + since.percent(seconds));
        double connected = ask(node, "heap").get("bytes").asDouble();
        return List.of(
            new Figure("net.idle.cpu@" + PEERS, 100 * used / seconds, "%", 1, null),
            new Figure(
                "net.idle.compiling@" + PEERS, 100 * since.compiling() / seconds, "%", 1, null),
            new Figure(
                "net.idle.heapPerPeer@" + PEERS,
                (connected - alone) / PEERS / MEBIBYTE,
                "MiB",
                1,
                null));
      }
    }
  }

  private static void awaitOnline(NetEnd node) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    int online = ask(node, "online").get("members").asInt();
    while (online <= PEERS) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "only %d of %d members are online after %s".formatted(online - 1, PEERS, PATIENCE));
      }
      TimeUnit.MILLISECONDS.sleep(200);
      online = ask(node, "online").get("members").asInt();
    }
  }

  private static JsonNode ask(NetEnd node, String what) {
    return node.ask(Map.of("do", what), PATIENCE);
  }

  private static ThreadCpu threads(NetEnd node) {
    Map<String, Double> seconds = new HashMap<>();
    ask(node, "threads")
        .properties()
        .forEach(kind -> seconds.put(kind.getKey(), kind.getValue().asDouble()));
    return new ThreadCpu(seconds);
  }
}
