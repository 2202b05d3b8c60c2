package io.peerdeck.node;

import io.peerdeck.schedule.Again;
import java.util.Optional;
import java.util.OptionalInt;

/// How much of a run is run once more.
///
/// @param failed only what failed or was cancelled, and what needs that
/// @param job only this job, or one instance of it as `JOB:INDEX`, and what needs it
public record RunAgain(boolean failed, Optional<String> job) {
  /// All of it.
  public static final RunAgain WHOLE = new RunAgain(false, Optional.empty());

  /// What failed or was cancelled.
  public static final RunAgain FAILED = new RunAgain(true, Optional.empty());

  /// Throws [NodeException] for both at once.
  public RunAgain {
    if (failed && job.isPresent()) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "Run again either what failed or one job, not both: the failed jobs include what needs"
              + " them.");
    }
  }

  /// One job, or one instance of it as `JOB:INDEX`.
  public static RunAgain job(String job) {
    return new RunAgain(false, Optional.of(job));
  }

  Again what() {
    return job.map(RunAgain::parse)
        .orElseGet(() -> failed ? new Again.Failed() : new Again.Whole());
  }

  /// A job's id holds no colon.
  private static Again parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return new Again.Job(text, OptionalInt.empty());
    }
    try {
      return new Again.Job(
          text.substring(0, colon), OptionalInt.of(Integer.parseInt(text.substring(colon + 1))));
    } catch (NumberFormatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, "`" + text + "` is no task: write JOB or JOB:INDEX.", e);
    }
  }
}
