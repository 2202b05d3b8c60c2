package io.peerdeck.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which versions a `…-version` input allows: `20`, `20.x`, `3.12`, `>=18 <22`, `^1.21`, `~1.21.3`,
/// several with `||`; and words such as `lts/*` or `latest`, which any version fits here, because
/// what is newest elsewhere is not known on a peer.
///
/// @param any whether it is such a word
/// @param alternatives each a list of bounds that must all hold
record VersionRange(String text, boolean any, List<List<Bound>> alternatives) {
  private static final Set<String> WORDS =
      Set.of("*", "x", "latest", "node", "current", "stable", "oldstable", "lts", "lts/*");
  private static final Pattern BOUND =
      Pattern.compile(
          "(\\^|~|>=|<=|>|<|=)?\\s*v?(\\d+(?:\\.(?:\\d+|[x*]))*)(?:[-+][0-9A-Za-z.-]*)?");

  /// At least `from` and below `to`, part by part.
  record Bound(List<Integer> from, List<Integer> to) {
    boolean holds(List<Integer> version) {
      return compare(version, from) >= 0 && (to.isEmpty() || compare(version, to) < 0);
    }
  }

  /// Reads one.
  ///
  /// @throws RunnerException if it is none of these forms
  static VersionRange parse(String text, String input) {
    final String whole = text.strip().toLowerCase(Locale.ROOT);
    if (WORDS.contains(whole) || whole.startsWith("lts/")) {
      return new VersionRange(text.strip(), true, List.of());
    }
    final List<List<Bound>> alternatives = new ArrayList<>();
    for (final String alternative : whole.split("\\|\\|", -1)) {
      final List<Bound> bounds = new ArrayList<>();
      final Matcher matcher = BOUND.matcher(alternative);
      int end = 0;
      while (matcher.find() && alternative.substring(end, matcher.start()).isBlank()) {
        bounds.add(bound(matcher.group(1) == null ? "" : matcher.group(1), matcher.group(2)));
        end = matcher.end();
      }
      if (bounds.isEmpty() || !alternative.substring(end).isBlank()) {
        throw new RunnerException(
            "Input " + input + ": '" + text.strip() + "' is no version or range of versions.");
      }
      alternatives.add(bounds);
    }
    return new VersionRange(text.strip(), false, List.copyOf(alternatives));
  }

  private static Bound bound(String operator, String version) {
    final List<Integer> parts = parts(version);
    return switch (operator) {
      case ">=" -> new Bound(parts, List.of());
      case ">" -> new Bound(after(parts, parts.size() - 1), List.of());
      case "<" -> new Bound(List.of(0), parts);
      case "<=" -> new Bound(List.of(0), after(parts, parts.size() - 1));
      case "^" -> new Bound(parts, after(parts, firstNonZero(parts)));
      case "~" -> new Bound(parts, after(parts, Math.min(1, parts.size() - 1)));
      default -> new Bound(parts, after(parts, parts.size() - 1));
    };
  }

  private static int firstNonZero(List<Integer> parts) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i) != 0) {
        return i;
      }
    }
    return parts.size() - 1;
  }

  private static List<Integer> after(List<Integer> parts, int index) {
    final List<Integer> next = new ArrayList<>(parts.subList(0, index + 1));
    next.set(index, next.get(index) + 1);
    return next;
  }

  private static List<Integer> parts(String version) {
    final List<Integer> parts = new ArrayList<>();
    for (final String part : version.split("\\.", -1)) {
      if (part.length() > 9 || !part.chars().allMatch(Character::isDigit)) {
        break;
      }
      parts.add(Integer.parseInt(part));
    }
    return parts.isEmpty() ? List.of(0) : parts;
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      final int order = Integer.compare(i < a.size() ? a.get(i) : 0, i < b.size() ? b.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /// Whether a version such as `20.11.1` fits.
  boolean fits(String version) {
    final List<Integer> parts = parts(version);
    return any
        || alternatives.stream()
            .anyMatch(bounds -> bounds.stream().allMatch(bound -> bound.holds(parts)));
  }
}
