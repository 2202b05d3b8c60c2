package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What patterns find. Symbolic links are not followed and not taken: a job could point them
/// anywhere.
///
/// @param root the folder artifact paths are relative to: the least common one of the searched
///     places
/// @param files absolute, in the order of the search, folders' entries by name
/// @param links how many symbolic links matched and were left out
record FileSearch(Path root, List<Path> files, int links) {
  private static final int MAX_FILES = 500_000;
  private static final Comparator<Path> BY_SEGMENT = FileSearch::bySegment;

  /// Searches.
  ///
  /// @param hidden whether names that begin with a dot count
  static FileSearch of(List<GlobPattern> patterns, boolean hidden, Path workspace) {
    final List<Path> places = places(patterns);
    final Set<Path> found = new LinkedHashSet<>();
    int links = 0;
    for (final Path place : places) {
      if (leadsThroughLink(place)) {
        links++;
        continue;
      }
      final Walk walk = new Walk(place, patterns, hidden);
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
        try {
          Files.walkFileTree(place, walk);
        } catch (IOException e) {
          throw new RunnerException("Cannot search " + place + ": " + e, e);
        }
      }
      walk.files.sort(BY_SEGMENT);
      found.addAll(walk.files);
      links += walk.links;
    }
    return new FileSearch(root(places, found, workspace), List.copyOf(found), links);
  }

  /// Whether a link is on the way to a place; what a search finds would then lie elsewhere.
  private static boolean leadsThroughLink(Path place) {
    final Path parent = place.getParent();
    try {
      return parent != null && Files.exists(parent) && !parent.toRealPath().equals(parent);
    } catch (IOException e) {
      throw new RunnerException("Cannot follow " + parent + ": " + e, e);
    }
  }

  private static List<Path> places(List<GlobPattern> patterns) {
    final List<Path> bases =
        patterns.stream()
            .filter(pattern -> !pattern.excludes())
            .map(GlobPattern::base)
            .distinct()
            .toList();
    return bases.stream()
        .filter(
            base ->
                bases.stream().noneMatch(other -> !other.equals(base) && base.startsWith(other)))
        .toList();
  }

  private static Path root(List<Path> places, Set<Path> found, Path workspace) {
    if (places.isEmpty()) {
      return workspace;
    }
    Path root = places.getFirst();
    for (final Path place : places) {
      while (!place.startsWith(root) && root.getParent() != null) {
        root = root.getParent();
      }
    }
    final Path parent = root.getParent();
    return found.contains(root) && parent != null ? parent : root;
  }

  private static int bySegment(Path a, Path b) {
    final Iterator<Path> left = a.iterator();
    final Iterator<Path> right = b.iterator();
    while (left.hasNext() && right.hasNext()) {
      final int order = left.next().compareTo(right.next());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path start;
    private final List<GlobPattern> patterns;
    private final boolean hidden;
    private final List<Path> files = new ArrayList<>();
    private int links;

    Walk(Path start, List<GlobPattern> patterns, boolean hidden) {
      this.start = start;
      this.patterns = patterns;
      this.hidden = hidden;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return isOut(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!isOut(file) && matches(file)) {
        if (attributes.isSymbolicLink()) {
          links++;
        } else if (attributes.isRegularFile()) {
          if (files.size() >= MAX_FILES) {
            throw new RunnerException("More than " + MAX_FILES + " files match; name fewer.");
          }
          files.add(file);
        }
      }
      return FileVisitResult.CONTINUE;
    }

    private boolean isOut(Path path) {
      return !hidden && !path.equals(start) && path.getFileName().toString().startsWith(".");
    }

    private boolean matches(Path path) {
      boolean taken = false;
      for (final GlobPattern pattern : patterns) {
        if (taken == pattern.excludes() && pattern.matches(path)) {
          taken = !pattern.excludes();
        }
      }
      return taken;
    }
  }
}
