package io.peerdeck.node;

import java.util.List;

/// A page of runs and how many match in all.
public record RunPage(List<RunSummary> runs, long total) {
  public RunPage {
    runs = List.copyOf(runs);
  }
}
