package io.peerdeck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;

/// When a starting panel was how far, for whoever started the process and knows when that was.
final class StartReport {
  private final InstantSource wall;
  private volatile long nodeReady;
  private volatile long firstFrame;

  StartReport(InstantSource wall) {
    this.wall = wall;
  }

  /// The node is open and its API answers.
  void nodeReady() {
    nodeReady = wall.millis();
  }

  /// The window has been drawn.
  void firstFrame() {
    firstFrame = wall.millis();
  }

  /// Writes both as milliseconds since the epoch, one per line; whoever sees the file sees it
  /// whole.
  void write(Path file) {
    try {
      Path half = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(half, nodeReady + "\n" + firstFrame + "\n");
      Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot report the start in " + file, e);
    }
  }

  /// What a start took, in seconds.
  record Times(double nodeReady, double firstFrame) {
    /// Reads a report written by a process that was started at `started`, in milliseconds since the
    /// epoch.
    static Times read(Path file, long started) throws IOException {
      List<String> lines = Files.readAllLines(file);
      return new Times(
          (Long.parseLong(lines.get(0)) - started) / 1e3,
          (Long.parseLong(lines.get(1)) - started) / 1e3);
    }
  }
}
