package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Folders with tools besides the system's that this peer's operator lets jobs read: those of
/// nvm, pyenv, sdkman and the like, which lie in a home that no sandbox shows.
///
/// @param folders absolute; those that are not there are passed over
public record ToolFolders(List<Path> folders) {
  /// None.
  public static final ToolFolders NONE = new ToolFolders(List.of());

  private static final String BIN = "bin";

  /// How deep below a folder programs are looked for, as in `~/.nvm/versions/node/v22.1.0/bin`.
  private static final int DEPTH = 4;

  private static final int MOST_LOOKED_AT = 2_000;

  /// Copies the list.
  public ToolFolders {
    folders = List.copyOf(folders);
  }

  /// The folders that are there.
  List<Path> there() {
    return folders.stream().filter(Files::isDirectory).toList();
  }

  /// A `PATH` with those folders after it that are themselves named `bin`.
  String after(String path) {
    return folders.stream()
        .filter(folder -> folder.endsWith(BIN))
        .map(folder -> ":" + folder)
        .collect(Collectors.joining("", path, ""));
  }

  /// A `PATH` with all of [#programs] after it.
  String allAfter(String path) {
    return programs().stream().map(bin -> ":" + bin).collect(Collectors.joining("", path, ""));
  }

  /// All folders named `bin` in them, in order of their names.
  List<Path> programs() {
    final List<Path> found = new ArrayList<>();
    final int[] left = {MOST_LOOKED_AT};
    for (final Path folder : there()) {
      look(folder, DEPTH, found, left);
    }
    return found;
  }

  private static void look(Path folder, int depth, List<Path> found, int[] left) {
    if (folder.endsWith(BIN)) {
      found.add(folder);
      return;
    }
    if (depth == 0) {
      return;
    }
    final TreeSet<Path> below = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
      for (final Path entry : entries) {
        if (--left[0] < 0) {
          return;
        }
        below.add(entry);
      }
    } catch (IOException e) {
      return; // not for us to read: no programs
    }
    below.forEach(entry -> look(entry, depth - 1, found, left));
  }

  /// What to say of a program that was not found.
  String hint() {
    return "Jobs in a sandbox see the system's programs"
        + (folders.isEmpty()
            ? ""
            : " and those in "
                + folders.stream().map(Path::toString).collect(Collectors.joining(", ")))
        + ", none in a home folder. This peer's operator lets them see more with `peerdeck config"
        + " set tool-folders FOLDERS`; setup-* actions find them there.";
  }
}
