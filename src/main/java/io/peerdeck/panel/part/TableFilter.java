package io.peerdeck.panel.part;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a filter bar asks for.
///
/// @param text part of what a row says, in any case; empty for all
/// @param chosen by facet the values a row must have one of
/// @param times when a row must have happened
public record TableFilter(String text, Map<String, Set<String>> chosen, Optional<TimeRange> times) {
  public static final TableFilter NONE = new TableFilter("", Map.of(), Optional.empty());

  public TableFilter {
    chosen =
        chosen.entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> Set.copyOf(entry.getValue())));
  }

  /// Whether what does not fit `wider` cannot fit this: the same choice, and a text that contains
  /// the other. Times pass, so that with them nothing is sure.
  boolean narrows(TableFilter wider) {
    return equals(wider)
        || (times.isEmpty()
            && wider.times.isEmpty()
            && chosen.equals(wider.chosen)
            && words().contains(wider.words()));
  }

  /// The text as it is searched for.
  String words() {
    return text.strip().toLowerCase(Locale.ROOT);
  }

  boolean empty() {
    return text.isBlank() && chosen.isEmpty() && times.isEmpty();
  }
}
