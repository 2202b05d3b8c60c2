package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import java.util.Optional;

/// A result of an earlier run that a submission names as the result of its own task.
///
/// It counts for good as a seal does, whatever becomes of its author: the submitter knew it. It is
/// none if the submission does not know the entry, or the entry is about another task, or is of a
/// run of another workflow or snapshot.
///
/// @param run where it was made
record TakenResult(Cid run, TaskState.Result result) {
  static Optional<TakenResult> of(
      RunHistory history, Entry submitted, Submission submission, TaskKey task) {
    return submission
        .again()
        .flatMap(repeat -> Optional.ofNullable(repeat.taken().get(task)))
        .flatMap(history::entry)
        .filter(entry -> history.happenedBefore(entry, submitted) && history.isAllowed(entry))
        .flatMap(entry -> read(history, submission, task, entry));
  }

  private static Optional<TakenResult> read(
      RunHistory history, Submission submission, TaskKey task, Entry entry) {
    try {
      Cid run = Cid.parse(entry.key());
      boolean sameInputs =
          history
              .entry(run)
              .filter(made -> made.kind().equals(Submission.KIND))
              .map(made -> SubmissionCodec.parse(made.body()))
              .filter(made -> made.workflow().equals(submission.workflow()))
              .filter(made -> made.snapshot().equals(submission.snapshot()))
              .isPresent();
      return RunEvent.parse(entry.kind(), entry.body())
          .filter(event -> sameInputs && event instanceof RunEvent.Finished)
          .map(RunEvent.Finished.class::cast)
          .filter(finished -> finished.task().equals(task))
          .map(
              finished ->
                  new TakenResult(
                      run,
                      new TaskState.Result(
                          entry.cid(),
                          entry.author(),
                          entry.ts(),
                          finished,
                          TaskState.Verdict.COUNTS)));
    } catch (MultiformatException | ScheduleException unreadable) {
      return Optional.empty();
    }
  }
}
