package io.peerdeck.workflow;

/// What `success()`, `failure()` and `cancelled()` answer.
///
/// In a step's `if` they speak of the job so far; in a job's `if` of all jobs before it: `success`
/// if each needed job succeeded, `failure` if any job in the chain of needs failed. All three are
/// false if a needed job was skipped.
public record StatusCheck(boolean success, boolean failure, boolean cancelled) {

  /// All went well so far.
  public static final StatusCheck SUCCESS = new StatusCheck(true, false, false);

  /// Something failed.
  public static final StatusCheck FAILURE = new StatusCheck(false, true, false);

  /// The run was cancelled.
  public static final StatusCheck CANCELLED = new StatusCheck(false, false, true);

  /// A needed job was skipped.
  public static final StatusCheck SKIPPED = new StatusCheck(false, false, false);
}
