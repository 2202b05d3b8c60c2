package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The diagnostics of one file while it is read. Reading goes on after a finding, so that one look
/// shows them all.
final class Findings {
  /// Enough to work on; a hostile file could give a million.
  private static final int MAX = 200;

  /// Where GitHub cuts a message.
  private static final int GITHUB_LENGTH = 500;

  private final List<Diagnostic> found = new ArrayList<>();
  private final List<String> github = new ArrayList<>();
  private final Map<Position, String> words = new HashMap<>();

  /// An error that GitHub reports as well.
  ///
  /// @param at where it is said to be here
  /// @param place where GitHub says it is
  /// @param message GitHub's words
  void github(Position at, Position place, String message) {
    github(at, place, message, "");
  }

  /// The same, with what to do about it behind GitHub's words.
  void github(Position at, Position place, String message, String advice) {
    if (found.size() < MAX) {
      github.add(
          cut(
              "%s (Line: %d, Col: %d): %s"
                  .formatted(place.file(), place.line(), place.column(), message)));
    }
    words.putIfAbsent(at, message);
    error(at, message + advice);
  }

  private static String cut(String message) {
    return message.length() <= GITHUB_LENGTH
        ? message
        : message.substring(0, GITHUB_LENGTH) + "[...]";
  }

  /// An error that GitHub reports of the file as a whole.
  void githubOfFile(Position at, String message, String advice) {
    github.add(at.file() + ": " + message);
    error(at, message + advice);
  }

  /// An error that GitHub reports without a place.
  void githubOfRun(Position at, String message) {
    github.add(message);
    error(at, message);
  }

  /// The errors GitHub reports as well, in its words and order.
  List<String> github() {
    return List.copyOf(github);
  }

  /// Adds what another look at the file found. Where GitHub has an error at the same place, its
  /// words stand, unless the other begins with them and says more.
  void merge(Findings other) {
    for (Diagnostic diagnostic : other.found) {
      Optional<Diagnostic> same =
          found.stream()
              .filter(
                  known ->
                      known.severity() == Severity.ERROR
                          && known.position().equals(diagnostic.position()))
              .findFirst();
      if (diagnostic.severity() != Severity.ERROR || same.isEmpty()) {
        add(diagnostic);
      } else if (diagnostic
          .message()
          .startsWith(words.getOrDefault(diagnostic.position(), same.get().message()))) {
        found.set(found.indexOf(same.get()), diagnostic);
      }
    }
  }

  void error(Position at, String message) {
    add(Diagnostic.error(at, message));
  }

  void unsupported(Position at, String message) {
    add(Diagnostic.unsupported(at, message));
  }

  void doubtful(Position at, String message) {
    add(Diagnostic.doubtful(at, message));
  }

  void warning(Position at, String message) {
    add(Diagnostic.warning(at, message));
  }

  void addAll(List<Diagnostic> diagnostics) {
    diagnostics.forEach(this::add);
  }

  /// GitHub's wording for a value or key that has no place here, with the nearest one that has.
  void unexpected(Position at, String value, Collection<String> known) {
    if (found.size() >= MAX) {
      return;
    }
    error(
        at,
        "Unexpected value '"
            + value
            + "'"
            + nearest(value, known).map(near -> "; did you mean '" + near + "'?").orElse(""));
  }

  private void add(Diagnostic diagnostic) {
    if (found.size() < MAX && !found.contains(diagnostic)) {
      found.add(diagnostic);
    }
  }

  /// Whether no more is taken, so that looking for advice is idle.
  boolean isFull() {
    return found.size() >= MAX;
  }

  /// Whether the file cannot run.
  boolean hasErrors() {
    return found.stream().anyMatch(Diagnostic::isFatal);
  }

  /// All findings in the order of the file.
  List<Diagnostic> inOrder() {
    return found.stream()
        .sorted(Comparator.comparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column))
        .toList();
  }

  /// The known word within a third of the letters wrong, if there is one.
  static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > 60) {
      return Optional.empty();
    }
    String lower = word.toLowerCase(Locale.ROOT).replace('_', '-');
    return known.stream()
        .filter(
            candidate ->
                distance(lower, candidate.replace('_', '-')) <= (candidate.length() + 1) / 3)
        .min(Comparator.comparingInt(candidate -> distance(lower, candidate.replace('_', '-'))));
  }

  /// Levenshtein's distance.
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], above[j]) + 1, above[j - 1] + change);
      }
      above = row;
    }
    return above[b.length()];
  }
}
