package io.peerdeck;

import java.util.List;

/// What the demo found; its JSON form is the document of `peerdeck demo --json`.
///
/// @param problems what is not as it should be; empty for exit code 0
public record DemoReport(
    int nodes,
    boolean ownersAgree,
    List<RunLine> runs,
    List<String> screenshots,
    List<String> problems,
    long millis) {
  /// One run. Status is the spelling of the command line.
  public record RunLine(
      String name, String status, List<JobLine> jobs, List<ArtifactLine> artifacts) {}

  /// One task of a run and the peer that ran it.
  public record JobLine(String id, String peer, int attempt, String conclusion, long millis) {}

  /// One artifact.
  public record ArtifactLine(String name, String cid, long bytes) {}

  boolean good() {
    return problems.isEmpty();
  }
}
