package io.peerdeck.schedule;

import java.util.List;

/// A page of runs.
///
/// @param total how many match in all
public record RunList(List<RunRow> runs, long total) {
  /// Copies the list.
  public RunList {
    runs = List.copyOf(runs);
  }
}
