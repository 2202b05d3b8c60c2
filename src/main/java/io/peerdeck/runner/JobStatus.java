package io.peerdeck.runner;

import java.util.function.Function;

/// How a job stands while it runs: success until the first failure or cancel. Belongs to the job's
/// thread.
final class JobStatus {
  private final JobDeadlines deadlines;
  private final JobLog log;
  private final Function<JobDeadlines.Cause, String> reason;
  private Conclusion conclusion = Conclusion.SUCCESS;
  private boolean cancelSaid;
  private String message = "";

  /// @param reason says why the job is being cancelled
  JobStatus(JobDeadlines deadlines, JobLog log, Function<JobDeadlines.Cause, String> reason) {
    this.deadlines = deadlines;
    this.log = log;
    this.reason = reason;
  }

  /// Turns the status once the job is being cancelled; from then on only `always()` and
  /// `cancelled()` hold.
  void look() {
    final JobDeadlines.Cause cause = deadlines.cause();
    if (cause == JobDeadlines.Cause.NONE || cancelSaid) {
      return;
    }
    cancelSaid = true;
    if (!log.failure().isEmpty()) {
      return;
    }
    conclusion = Conclusion.CANCELLED;
    message = reason.apply(cause);
    log.annotate(0, LogLine.Level.ERROR, message.isBlank() ? "The job was cancelled." : message);
  }

  Conclusion conclusion() {
    return conclusion;
  }

  /// Why it is no success, or empty.
  String message() {
    return message;
  }

  /// Turns a success into a failure; the first reason stands.
  void fail(String why) {
    if (conclusion == Conclusion.SUCCESS) {
      conclusion = Conclusion.FAILURE;
      message = why;
    }
  }

  /// What counts from now on, whatever was before.
  void become(Conclusion now, String why) {
    conclusion = now;
    message = why;
  }
}
