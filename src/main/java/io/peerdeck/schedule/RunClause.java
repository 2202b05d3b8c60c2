package io.peerdeck.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A filter as a condition over the table of runs.
///
/// @param condition SQL with a question mark for each value
record RunClause(String condition, List<String> values) {
  /// Everything the filter asks for.
  static RunClause of(RunFilter filter) {
    RunClause fixed = fixed(filter);
    RunClause state = state(filter);
    List<String> values = new ArrayList<>(fixed.values);
    values.addAll(state.values);
    return new RunClause(fixed.condition + " AND " + state.condition, values);
  }

  /// What never changes about a run: text, tag and time.
  static RunClause fixed(RunFilter filter) {
    List<String> terms = new ArrayList<>(List.of("1 = 1"));
    List<String> values = new ArrayList<>();
    if (!filter.text().isBlank()) {
      terms.add("(name LIKE ? ESCAPE '\\' OR file LIKE ? ESCAPE '\\' OR id LIKE ? ESCAPE '\\')");
      String pattern = "%" + escape(filter.text().strip()) + "%";
      values.addAll(List.of(pattern, pattern, pattern));
    }
    filter
        .tag()
        .ifPresent(tag -> contains("lower(tags)", tag.toLowerCase(Locale.ROOT), terms, values));
    filter.from().ifPresent(from -> terms.add("ts >= " + from.toEpochMilli()));
    filter.until().ifPresent(until -> terms.add("ts < " + until.toEpochMilli()));
    return new RunClause(String.join(" AND ", terms), values);
  }

  /// What becomes of a run: status and peers.
  static RunClause state(RunFilter filter) {
    List<String> terms = new ArrayList<>(List.of("1 = 1"));
    List<String> values = new ArrayList<>();
    if (!filter.statuses().isEmpty()) {
      terms.add(
          filter.statuses().stream()
              .map(status -> "?")
              .collect(Collectors.joining(", ", "status IN (", ")")));
      filter.statuses().forEach(status -> values.add(status.text()));
    }
    filter.peer().ifPresent(peer -> contains("peers", peer.toString(), terms, values));
    return new RunClause(String.join(" AND ", terms), values);
  }

  String sql() {
    return " WHERE " + condition;
  }

  private static void contains(
      String column, String item, List<String> terms, List<String> values) {
    terms.add("instr(" + column + ", ?) > 0");
    values.add("\n" + item + "\n");
  }

  /// The text without a meaning to LIKE.
  static String escape(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }
}
