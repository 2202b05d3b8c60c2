package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The five files of one step, made empty before it starts. Where the step sees them and where the
/// runner finds them are two paths, as those of a sandboxed job are in the sandbox alone.
///
/// @param byVariable path for the step by the variable that names it
/// @param place of the same files, for the runner
record CommandFiles(Map<String, Path> byVariable, Path place) {
  static final List<String> VARIABLES =
      List.of("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_STATE");

  /// Where one of them is.
  static Path path(Path folder, String variable, int step) {
    return folder.resolve(variable.toLowerCase(Locale.ROOT) + "_" + step);
  }

  /// Makes them.
  ///
  /// @param seen the folder as the step sees it
  /// @param place the same folder, for the runner
  static CommandFiles create(Path seen, Path place, int step) {
    final Map<String, Path> files = new LinkedHashMap<>();
    try {
      for (final String variable : VARIABLES) {
        Files.createFile(path(place, variable, step));
        files.put(variable, path(seen, variable, step));
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot make the step's command files in " + seen + ": " + e, e);
    }
    return new CommandFiles(files, place);
  }

  /// One of them, for reading.
  CommandFile get(String variable) {
    final Path path = byVariable.get(variable);
    if (path == null) {
      throw new IllegalArgumentException(variable);
    }
    return new CommandFile(place.resolve(path.getFileName()), path, variable);
  }
}
