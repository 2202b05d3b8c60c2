package io.peerdeck.node;

import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One task of a run: a job, or one instance of a matrix job.
///
/// @param ranking eligible peers in order, nearest first; the first is the owner
/// @param holder who has the accepted claim of the newest attempt
/// @param conclusion `success`, `failure`, `cancelled` or `skipped` once there is a result
/// @param sealed whether the result can no longer change
/// @param why why it waits, was skipped or failed, in a sentence
public record TaskView(
    TaskRef ref,
    String name,
    List<String> needs,
    List<String> runsOn,
    RunStatus status,
    int attempt,
    List<RankedPeer> ranking,
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
    long logBytes) {
  /// The owner: rank 0.
  public Optional<PeerRef> owner() {
    return ranking.stream().findFirst().map(RankedPeer::peer);
  }

  /// A peer's place: the Hamming distance in bits (hex digits for `hamming-hex`), and why it
  /// declined, if it did.
  public record RankedPeer(PeerRef peer, int distance, Optional<String> declined) {}

  /// One step. Status is `pending`, `in_progress` or a conclusion.
  public record StepView(int number, String name, String status, long millis) {}

  /// One uploaded artifact.
  public record ArtifactView(String name, String cid, long bytes) {}
}
