package io.peerdeck.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What submitting a file would do, or why it cannot be submitted.
///
/// @param terms how long its jobs would wait, how often they would be tried, what they ask for
/// @param problems errors and warnings with positions; any error means submit refuses the file
/// @param source the file's text, for showing the marked line
/// @param runId the id the run would get if the clock does not move before submitting; empty
///     when there are errors
public record SubmitPreview(
    Path file,
    String name,
    List<String> tags,
    List<String> triggers,
    List<InputField> inputs,
    List<JobPreview> jobs,
    int snapshotFiles,
    long snapshotBytes,
    String snapshotSource,
    RunTermsView terms,
    List<Problem> problems,
    String source,
    Optional<String> runId) {
  /// What is said of a file that GitHub would run although something in it can mean nothing.
  static final Problem DOUBTFUL =
      new Problem(
          0,
          0,
          false,
          "GitHub would run what is always empty or has one answer, though its author meant"
              + " something else: correct it, or submit the file as it is (--as-is).");

  /// Whether it is refused for what can mean nothing, so that one may insist on it as it is.
  public boolean doubtful() {
    return problems.contains(DOUBTFUL);
  }

  /// Whether submit would take it.
  public boolean submittable() {
    return problems.stream().noneMatch(Problem::error);
  }

  /// A position is 1-based; line 0 means the file as a whole.
  public record Problem(int line, int column, boolean error, String message) {}

  /// One job of the file.
  ///
  /// @param instances how many tasks its matrix makes, 1 without a matrix
  /// @param owners per instance the peer of rank 0 as the clock stands now; empty where no peer
  ///     is eligible
  public record JobPreview(
      String id,
      String name,
      List<String> needs,
      List<String> runsOn,
      int instances,
      List<Optional<PeerRef>> owners) {}

  /// An input a person may fill in.
  public record InputField(
      String name,
      String type,
      String description,
      boolean required,
      String defaultValue,
      List<String> options) {}
}
