package io.peerdeck.node;

import io.peerdeck.fleet.Subscription;
import io.peerdeck.github.watch.Intake.Verdict;
import io.peerdeck.github.watch.WorkflowWatch;
import java.util.List;
import java.util.Optional;

/// The watch over GitHub's queue, as callers see it and set it going.
final class WatchDesk implements AutoCloseable {
  private final Optional<WorkflowWatch> watch;
  private final Optional<Subscription> changes;

  WatchDesk(NodeRooms rooms, SubmissionDesk submissions) {
    watch =
        rooms
            .github
            .filter(door -> !rooms.settings.github().watch().isEmpty())
            .map(
                door ->
                    new WorkflowWatch(
                            door,
                            rooms.settings.github().watch(),
                            new WatchedRuns(
                                rooms, submissions, rooms.settings.github().watchPrivate()),
                            rooms.time.wall(),
                            () -> rooms.changes.add(new Change.Status()))
                        .start());
    changes = watch.map(running -> rooms.scheduler.subscribe(ids -> running.nudge()));
  }

  WatchView view() {
    return new WatchView(
        watch.isPresent(),
        watch.map(WorkflowWatch::standings).orElse(List.of()).stream()
            .map(
                one ->
                    new WatchView.Repository(
                        one.repository().toString(),
                        one.asked(),
                        one.trouble(),
                        one.cases().stream().map(WatchDesk::run).toList()))
            .toList());
  }

  private static WatchView.WaitingRun run(WorkflowWatch.Case one) {
    String state =
        switch (one.verdict()) {
          case Verdict.Submitted done -> "submitted";
          case Verdict.Passed passed -> "passed";
          case Verdict.Later later -> "later";
        };
    String why =
        switch (one.verdict()) {
          case Verdict.Submitted done -> done.without();
          case Verdict.Passed passed -> passed.why();
          case Verdict.Later later -> later.why();
        };
    return new WatchView.WaitingRun(
        one.run().id(),
        one.run().attempt(),
        one.run().name(),
        one.run().path(),
        one.run().event(),
        state,
        why,
        one.verdict() instanceof Verdict.Submitted done
            ? Optional.of(done.run())
            : Optional.empty(),
        one.at());
  }

  /// Looks now. Throws [NodeException] when nothing is watched.
  WatchView look() {
    WorkflowWatch running =
        watch.orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.REFUSED,
                    "No repository is watched: set "
                        + GitHubSettings.WATCH
                        + " and start the node again."));
    try {
      running.look();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          NodeException.Reason.FAILED, "Interrupted while looking at GitHub's queue.", e);
    }
    return view();
  }

  @Override
  public void close() {
    changes.ifPresent(Subscription::close);
    watch.ifPresent(WorkflowWatch::close);
  }
}
