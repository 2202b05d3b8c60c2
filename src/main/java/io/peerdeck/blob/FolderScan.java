package io.peerdeck.blob;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What lies below a folder, in the order of its paths.
final class FolderScan {
  private final Path base;
  private final Predicate<Path> include;
  private final List<Path> files = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();

  /// @param include asked for each path, relative to the folder
  /// @throws BlobException if there is more than an import takes
  FolderScan(Path base, Predicate<Path> include) throws IOException {
    this.base = base;
    this.include = include;
    collect(base, 0);
  }

  /// Relative to the folder; symbolic links among them.
  List<Path> files() {
    return files;
  }

  List<Path> folders() {
    return folders;
  }

  private void collect(Path at, int depth) throws IOException {
    if (depth == UnixFs.MAX_DEPTH) {
      throw new BlobException(at + " is nested too deep");
    }
    List<Path> children;
    try (Stream<Path> listing = Files.list(at)) {
      children = listing.sorted().toList();
    }
    for (Path child : children) {
      Path relative = base.relativize(child);
      if (!include.test(relative)) {
        continue;
      }
      if (Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
        folders.add(relative);
        collect(child, depth + 1);
      } else {
        files.add(relative);
      }
      if (files.size() + folders.size() > UnixFs.MAX_ENTRIES) {
        throw new BlobException(base + " has more than " + UnixFs.MAX_ENTRIES + " entries");
      }
    }
  }
}
