package io.peerdeck;

import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.node.TaskView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The demo: real nodes with folders of their own on loopback, joined into one fleet, running the
/// bundled examples; every node is asked who owned what, and the artifacts' content is checked.
final class Demo implements AutoCloseable {
  private static final Duration JOINED = Duration.ofSeconds(30);
  private static final Duration FINISHED = Duration.ofMinutes(3);
  private static final int SLOTS = 2;

  private final Path out;
  private final Consumer<String> progress;
  private final List<Node> nodes = new ArrayList<>();
  private final List<SubmitRequest> requests = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final DemoSales sales = new DemoSales();
  private final long started = System.nanoTime();

  Demo(Path out, Consumer<String> progress) {
    this.out = out.toAbsolutePath().normalize();
    this.progress = progress;
  }

  /// Runs everything; `pictures` is shown the first node from before the first submission on and
  /// answers with the paths of what it drew.
  DemoReport run(int count, Pictures pictures) throws Exception {
    try (DemoSite site = new DemoSite()) {
      startFleet(count);
      pictures.open(nodes.getFirst());
      List<String> runs = submitExamples(site);
      List<Path> drawn = pictures.draw(requests, runs, () -> finished(runs));
      if (!await(FINISHED, () -> finished(runs))) {
        problems.add(
            "Not every run finished and was sealed within " + FINISHED.toMinutes() + " min.");
      }
      progress.accept("Asking every node who owned and ran what");
      boolean agree = ownersAgree(runs);
      if (!agree) {
        problems.add("The nodes name different owners or results.");
      }
      List<RunDetail> details = runs.stream().map(nodes.getFirst()::run).toList();
      check(details);
      return report(agree, details, drawn);
    }
  }

  /// Shows a node and draws pictures of it until its work is done.
  interface Pictures {
    void open(Node node);

    List<Path> draw(List<SubmitRequest> requests, List<String> runs, BooleanSupplier finished)
        throws Exception;
  }

  private void startFleet(int count) throws IOException {
    progress.accept("Starting " + count + " nodes below " + out);
    Path folders = out.resolve("nodes");
    deleteTree(folders);
    for (int number = 1; number <= count; number++) {
      NodeConfig config =
          NodeConfig.at(folders.resolve("node-" + number))
              .withName("demo-" + number)
              .withListen(List.of("/ip4/127.0.0.1/tcp/0"))
              .withSlots(SLOTS);
      if (number > 1) {
        NodeStatus first = nodes.getFirst().status();
        config = config.withJoin(first.addresses().getFirst());
      }
      nodes.add(Node.open(config));
    }
    for (Node joiner : nodes.subList(1, count)) {
      NodeStatus status = joiner.status();
      nodes.getFirst().addPeer(status.addresses().getFirst(), Optional.of(status.self().name()));
    }
    if (!await(JOINED, this::allOnline)) {
      throw new IOException(
          "The nodes did not find each other within " + JOINED.toSeconds() + " s.");
    }
    trustEachOther();
  }

  /// A job is run only where its submitter, and whoever made what it rests on, are trusted.
  private void trustEachOther() {
    for (Node truster : nodes) {
      nodes.forEach(other -> truster.trust(other.status().self().id()));
    }
  }

  private boolean allOnline() {
    return nodes.stream().allMatch(node -> node.status().membersOnline() == nodes.size());
  }

  private List<String> submitExamples(DemoSite site) throws IOException {
    Path workspaces = out.resolve("workspaces");
    deleteTree(workspaces);
    List<String> runs = new ArrayList<>();
    for (Example example : Example.values()) {
      Path file = example.write(workspaces);
      SubmitRequest request =
          SubmitRequest.of(file).withFolder(example.folder(workspaces)).withNetwork(true);
      switch (example) {
        case SCRAPE -> request = request.withInputs(Map.of("site", site.address()));
        case SHARDS -> sales.write(file.resolveSibling("sales.csv"));
        case CODEGEN -> {}
      }
      requests.add(request);
      runs.add(nodes.getFirst().submit(request).id());
      progress.accept("Submitted " + file.getFileName());
    }
    return runs;
  }

