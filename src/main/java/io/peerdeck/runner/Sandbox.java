package io.peerdeck.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bubblewrap that works on this machine: it was found and really started once.
/// ([bubblewrap](https://github.com/containers/bubblewrap))
public final class Sandbox {
  private static final String PROGRAM = "bwrap";
  private static final Pattern VERSION = Pattern.compile("bubblewrap (\\d[\\d.]*)");
  private static final int DEADLINE_SECONDS = 10;
  private static final int MAX_TOLD = 4096;

  private final Path program;
  private final String version;
  private final SandboxLayout layout;

  private Sandbox(Path program, String version, SandboxLayout layout) {
    this.program = program;
    this.version = version;
    this.layout = layout;
  }

  /// Whether there is a sandbox.
  ///
  /// @param sandbox empty if there is none
  /// @param reason why there is none, in a sentence; else empty
  public record Found(Optional<Sandbox> sandbox, String reason) {}

  /// Looks for bubblewrap and starts it once as jobs will be started, which takes about 20 ms.
  ///
  /// @param path folders to look in, as in `PATH`
  /// @param hidden folders no job may see, wherever they lie
  /// @param tools what jobs see besides the system's programs
  public static Found find(String path, List<Path> hidden, ToolFolders tools) {
    final Optional<Path> program = onPath(path);
    if (program.isEmpty()) {
      return new Found(
          Optional.empty(),
          "bubblewrap (bwrap) is not installed; on Debian and Ubuntu: apt install bubblewrap.");
    }
    try {
      final Matcher version =
          VERSION.matcher(told(List.of(program.get().toString(), "--version")).text());
      final String number = version.find() ? version.group(1) : "of unknown version";
      Told last = new Told(1, "");
      for (final boolean userNamespacesOff : List.of(true, false)) {
        final SandboxLayout layout = SandboxLayout.of(userNamespacesOff, hidden, tools);
        last = told(layout.trial(program.get()));
        if (last.code() == 0) {
          return new Found(Optional.of(new Sandbox(program.get(), number, layout)), "");
        }
      }
      return new Found(
          Optional.empty(),
          program.get() + " cannot make a sandbox here: " + last.text().strip() + ".");
    } catch (IOException e) {
      return new Found(
          Optional.empty(), program.get() + " cannot be tried: " + e.getMessage() + ".");
    }
  }

  /// The same without tools besides the system's.
  public static Found find(String path, List<Path> hidden) {
    return find(path, hidden, ToolFolders.NONE);
  }

  /// One line for people, e.g. `bubblewrap 0.8.0`.
  public String title() {
    return "bubblewrap " + version + (layout.userNamespacesOff() ? "" : ", user namespaces on");
  }

  /// The command line of a job's sandbox.
  ///
  /// @param command what runs in it
  List<String> command(JobFolder folder, boolean network, List<String> command) {
    return layout.command(program, folder, network, command);
  }

  /// The command line of a sandbox as a job without network has it, that starts the processes of a
  /// job of one step and ends: what a job costs without this program, to measure its share.
  ///
  /// @param script below the folder
  public List<String> bare(JobFolder folder, Path script) {
    return command(folder, false, SandboxScript.bare(script));
  }

  private static Optional<Path> onPath(String path) {
    for (final String folder : path.split(":")) {
      if (folder.startsWith("/")) {
        final Path program = Path.of(folder, PROGRAM);
        if (Files.isRegularFile(program) && Files.isExecutable(program)) {
          return Optional.of(program);
        }
      }
    }
    return Optional.empty();
  }

  private record Told(int code, String text) {}

  private static Told told(List<String> command) throws IOException {
    final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    final Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      process.getOutputStream().close();
      if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        return new Told(1, "it did not end within " + DEADLINE_SECONDS + " s");
      }
      return new Told(
          process.exitValue(), new String(out.readNBytes(MAX_TOLD), StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Told(1, "interrupted");
    } finally {
      process.destroyForcibly();
    }
  }
}
