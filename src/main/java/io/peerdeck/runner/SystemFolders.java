package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The folders of the machine's programs and settings, as options of bubblewrap that show them
/// read-only. They hardly ever change, so they are looked at once a second at most, not for each
/// job.
final class SystemFolders {
  private static final List<String> SHOWN =
      List.of("/usr", "/etc", "/opt", "/nix", "/gnu", "/bin", "/sbin");
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private volatile @Nullable Seen seen;

  private record Seen(List<String> options, long atNanos) {}

  /// Whether a path lies in one of those named.
  static boolean shows(Path path) {
    return SHOWN.stream().anyMatch(path::startsWith);
  }

  /// The options.
  ///
  /// @throws RunnerException if a folder cannot be looked at
  List<String> shown() {
    final Seen last = seen;
    if (last != null && System.nanoTime() - last.atNanos < FRESH_NANOS) {
      return last.options;
    }
    final Seen now = new Seen(look(), System.nanoTime());
    seen = now;
    return now.options;
  }

  private static List<String> look() {
    final List<String> options = new ArrayList<>();
    SHOWN.forEach(folder -> show(options, Path.of(folder)));
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(Path.of("/"), "lib*")) {
      libraries.forEach(folder -> show(options, folder));
    } catch (IOException e) {
      throw new RunnerException("Cannot look through /: " + e, e);
    }
    return List.copyOf(options);
  }

  private static void show(List<String> options, Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      if (Files.isSymbolicLink(folder)) {
        options.addAll(
            List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
      } else if (Files.isDirectory(folder) && !folder.endsWith("lost+found")) {
        options.addAll(List.of("--ro-bind", folder.toString(), folder.toString()));
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot follow " + folder + ": " + e, e);
    }
  }
}
