package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program of this machine and the version it says it has.
///
/// @param version such as `20.11.1`
record ToolVersion(Path program, String version) {
  private static final Pattern VERSION = Pattern.compile("(\\d+(?:\\.\\d+){0,3})");
  private static final int MAX_ANSWER = 4096;
  private static final int SECONDS = 20;

  /// Asks a program; empty if it does not answer with a version.
  ///
  /// @param question such as `--version`
  static Optional<ToolVersion> of(Path program, String... question) {
    final List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(Arrays.asList(question));
    final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", RunnerSetup.SYSTEM_PATH, "LANG", "C.UTF-8"));
    try {
      final Process process = builder.start();
      process.getOutputStream().close();
      try (var out = process.getInputStream()) {
        final String answer = new String(out.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          return Optional.empty();
        }
        final Matcher matcher = VERSION.matcher(answer);
        return matcher.find()
            ? Optional.of(new ToolVersion(program, matcher.group(1)))
            : Optional.empty();
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  int major() {
    final int dot = version.indexOf('.');
    return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
  }
}
