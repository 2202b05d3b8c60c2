package io.peerdeck;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.PeerChange;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.node.TaskRef;
import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// Whole runs: how fast a node drains many small jobs, and how soon another peer's first log line
/// is here.
final class FleetRunBench {
  private static final int HALF = 250;
  private static final int DRAINED = 2 * HALF;
  private static final int NEARLY_ALL = DRAINED - 50;
  private static final double DRAIN_SHARE = 0.8;
  private static final double FIRST_LINE_MILLIS = 60;
  private static final int ROUNDS = 30;
  // A node runs for days; in its first minute half of its time goes into compiling itself.
  private static final int WARM_DRAINS = 10;
  private static final int DRAINS = 5;
  private static final int WARM_UP = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final int slots = Runtime.getRuntime().availableProcessors();

  /// @param folder empty; what the bench writes stays there
  FleetRunBench(Path folder) {
    this.folder = folder;
  }

  /// `run.drain@500`: jobs of one `true` step per second, from their submission to the last result,
  /// by a node that has run for a while, the median of five;
  /// beside a loop on as many threads that only starts the same processes, in the same sandboxes;
  /// `run.firstLine.p50`: from the submission on one node to the first line of the log of another,
  /// both on loopback.
  List<Figure> run() throws IOException, InterruptedException, ExecutionException {
    return List.of(drained(), firstLine());
  }

  private Figure drained() throws IOException, InterruptedException, ExecutionException {
    final String numbers =
        String.join(",", IntStream.range(0, HALF).mapToObj(String::valueOf).toList());
    final Path file =
        Files.writeString(
            Files.createDirectories(folder.resolve("drain")).resolve("wf.yml"),
            """
            name: p2p-workflow drain
            on: push
            jobs:
              a: {runs-on: linux, strategy: {fail-fast: false, matrix: {n: [%1$s]}}, steps: [{run: 'true'}]}
              b: {runs-on: linux, strategy: {fail-fast: false, matrix: {n: [%1$s]}}, steps: [{run: 'true'}]}
            """
                .formatted(numbers));
    try (Node node =
        Node.open(NodeConfig.at(folder.resolve("drainer")).withSlots(slots).offline())) {
      for (int i = 0; i < WARM_DRAINS; i++) {
        drain(node, file);
      }
      final double[] bares = new double[DRAINS];
      final double[] rates = new double[DRAINS];
      for (int i = 0; i < DRAINS; i++) { // in turns: the machine is not always as fast
        bares[i] = bareRate();
        rates[i] = drain(node, file);
      }
      final double bare = median(bares);
      return new Figure(
          "run.drain@" + DRAINED,
          median(rates),
          "jobs/s",
          DRAIN_SHARE * bare,
          new Figure.Anchor("bare loop of the same processes, jobs/s", bare));
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double drain(Node node, Path file) {
    final long start = System.nanoTime();
    final String id = node.submit(SubmitRequest.of(file)).id();
    // A summary now and then costs little; the whole run with its 500 tasks does not. Fifty a
    // second cost the node a thirtieth of its work, so that many are asked for at the end only.
    await(
        "most of the run",
        200_000_000,
        () -> node.runs(Set.of(id)).stream().allMatch(run -> run.tasksDone() >= NEARLY_ALL));
    await(
        "the run",
        20_000_000,
        () -> node.runs(Set.of(id)).stream().allMatch(run -> run.status() == RunStatus.COMPLETED));
    final double seconds = (System.nanoTime() - start) / 1e9;
    final RunDetail run = node.run(id);
    if (run.tasks().size() != DRAINED) {
      throw new IllegalStateException(run.tasks().size() + " jobs ran");
    }
    return DRAINED / seconds;
  }

  private double bareRate() throws IOException, InterruptedException, ExecutionException {
    final ExecutorService threads = Executors.newFixedThreadPool(slots);
    try (BareProcess.Job job = BareProcess.ofJob(folder)) {
      final long start = System.nanoTime();
      final List<Future<?>> loops =
          IntStream.range(0, slots)
              .<Future<?>>mapToObj(
                  thread ->
                      threads.submit(
                          () -> {
                            for (int i = thread; i < DRAINED; i += slots) {
                              BareProcess.run(job.command(), folder);
                            }
                            return null;
                          }))
              .toList();
      for (final Future<?> loop : loops) {
        loop.get();
      }
      return DRAINED / ((System.nanoTime() - start) / 1e9);
    } finally {
      threads.shutdown();
      if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    }
  }

  private Figure firstLine() throws IOException {
    final Path file =
        Files.writeString(
            Files.createDirectories(folder.resolve("line")).resolve("wf.yml"),
            """
            name: p2p-workflow line
            on: push
            jobs: {a: {runs-on: there, steps: [{run: echo here}]}}
            """);
    try (Node here = node("here", Optional.empty());
        Node there = node("there", Optional.of(here.status().addresses().getFirst()))) {
      here.addPeer(there.status().addresses().getFirst(), Optional.of("there"));
      await(
          "the fleet",
          () -> here.status().membersOnline() == 2 && there.status().membersOnline() == 2);
      await( // a peer that comes in tells its own labels first
          "its own labels", () -> here.peers().stream().noneMatch(peer -> peer.labels().isEmpty()));
      there.trust(here.status().self().id());
      here.trust(there.status().self().id());
      final String other = there.status().self().id();
      here.updatePeer(other, PeerChange.NONE.withLabels(List.of("there")));
      await(
          "the label",
          () -> there.peers().stream().anyMatch(peer -> peer.labels().contains("there")));
      final long[] nanos = new long[ROUNDS];
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        final long start = System.nanoTime();
        final String id = here.submit(SubmitRequest.of(file).withName("line " + round)).id();
        awaitLine(here, id);
        if (round >= 0) {
          nanos[round] = System.nanoTime() - start;
        }
        await(
            "the end",
            () ->
                here.runs(Set.of(id)).stream()
                    .allMatch(run -> run.status() == RunStatus.COMPLETED));
      }
      Arrays.sort(nanos);
      return new Figure(
          "run.firstLine.p50", nanos[ROUNDS / 2] / 1e6, "ms", FIRST_LINE_MILLIS, null);
    }
  }

  private Node node(String name, Optional<String> join) {
    final NodeConfig config =
        NodeConfig.at(folder.resolve(name))
            .withName(name)
            .withSlots(slots)
            .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
    return Node.open(join.map(config::withJoin).orElse(config));
  }

  /// Asks as a screen does that shows the log: again when something changed.
  private static void awaitLine(Node node, String id) {
    await(
        "the first line",
        () -> {
          final LogChunk chunk =
              node.log(id, TaskRef.parse("a"), 0, 1 << 16, Duration.ofMillis(200));
          return chunk.lines().stream().anyMatch(line -> line.text().equals("here"));
        });
  }

  private static void await(String what, BooleanSupplier condition) {
    await(what, 2_000_000, condition);
  }

  private static void await(String what, long pauseNanos, BooleanSupplier condition) {
    final long until = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - until > 0) {
        throw new IllegalStateException(what + " took longer than " + PATIENCE);
      }
      LockSupport.parkNanos(pauseNanos);
    }
  }
}
