package io.peerdeck.workflow;

import java.util.List;

/// A list of [GlobPattern]s, as `branches`, `tags` and `paths` have it, in order: a later pattern
/// decides over an earlier one.
public record GlobFilter(List<GlobPattern> patterns) {

  public GlobFilter {
    patterns = List.copyOf(patterns);
  }

  /// Reads the patterns of a filter.
  ///
  /// @throws WorkflowException if one is no pattern
  public static GlobFilter of(List<String> patterns) {
    return new GlobFilter(patterns.stream().map(GlobPattern::of).toList());
  }

  /// Whether any of the names is asked for: the last pattern that fits it has no `!`. An empty
  /// filter asks for everything.
  public boolean includesAny(List<String> names) {
    return patterns.isEmpty() || names.stream().anyMatch(this::includes);
  }

  private boolean includes(String name) {
    boolean included = false;
    for (GlobPattern pattern : patterns) {
      if (pattern.matches(name)) {
        included = !pattern.isNegative();
      }
    }
    return included;
  }

  /// Whether all of the names are to be ignored, for the `-ignore` filters. An empty filter ignores
  /// nothing.
  public boolean ignoresAll(List<String> names) {
    return !patterns.isEmpty()
        && names.stream()
            .allMatch(
                name ->
                    patterns.stream()
                        .anyMatch(pattern -> pattern.matches(name) != pattern.isNegative()));
  }
}
