package io.peerdeck;

import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.runner.ChildEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// How long a command of the program takes from the start of its process to its end, as a person
/// waits for it.
final class CliBench {
  private static final double HELP_SECONDS = 0.3;
  private static final double ANSWER_SECONDS = 0.4;
  private static final int ROUNDS = 11;
  private static final int WARM_UP = 2;
  private static final int DEADLINE_SECONDS = 60;

  private final Path launcher;
  private final Path folder;

  /// @param launcher what starts the program, see [Launcher#commandLine]
  /// @param folder empty; what the bench writes stays there
  CliBench(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /// `cli.help` and `cli.read` (of a running node), in seconds, medians of eleven.
  List<Figure> run() throws IOException, InterruptedException {
    Path data = folder.resolve("cli-data");
    NodeHost host = NodeHost.start(NodeConfig.at(data).withName("bench").offline());
    try {
      double help = seconds(List.of("--help"));
      double read = seconds(List.of("workflow", "list", "--json", "--data", data.toString()));
      return List.of(
          new Figure("cli.help", help, "s", HELP_SECONDS, null),
          new Figure("cli.read", read, "s", ANSWER_SECONDS, null));
    } finally {
      host.close();
    }
  }

  private double seconds(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    double[] taken = new double[ROUNDS];
    for (int round = -WARM_UP; round < ROUNDS; round++) {
      long before = System.nanoTime();
      once(command);
      if (round >= 0) {
        taken[round] = (System.nanoTime() - before) / 1e9;
      }
    }
    Arrays.sort(taken);
    return taken[ROUNDS / 2];
  }

  private void once(List<String> command) throws IOException, InterruptedException {
    Path log = folder.resolve("cli.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    ChildEnvironment.clean(builder.environment());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("`" + String.join(" ", command) + "` did not end.");
    }
    if (process.exitValue() != 0) {
      throw new IOException("`" + String.join(" ", command) + "` failed: " + Files.readString(log));
    }
  }
}
