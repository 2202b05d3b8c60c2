package io.peerdeck;

import io.peerdeck.runner.ChildEnvironment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/// How long the installed program needs from the start of its process until the node is ready and
/// the panel is drawn, with and without its ahead-of-time cache, in turns. Drawn in memory, without
/// a display.
final class StartBench {
  private static final double FIRST_FRAME_SECONDS = 1.5;
  private static final double RATIO = 0.5;
  private static final double NODE_SECONDS = 3;
  private static final int ROUNDS = 11;
  private static final int DEADLINE_SECONDS = 120;

  private final Path launcher;
  private final Path folder;
  private final InstantSource wall;
  private final int port;

  /// @param folder empty; what the bench writes stays there
  StartBench(Path launcher, Path folder, InstantSource wall) throws IOException {
    this.launcher = launcher;
    this.folder = folder;
    this.wall = wall;
    // The same at every start: a node that moves tells its fleet so, which takes time.
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
  }

  /// `panel.firstFrame` and `node.ready` in seconds, medians of eleven starts, and
  /// `panel.firstFrame.ratioWithoutAot`.
  List<Figure> run() throws IOException, InterruptedException {
    start(0, List.of()); // reads the program's files once, and makes the node's folder
    List<StartReport.Times> with = new ArrayList<>();
    List<StartReport.Times> without = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      with.add(start(2 * round, List.of()));
      without.add(start(2 * round + 1, List.of("-XX:AOTMode=off")));
    }
    double frame = median(with, StartReport.Times::firstFrame);
    double frameWithout = median(without, StartReport.Times::firstFrame);
    Figure.Anchor anchor = new Figure.Anchor("without the cache", frameWithout);
    return List.of(
        new Figure("panel.firstFrame", frame, "s", FIRST_FRAME_SECONDS, anchor),
        new Figure("panel.firstFrame.ratioWithoutAot", frame / frameWithout, "", RATIO, null),
        new Figure(
            "node.ready",
            median(with, StartReport.Times::nodeReady),
            "s",
            NODE_SECONDS,
            new Figure.Anchor("without the cache", median(without, StartReport.Times::nodeReady))));
  }

  private StartReport.Times start(int number, List<String> options)
      throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("start-data"));
    Files.writeString(
        data.resolve("config.yaml"), "listen: [/ip4/127.0.0.1/tcp/%d]\n".formatted(port));
    Path report = folder.resolve("start-" + number);
    Path log = folder.resolve("start-" + number + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                launcher.toString(),
                "panel",
                "--data",
                data.toString(),
                "--start-report",
                report.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    ChildEnvironment.clean(environment);
    environment.keySet().removeAll(List.of("DISPLAY", "WAYLAND_DISPLAY", "JAVA_TOOL_OPTIONS"));
    if (!options.isEmpty()) {
      environment.put("JAVA_TOOL_OPTIONS", String.join(" ", options));
    }
    long started = wall.millis();
    Process process = builder.start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("The panel did not start and close again, see " + log);
    }
    if (process.exitValue() != 0 || !Files.exists(report)) {
      throw new IOException("The panel did not start: " + Files.readString(log));
    }
    return StartReport.Times.read(report, started);
  }

  private static double median(
      List<StartReport.Times> starts, ToDoubleFunction<StartReport.Times> value) {
    double[] values = starts.stream().mapToDouble(value).toArray();
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
