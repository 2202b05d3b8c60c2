package io.peerdeck;

import io.peerdeck.runner.JobFolder;
import io.peerdeck.runner.RunnerSetup;
import io.peerdeck.runner.Sandbox;
import io.peerdeck.runner.Scratch;
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

  /// A job of one such step.
  ///
  /// @param command in the sandbox a node would give it, with all that a node shows in it; on a
  ///     machine without sandbox, that of the step
  /// @param leftovers put away when this is closed
  record Job(List<String> command, List<Runnable> leftovers) implements AutoCloseable {
    @Override
    public void close() {
      leftovers.forEach(Runnable::run);
    }
  }

  static Job ofJob(Path folder) throws IOException {
    final Optional<Sandbox> sandbox =
        Sandbox.find(RunnerSetup.SYSTEM_PATH, List.of(folder)).sandbox();
    if (sandbox.isEmpty()) {
      return new Job(ofStep(folder), List.of());
    }
    final Path parent = Files.createTempDirectory(folder, "bare");
    final Scratch scratch = Scratch.of(parent, Optional.empty());
    final JobFolder place = JobFolder.create(parent, "job", scratch);
    final Path script = script(place.workspace().resolve("bare.sh"));
    return new Job(sandbox.get().bare(place, script), List.of(place::close, scratch::close));
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
