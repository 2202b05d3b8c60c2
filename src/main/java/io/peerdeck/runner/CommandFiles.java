package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The five files of one step, made empty before it starts.
///
/// @param byVariable path by the variable that names it
record CommandFiles(Map<String, Path> byVariable) {
  static final List<String> VARIABLES =
      List.of("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY", "GITHUB_STATE");

  /// Where steps write below the folder of scripts, which they may not write to.
  static Path place(Path folder) {
    return folder.resolve("commands");
  }

  /// Where one of them is.
  static Path path(Path folder, String variable, int step) {
    return place(folder).resolve(variable.toLowerCase(Locale.ROOT) + "_" + step);
  }

  /// Makes them.
  ///
  /// @param folder of scripts
  static CommandFiles create(Path folder, int step) {
    final Map<String, Path> files = new LinkedHashMap<>();
    try {
      for (final String variable : VARIABLES) {
        files.put(variable, Files.createFile(path(folder, variable, step)));
      }
    } catch (IOException e) {
      throw new RunnerException(
          "Cannot make the step's command files in " + place(folder) + ": " + e, e);
    }
    return new CommandFiles(files);
  }

  /// One of them, for reading.
  CommandFile get(String variable) {
    final Path path = byVariable.get(variable);
    if (path == null) {
      throw new IllegalArgumentException(variable);
    }
    return new CommandFile(path, variable);
  }
}
