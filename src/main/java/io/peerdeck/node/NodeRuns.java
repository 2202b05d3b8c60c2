package io.peerdeck.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a [Node] does with workflows: previews, submissions, runs, their logs and artifacts.
public interface NodeRuns {
  /// Reads a workflow file and says what submitting it would do: jobs, who would run what as the
  /// clock stands now, the snapshot's size, or the errors with line and column. No entry is
  /// written.
  SubmitPreview preview(SubmitRequest request);

  /// The third-party actions the fleet keeps.
  List<VendoredAction> actions();

  /// Keeps the files of a folder or an archive (`.zip`, `.tar`, `.tar.gz`) as those of
  /// `owner/repo@sha` for the whole fleet; only an operator may.
  VendoredAction vendorAction(String uses, Path source);

  /// Removes an action, `owner/repo@sha`, from the fleet; what was submitted with it still runs.
  void removeAction(String uses);

  /// The workflows that come with the program.
  List<TemplateView> templates();

  /// Writes a template's files into the data folder and returns its workflow file, to be previewed
  /// and submitted as any other; one that brings its files has them as its workspace.
  Path template(String id);

  /// Stores the file and its snapshot, writes the signed submission and returns once it is durable.
  RunSummary submit(SubmitRequest request);

  /// Runs matching the query, newest submission first.
  RunPage runs(RunQuery query);

  /// These runs, by their whole ids, as a list shows them: what a list asks for after
  /// [Change.Run]. In no order and without their place in the queue, which others move; one that
  /// is gone is left out.
  List<RunSummary> runs(Set<String> ids);

  /// Runs matching the query as they were when this entry was the newest in the clock's total
  /// order: the queue of another time. Their places in the queue are not told.
  RunPage runsAt(String entryCid, RunQuery query);

  /// One run in full, by its id, a unique prefix (8 characters or more) or a unique suffix of it.
  RunDetail run(String id);

  void cancel(String runId, String reason);

  void hold(String runId);

  void release(String runId);

  /// Moves the run to another priority, 1 (first) to 9 (last).
  void prioritise(String runId, int priority);

  /// Assigns by hand one task, or every unfinished task when `task` is empty, to the peer.
  void assign(String runId, Optional<TaskRef> task, String peerId);

  /// Submits the same workflow, snapshot and inputs once more as a new run, which takes over the
  /// sealed results of the jobs that are not run again.
  RunSummary again(String runId, RunAgain what);

  /// All of a run once more.
  default RunSummary again(String runId) {
    return again(runId, RunAgain.WHOLE);
  }

  /// Becomes the one who seals the run's results, when its submitter is gone.
  void adopt(String runId);

  /// The log of a task's newest attempt from a byte position: local spool, content store or the
  /// peer that runs it. A position within a line means the next line; a negative one counts from
  /// the end, so that `-65536` begins near the end of a log of any length. At most `maxBytes`; the
  /// chunk says where to go on, how long the log is and whether more will come. Waits up to `wait`
  /// for new bytes.
  LogChunk log(String runId, TaskRef task, long fromByte, int maxBytes, Duration wait);

  /// The step summaries of a finished task joined, as Markdown of at most 1 MiB; empty text where
  /// it wrote none. Throws [NodeException] when nobody who has it can be reached.
  String summary(String runId, TaskRef task);

  /// Writes an artifact's files below the folder and returns the paths written.
  List<Path> saveArtifact(String cid, Path folder);

  /// The names, sizes and CIDs of the files of an artifact.
  List<ArtifactFile> artifactFiles(String cid);

  /// The first `maxBytes` bytes of a file of an artifact, by the file's own CID; fewer where it is
  /// shorter. At most 16 MiB.
  byte[] artifactHead(String fileCid, int maxBytes);
}