  private boolean finished(List<String> runs) {
    return nodes.stream().allMatch(node -> runs.stream().allMatch(run -> settled(node, run)));
  }

  private static boolean settled(Node node, String run) {
    RunDetail detail = node.run(run);
    return detail.summary().status().finished()
        && detail.tasks().stream().allMatch(task -> task.sealed());
  }

  private boolean ownersAgree(List<String> runs) {
    return runs.stream()
        .allMatch(
            run -> nodes.stream().map(node -> decisions(node.run(run))).distinct().count() == 1);
  }

  /// Owner, holder and result of every task: what all nodes must say alike.
  private static Map<String, List<String>> decisions(RunDetail run) {
    Map<String, List<String>> decisions = new TreeMap<>();
    for (TaskView task : run.tasks()) {
      decisions.put(
          task.ref().toString(),
          List.of(
              task.owner().map(PeerRef::id).orElse("nobody"),
              task.holder().map(PeerRef::id).orElse("nobody"),
              task.resultCid().orElse("none")));
    }
    return decisions;
  }

  private void check(List<RunDetail> runs) throws IOException {
    progress.accept("Checking what the artifacts contain");
    for (RunDetail run : runs) {
      if (!run.summary().status().text().equals("completed")) {
        problems.add(run.summary().name() + " is " + run.summary().status().text() + ".");
      }
    }
    long peers =
        runs.stream()
            .flatMap(run -> run.tasks().stream())
            .flatMap(task -> task.holder().stream())
            .distinct()
            .count();
    if (peers < Math.min(2, nodes.size())) {
      problems.add("Only " + peers + " peer ran jobs.");
    }
    for (Map.Entry<String, List<String>> section : DemoSite.titles().entrySet()) {
      expect(runs.getFirst(), "report", "report.json", section.getKey());
      section
          .getValue()
          .forEach(title -> expect(runs.getFirst(), "report", "report.json", '"' + title + '"'));
    }
    expect(runs.get(1), "try-result", "result.txt", "5 operations work");
    String totals = content(runs.get(2), "totals", "totals.csv");
    if (!totals.equals(sales.totals())) {
      problems.add("totals.csv is not the sum of the rows.");
    }
  }

  private void expect(RunDetail run, String artifact, String file, String part) {
    if (!content(run, artifact, file).contains(part)) {
      problems.add(file + " of " + run.summary().name() + " does not contain " + part + ".");
    }
  }

  private String content(RunDetail run, String artifact, String file) {
    Optional<TaskView.ArtifactView> found =
        run.tasks().stream()
            .flatMap(task -> task.artifacts().stream())
            .filter(candidate -> candidate.name().equals(artifact))
            .findFirst();
    if (found.isEmpty()) {
      return "";
    }
    Path folder = out.resolve("artifacts").resolve(artifact);
    try {
      nodes.getFirst().saveArtifact(found.get().cid(), folder);
      return Files.readString(folder.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      problems.add("The artifact " + artifact + " cannot be read: " + e);
      return "";
    }
  }

  private DemoReport report(boolean agree, List<RunDetail> runs, List<Path> drawn) {
    List<DemoReport.RunLine> lines = runs.stream().map(Demo::line).toList();
    return new DemoReport(
        nodes.size(),
        agree,
        lines,
        drawn.stream().map(Path::toString).toList(),
        problems.stream().distinct().toList(),
        (System.nanoTime() - started) / 1_000_000);
  }

  private static DemoReport.RunLine line(RunDetail run) {
    return new DemoReport.RunLine(
        run.summary().name(),
        run.summary().status().text(),
        run.tasks().stream()
            .map(
                task ->
                    new DemoReport.JobLine(
                        task.ref().toString(),
                        task.holder().map(PeerRef::name).orElse(""),
                        task.attempt(),
                        task.conclusion().orElse(""),
                        task.millis()))
            .toList(),
        run.tasks().stream()
            .flatMap(task -> task.artifacts().stream())
            .map(
                artifact ->
                    new DemoReport.ArtifactLine(artifact.name(), artifact.cid(), artifact.bytes()))
            .toList());
  }

  private static boolean await(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
    return true;
  }

  private static void deleteTree(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public void close() {
    nodes.reversed().forEach(Node::close);
  }
}
