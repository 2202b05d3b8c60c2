package io.peerdeck;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Membership;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeSchema;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.schedule.Submission;
import io.peerdeck.store.Database;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// How long a durable submission takes through the node's own face, with few and with many runs
/// stored, and how much heap a node with a long history needs.
final class SubmitBench {
  private static final double SUBMIT_MILLIS = 5;
  private static final double HEAP_MB = 256;
  private static final int MEASURED = 200;
  private static final int WARM_UP = 50;
  private static final String WORKFLOW =
      "name: p2p-workflow bench\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}\n";

  private final Path folder;

  /// @param folder empty; what the bench writes stays there
  SubmitBench(Path folder) {
    this.folder = folder;
  }

  /// Measures with 10 and with 100,000 runs stored, and the heap with 100,000 entries of which
  /// 1,000 are runs.
  List<Figure> run() throws IOException {
    Path file =
        Files.writeString(
            Files.createDirectories(folder.resolve("work")).resolve("wf.yml"), WORKFLOW);
    List<Figure> figures = new ArrayList<>();
    figures.add(submit(file, 10, new Figure.Anchor("python submit@10", 1.6)));
    figures.add(submit(file, 100_000, new Figure.Anchor("python submit@5000", 304)));
    figures.add(heap(file));
    return figures;
  }

  private Figure submit(Path file, int stored, Figure.Anchor anchor) throws IOException {
    Path data = folder.resolve("submit-" + stored);
    fill(data, stored, stored);
    try (Node node = Node.open(NodeConfig.at(data).offline())) {
      awaitRuns(node, stored);
      long[] nanos = new long[MEASURED];
      for (int round = -WARM_UP; round < MEASURED; round++) {
        SubmitRequest request = SubmitRequest.of(file).withHeld(true).withName("bench " + round);
        long before = System.nanoTime();
        node.submit(request);
        if (round >= 0) {
          nanos[round] = System.nanoTime() - before;
        }
      }
      Arrays.sort(nanos);
      return new Figure(
          "submit.p50@" + stored, nanos[MEASURED / 2] / 1e6, "ms", SUBMIT_MILLIS, anchor);
    }
  }

  private Figure heap(Path file) throws IOException {
    Path data = folder.resolve("heap");
    fill(data, 1_000, 100_000);
    try (Node node = Node.open(NodeConfig.at(data).offline())) {
      awaitRuns(node, 1_000);
      node.submit(SubmitRequest.of(file).withHeld(true));
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      return new Figure("node.heap", used / 1e6, "MB", HEAP_MB, null);
    }
  }

  private static void awaitRuns(Node node, int stored) {
    while (node.runs(RunQuery.all(1)).total() < stored) {
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
  }

  /// Makes a node's folder and writes entries into its clock: first runs, then runs' priorities.
  private static void fill(Path data, int runs, int entries) throws IOException {
    Node.open(NodeConfig.at(data).offline()).close();
    byte[] stored = Files.readAllBytes(data.resolve("node.key"));
    KeyPair key = KeyPair.fromSeed(Arrays.copyOfRange(stored, 4, 36));
    try (Database database = Database.open(data.resolve("peerdeck.db"), NodeSchema.migrations());
        MerkleClock<Roster> clock =
            MerkleClock.open(database, key, new Membership(), InstantSource.system())) {
      List<CompletableFuture<Entry>> written = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        written.add(clock.append(Submission.KIND, Submission.KEY, submission(run).toBody()));
      }
      for (int more = runs; more < entries; more++) {
        String key1 = written.get(more % runs).join().cid().toString();
        written.add(
            clock.append(
                "run.prioritised",
                key1,
                io.peerdeck.multiformats.Ipld.map().put("priority", 1 + more % 9).build()));
      }
      CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).join();
    }
  }

  private static Submission submission(int number) {
    return Submission.of(
            "stored " + number,
            "wf.yml",
            Cid.of(Cid.RAW, WORKFLOW.getBytes(StandardCharsets.UTF_8)),
            List.of(new Submission.Job("a", List.of(), List.of("linux"), 1)))
        .tags("p2p-workflow")
        .held(true)
        .build();
  }
}
