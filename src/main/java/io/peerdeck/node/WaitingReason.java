package io.peerdeck.node;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.LivenessView;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.Standing;
import io.peerdeck.schedule.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a task is not running, as this node sees the fleet now: what the run's entries say, and who
/// of those that could take it is busy or away.
final class WaitingReason {
  private final LivenessView liveness;
  private final PeerNames names;

  WaitingReason(LivenessView liveness, PeerNames names) {
    this.liveness = liveness;
    this.names = names;
  }

  /// A sentence or two; empty text if the task runs or has ended well.
  String of(RunState run, TaskState task) {
    return task.waiting() == TaskState.Wait.OWNER
        ? ofOwner(task).orElseGet(() -> run.why(task, names::name))
        : run.why(task, names::name);
  }

  /// Empty if it waits for its owner, who can take it.
  private Optional<String> ofOwner(TaskState task) {
    List<Standing> standings = Standing.of(task, liveness);
    Optional<Standing> owner =
        task.turns().stream()
            .filter(peer -> !task.declined().containsKey(peer))
            .findFirst()
            .flatMap(peer -> standing(standings, peer));
    if (owner.isEmpty() || owner.get().state() == Standing.State.NEXT) {
      return Optional.empty();
    }
    return Optional.of(
        inState(standings, Standing.State.NEXT)
            .map(next -> passedOver(owner.get(), next))
            .orElseGet(() -> nobody(standings)));
  }

  private String passedOver(Standing owner, Standing next) {
    String why = owner.state() == Standing.State.BUSY ? "has no free slot" : "cannot be reached";
    String when =
        next.after().isZero()
            ? ""
            : " unless that changes within " + next.after().toSeconds() + " s";
    return "%s would run it but %s; %s takes it%s."
        .formatted(names.name(owner.peer()), why, names.name(next.peer()), when);
  }

  private String nobody(List<Standing> standings) {
    String busy = named(standings, Standing.State.BUSY);
    String away = named(standings, Standing.State.AWAY);
    if (busy.isEmpty()) {
      return "Nobody who could run it can be reached: " + away + ".";
    }
    return "All slots are taken of "
        + busy
        + "; the first with a free one takes it."
        + (away.isEmpty() ? "" : " Not reached now: " + away + ".");
  }

  private String named(List<Standing> standings, Standing.State state) {
    return standings.stream()
        .filter(standing -> standing.state() == state)
        .map(standing -> names.name(standing.peer()))
        .collect(Collectors.joining(", "));
  }

  private static Optional<Standing> inState(List<Standing> standings, Standing.State state) {
    return standings.stream().filter(standing -> standing.state() == state).findFirst();
  }

  private static Optional<Standing> standing(List<Standing> standings, PeerId peer) {
    return standings.stream().filter(standing -> standing.peer().equals(peer)).findFirst();
  }
}
