package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reduces a checked-out folder to what `sparse-checkout` names, as git would: in cone mode whole
/// folders, with the files of the root and of each folder on the way to one; else patterns of the
/// form of `.gitignore`, the last match decides.
/// ([git-sparse-checkout](https://git-scm.com/docs/git-sparse-checkout))
final class SparseFolder {
  private SparseFolder() {}

  /// What is in a folder.
  ///
  /// @return paths from it on
  static Set<Path> files(Path folder) {
    try (var all = Files.walk(folder)) {
      return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .map(folder::relativize)
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new RunnerException("Cannot list " + folder + ": " + e, e);
    }
  }

  /// Deletes the rest.
  ///
  /// @param before what was there before the checkout, and stays
  /// @return how many files stay
  static int keep(Path folder, List<String> lines, boolean cone, Set<Path> before) {
    final List<String> wanted =
        lines.stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    final Predicate<Path> kept = cone ? cone(wanted) : patterns(wanted);
    final int[] count = {0};
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (kept.test(folder.relativize(file)) || before.contains(folder.relativize(file))) {
                count[0]++;
              } else {
                Files.delete(file);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path visited, @org.jspecify.annotations.Nullable IOException thrown)
                throws IOException {
              if (thrown != null) {
                throw thrown;
              }
              try (var left = Files.list(visited)) {
                if (!visited.equals(folder) && left.findAny().isEmpty()) {
                  Files.delete(visited);
                }
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new RunnerException("sparse-checkout failed in " + folder + ": " + e, e);
    }
    return count[0];
  }

  private static Predicate<Path> cone(List<String> wanted) {
    final List<Path> folders = new ArrayList<>();
    final Set<Path> onTheWay = new HashSet<>();
    for (final String line : wanted) {
      final Path path = Path.of(line.replaceFirst("^/+", ""));
      folders.add(path);
      for (Path up = path.getParent(); up != null; up = up.getParent()) {
        onTheWay.add(up);
      }
    }
    return file -> {
      final Path parent = file.getParent();
      return parent == null
          || onTheWay.contains(parent)
          || folders.stream().anyMatch(file::startsWith);
    };
  }

  private record Rule(boolean keep, Pattern regex) {}

  private static Predicate<Path> patterns(List<String> wanted) {
    final List<Rule> rules = new ArrayList<>();
    for (final String line : wanted) {
      if (!line.startsWith("#")) {
        final boolean not = line.startsWith("!");
        rules.add(new Rule(!not, regex(not ? line.substring(1) : line)));
      }
    }
    return file -> {
      boolean keep = false;
      for (final Rule rule : rules) {
        if (rule.regex().matcher(file.toString()).matches()) {
          keep = rule.keep();
        }
      }
      return keep;
    };
  }

  private static Pattern regex(String pattern) {
    final String bare = pattern.replaceFirst("/$", "");
    final boolean anchored = bare.contains("/");
    final StringBuilder regex = new StringBuilder(anchored ? "" : "(?:.*/)?");
    final String glob = bare.replaceFirst("^/", "");
    for (int i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        switch (glob.charAt(i)) {
          case '*' -> regex.append("[^/]*");
          case '?' -> regex.append("[^/]");
          default -> regex.append(Pattern.quote(glob.substring(i, i + 1)));
        }
      }
    }
    // A folder stands for what is in it; with a slash at the end it must be one.
    return Pattern.compile(regex + (pattern.endsWith("/") ? "/.+" : "(?:/.+)?"), Pattern.DOTALL);
  }
}
