package io.peerdeck.clock;

import java.util.List;

/// The outcome of checking every stored entry again from its bytes.
///
/// @param entries how many were checked
/// @param problems the first problems found, at most 100, each with row and CID
/// @param millis how long it took
public record VerifyReport(long entries, List<String> problems, long millis) {
  public VerifyReport {
    problems = List.copyOf(problems);
  }

  /// Whether every entry is as it must be.
  public boolean ok() {
    return problems.isEmpty();
  }
}
