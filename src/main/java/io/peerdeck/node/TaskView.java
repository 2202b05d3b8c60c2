package io.peerdeck.node;

import io.peerdeck.schedule.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One task of a run: a job, or one instance of a matrix job.
///
/// @param position its place among all waiting tasks, from 1, as this node would take them; empty
///     unless it is ready and nobody has it
/// @param ranking eligible peers in order, nearest first; the first is the owner
/// @param excluded members that are not eligible, and why; empty once it has ended
/// @param holder who has the accepted claim of the newest attempt
/// @param conclusion `success`, `failure`, `cancelled` or `skipped` once there is a result
/// @param sealed whether the result can no longer change
/// @param why why it waits, was skipped or failed, in a sentence
/// @param annotations at most 50, in the order they were made; there once the task has ended
/// @param summaryChars length of the Markdown that [Node#summary] gives; 0 for none
public record TaskView(
    TaskRef ref,
    String name,
    List<String> needs,
    List<String> runsOn,
    RunStatus status,
    int attempt,
    Optional<Integer> position,
    List<RankedPeer> ranking,
    List<ExcludedPeer> excluded,
    Optional<PeerRef> assigned,
    Optional<PeerRef> holder,
    Optional<String> conclusion,
    Optional<String> resultCid,
    boolean sealed,
    String why,
    List<StepView> steps,
    Map<String, String> outputs,
    List<ArtifactView> artifacts,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    long millis,
    long logBytes,
    List<AnnotationView> annotations,
    int summaryChars) {
  /// The owner: rank 0.
  public Optional<PeerRef> owner() {
    return ranking.stream().findFirst().map(RankedPeer::peer);
  }

  /// Who would take it now, as far as this node sees; empty when somebody has it or nobody could.
  public Optional<RankedPeer> next() {
    return ranking.stream().filter(peer -> peer.standing().equals("next")).findFirst();
  }

  /// A peer's place.
  ///
  /// @param rank from 0
  /// @param distance the Hamming distance in bits (hex digits for `hamming-hex`)
  /// @param standing `holds` (runs or ran it), `next`, `later`, `busy`, `away`, `declined` or
  ///     `passed over` (another was named by hand)
  /// @param why the same in a sentence
  /// @param after how long after the job became ready its turn comes
  /// @param declined why it refused, if it did
  public record RankedPeer(
      PeerRef peer,
      int rank,
      int distance,
      String standing,
      String why,
      Duration after,
      Optional<String> declined) {}

  /// A member that cannot get the task.
  public record ExcludedPeer(PeerRef peer, String why) {}

  /// One step.
  ///
  /// @param status `pending`, `in_progress` or a conclusion
  /// @param startedAt by the clock of the machine that runs it; empty before it begins and for a
  ///     skipped one
  /// @param millis how long it took; 0 until it has ended
  public record StepView(
      int number, String name, String status, Optional<Instant> startedAt, long millis) {
    /// When it ended.
    public Optional<Instant> finishedAt() {
      return status.equals("in_progress")
          ? Optional.empty()
          : startedAt.map(at -> at.plusMillis(millis));
    }
  }

  /// A remark made by `::error::`, `::warning::` or `::notice::`, or by the runner about a step.
  ///
  /// @param step number of the step, 0 for the job
  /// @param level `notice`, `warning` or `error`
  /// @param file path in the workspace
  /// @param line from 1; 0 where none was named, and so for the other three
  public record AnnotationView(
      int step,
      String level,
      String title,
      String message,
      Optional<String> file,
      int line,
      int endLine,
      int column,
      int endColumn) {}

  /// One uploaded artifact.
  public record ArtifactView(String name, String cid, long bytes) {}
}
