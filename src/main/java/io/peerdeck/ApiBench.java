package io.peerdeck;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What the API of a node in a process of its own gives on the processors it shares with those who
/// ask: small reads, and followers of a log.
final class ApiBench {
  private static final int CLIENTS = 50;
  private static final int READS_PER_SECOND = 5000;
  // At that rate the JIT compiler needs as long for what is read.
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(10);
  private static final int FOLLOWERS = 500;
  private static final int LINES_PER_SECOND = 100;
  private static final Duration SETTLES = Duration.ofSeconds(10);
  private static final Duration FOLLOWED = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String LOG =
      """
      name: p2p-workflow log
      on: push
      jobs:
        talk:
          runs-on: linux
          steps:
            - run: |
                exec 3<> <(:)
                for i in $(seq 1 5000); do
                  echo "line $i of a log that many follow, as long as lines of logs are"
                  read -t 0.0085 -u 3 || true
                done
      """;

  private final Path folder;
  private final Consumer<String> progress;

  /// @param folder an empty one for the node's data
  /// @param progress hears what is measured
  ApiBench(Path folder, Consumer<String> progress) {
    this.folder = folder;
    this.progress = progress;
  }

  /// Takes somewhat more than a minute.
  ///
  /// @return `api.read.rate` (per second) and `api.read.p99` (ms) at 50 clients, and
  ///     `api.follow.cpu` (of a core, all that the node uses while 500 follow one log)
  List<Figure> run() throws IOException, InterruptedException {
    Path data = folder.resolve("node");
    Path file = Files.writeString(folder.resolve("log.yml"), LOG);
    try (NetEnd node = MeasuredNode.start(ApiNode.class, data, PATIENCE);
        ApiClient client = ApiClient.connect(data).orElseThrow()) {
      String token = Files.readString(data.resolve("api.token")).strip();
      int port = Integer.parseInt(node.address().substring(node.address().indexOf(':') + 1));
      String run = client.post("runs", Map.of("file", file.toString())).path("id").asText();
      List<Figure> figures = new ArrayList<>(follow(node, client, port, token, run));
      client.post("runs/" + run + "/cancel", Map.of());
      figures.addAll(read(node, port, token, run));
      return figures;
    }
  }

  private List<Figure> read(NetEnd node, int port, String token, String run)
      throws IOException, InterruptedException {
    ApiReads reads =
        new ApiReads(
            port, token, List.of("status", "runs/" + run, "settings/slots", "runs?limit=5"));
    reads.run(CLIENTS, READS_PER_SECOND, WARM_UP);
    double before = MeasuredNode.cpu(node, PATIENCE);
    ApiReads.Outcome outcome = reads.run(CLIENTS, READS_PER_SECOND, MEASURED);
    progress.accept(
        "api: %.0f reads/s, p50 %.2f ms, p99 %.2f ms, %.0f µs of the node's CPU each"
            .formatted(
                outcome.perSecond(),
                outcome.quantile(0.5),
                outcome.quantile(0.99),
                1e6 * (MeasuredNode.cpu(node, PATIENCE) - before) / outcome.millis().length));
    return List.of(
        new Figure("api.read.rate@" + CLIENTS, outcome.perSecond(), "1/s", READS_PER_SECOND, null),
        new Figure("api.read.p99@" + CLIENTS, outcome.quantile(0.99), "ms", 20, null));
  }

  private List<Figure> follow(NetEnd node, ApiClient client, int port, String token, String run)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (lines(client, run) == 0) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the run whose log is to be followed does not begin");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    try (ApiFollowers followers =
        new ApiFollowers(port, token, "runs/" + run + "/logs/talk?from=-1", FOLLOWERS)) {
      TimeUnit.NANOSECONDS.sleep(SETTLES.toNanos());
      long[] bytes = followers.bytes();
      long lines = lines(client, run);
      double before = MeasuredNode.cpu(node, PATIENCE);
      long start = System.nanoTime();
      TimeUnit.NANOSECONDS.sleep(FOLLOWED.toNanos());
      double used = MeasuredNode.cpu(node, PATIENCE) - before;
      double seconds = (System.nanoTime() - start) / 1e9;
      double perSecond = (lines(client, run) - lines) / seconds;
      long[] since = followers.bytes();
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < FOLLOWERS; i++) {
        least = Math.min(least, since[i] - bytes[i]);
        most = Math.max(most, since[i] - bytes[i]);
      }
      progress.accept(
          "api: %.0f lines/s to %d followers, %.0f to %.0f bytes/s each, %.2f of a core"
              .formatted(perSecond, FOLLOWERS, least / seconds, most / seconds, used / seconds));
      if (least < most * 0.9 || perSecond < LINES_PER_SECOND * 0.9) {
        throw new IllegalStateException("not every follower got the log as it grew");
      }
      return List.of(new Figure("api.follow.cpu@" + FOLLOWERS, used / seconds, "cores", 0.5, null));
    }
  }

  private static long lines(ApiClient client, String run) {
    JsonNode last = client.get("runs/" + run + "/logs/talk", Map.of("from", "-2000")).path("lines");
    return last.isEmpty() ? 0 : last.get(last.size() - 1).path("number").asLong();
  }
}
