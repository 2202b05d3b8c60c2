package io.peerdeck.node;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.LivenessView;
import io.peerdeck.schedule.Standing;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Who would get a task and why, and why the other members would not.
final class RankingViews {
  private final MerkleClock<Roster> clock;
  private final LivenessView liveness;
  private final PeerNames names;

  RankingViews(MerkleClock<Roster> clock, LivenessView liveness, PeerNames names) {
    this.clock = clock;
    this.liveness = liveness;
    this.names = names;
  }

  /// The eligible peers, nearest first.
  List<TaskView.RankedPeer> ranked(TaskState task) {
    return Standing.of(task, liveness).stream()
        .map(
            standing ->
                new TaskView.RankedPeer(
                    names.ref(standing.peer()),
                    standing.rank(),
                    standing.distance(),
                    standing.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    why(task, standing),
                    standing.after(),
                    Optional.ofNullable(task.declined().get(standing.peer()))))
        .toList();
  }

  private String why(TaskState task, Standing standing) {
    return switch (standing.state()) {
      case HOLDS -> task.result().isPresent() ? "Its result counts." : "Runs it.";
      case DECLINED -> "Refused: " + task.declined().get(standing.peer()) + ".";
      case AWAY -> "Cannot be reached now.";
      case PASSED_OVER ->
          task.assigned().map(names::name).orElse("Another peer") + " was named by hand.";
      case BUSY -> "All its slots are taken; it takes the job when one is free.";
      case NEXT ->
          task.waitsForAssigned()
              ? "Was named by hand."
              : standing.rank() == 0
                  ? "Is nearest to the job."
                  : "Is the nearest that can take it now.";
      case LATER ->
          "May take it "
              + standing.after().toSeconds()
              + " s after the job is ready, if nobody before it does.";
    };
  }

  /// Members that are not ranked, with the reason; for a task that still waits.
  List<TaskView.ExcludedPeer> excluded(TaskState task, Optional<Submission.Job> job) {
    if (task.status().finished()) {
      return List.of();
    }
    Optional<Roster> then = clock.get(task.ranking().head()).map(clock::viewAt);
    List<TaskView.ExcludedPeer> excluded = new ArrayList<>();
    for (Member member : clock.currentView().members()) {
      if (task.ranking().rankOf(member.peer()) < 0) {
        excluded.add(
            new TaskView.ExcludedPeer(names.ref(member.peer()), whyNot(member.peer(), then, job)));
      }
    }
    return excluded;
  }

  private static String whyNot(PeerId peer, Optional<Roster> then, Optional<Submission.Job> job) {
    Optional<Member> member = then.flatMap(roster -> roster.member(peer));
    if (member.isEmpty()) {
      return "Joined after the job was offered; it is asked when the job is offered again.";
    }
    if (!member.get().is(Role.WORKER)) {
      return "Has not the role worker.";
    }
    if (member.get().drain()) {
      return "Took no new jobs when this one was offered.";
    }
    List<String> missing =
        job.map(Submission.Job::runsOn).orElse(List.of()).stream()
            .filter(label -> !member.get().carries(List.of(label)))
            .toList();
    return "Lacks the label"
        + (missing.size() == 1 ? " " : "s ")
        + String.join(", ", missing)
        + ".";
  }
}
