package io.peerdeck;

import io.peerdeck.runner.JobFolder;
import io.peerdeck.runner.RunnerSetup;
import io.peerdeck.runner.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The processes of jobs without Peerdeck, to hold its figures against.
final class BareProcess {
  private BareProcess() {}

  /// The command of a step of one `true`, on the host.
  static List<String> ofStep(Path folder) throws IOException {
    return List.of("/usr/bin/bash", "-e", script(folder.resolve("bare.sh")).toString());
  }

  /// The command of a job of one such step, in the sandbox a node would give it; on a machine
  /// without sandbox, that of the step.
  static List<String> ofJob(Path folder) throws IOException {
    final Optional<Sandbox> sandbox =
        Sandbox.find(RunnerSetup.SYSTEM_PATH, List.of(folder)).sandbox();
    if (sandbox.isEmpty()) {
      return ofStep(folder);
    }
    final Path root = folder.resolve("bare");
    final JobFolder place =
        Files.exists(root) ? new JobFolder(root.toRealPath()) : JobFolder.create(folder, "bare");
    return sandbox.get().bare(place, script(place.workspace().resolve("bare.sh")));
  }

  private static Path script(Path file) throws IOException {
    return Files.writeString(file, "true\n");
  }

  /// Starts a command and waits for its end.
  static void run(List<String> command, Path folder) throws IOException, InterruptedException {
    final Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
    process.getOutputStream().close();
    process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("a bare process failed: " + command);
    }
  }
}
