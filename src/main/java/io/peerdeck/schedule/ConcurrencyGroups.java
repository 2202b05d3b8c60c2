package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who of each concurrency group runs, who waits and who gives way, by the unfinished runs this
/// node knows. The clock's order decides, so peers that hold the same entries decide the same:
/// whoever has begun goes on, else the first in order begins; of the others the last in order
/// waits, and those between give way to it; where all say `queue: max`, all wait. Two that began on
/// two sides of a partition both go on with what has begun, and what is left of the later one waits
/// for the earlier.
///
/// Safe for use by many threads.
final class ConcurrencyGroups {
  // Groups within groups of other runs; what is further in has its groups in a circle.
  private static final int DEPTH = 8;
  // GitHub's bound, which only those with `queue: max` can come to
  private static final int MOST_WAITING = 100;

  private final Map<String, TreeSet<GroupEntrant>> groups = new HashMap<>();
  private final Map<Cid, Map<String, List<GroupEntrant>>> entered = new HashMap<>();
  private final Set<Cid> moved = new HashSet<>();
  private final Map<Asked, Boolean> blocked = new HashMap<>();

  // Those of one call or run in the same groups have one answer until an entrant comes or goes.
  private record Asked(Cid run, List<GroupPlace.Outer> around, int depth) {}

  /// How an entrant stands to its group.
  sealed interface Standing {
    /// It has the group.
    record Runs() implements Standing {}

    /// Another has it.
    ///
    /// @param both whether both began, unknown to each other
    record Waits(String why, boolean both) implements Standing {}

    /// A later one takes its place.
    ///
    /// @param by who runs or waits instead
    record GivesWay(String why, GroupEntrant by) implements Standing {}
  }

  private static final Standing RUNS = new Standing.Runs();

  /// Notes a run as it is now, before [#judged].
  synchronized void follow(RunState run) {
    Map<String, List<GroupEntrant>> entries = run.hasGroups() ? GroupEntrant.of(run) : Map.of();
    if (entries.equals(entered.getOrDefault(run.id(), Map.of()))) {
      return;
    }
    forget(run.id());
    blocked.clear();
    if (!entries.isEmpty()) {
      entered.put(run.id(), entries);
    }
    entries.forEach(
        (group, entrants) -> {
          groups.computeIfAbsent(group, key -> new TreeSet<>()).addAll(entrants);
          tellOthers(group, run.id());
        });
  }

  /// A run that is no more.
  synchronized void forget(Cid run) {
    Map<String, List<GroupEntrant>> left = entered.remove(run);
    if (left == null) {
      return;
    }
    blocked.clear();
    for (String group : left.keySet()) {
      TreeSet<GroupEntrant> entrants = groups.get(group);
      if (entrants != null) {
        entrants.removeIf(entrant -> entrant.run().equals(run));
        tellOthers(group, run);
        if (entrants.isEmpty()) {
          groups.remove(group);
        }
      }
    }
  }

  private void tellOthers(String group, Cid run) {
    for (GroupEntrant entrant : groups.getOrDefault(group, new TreeSet<>())) {
      if (!entrant.run().equals(run)) {
        moved.add(entrant.run());
        inside(entrant).forEach(moved::add);
      }
    }
  }

  /// The runs in groups that are inside of this one for its run.
  private Set<Cid> inside(GroupEntrant outer) {
    Set<Cid> runs = new HashSet<>();
    for (String name : entered.getOrDefault(outer.run(), Map.of()).keySet()) {
      TreeSet<GroupEntrant> there = groups.getOrDefault(name, new TreeSet<>());
      if (there.stream().anyMatch(entrant -> entrant.isInside(outer))) {
        there.forEach(entrant -> runs.add(entrant.run()));
      }
    }
    return runs;
  }

  /// Runs that may stand otherwise to their groups than when this was last asked.
  synchronized Set<Cid> moved() {
    Set<Cid> all = Set.copyOf(moved);
    moved.clear();
    return all;
  }

  /// How a run as a whole stands; empty where it is in no group or has ended.
  synchronized Optional<Standing> standing(RunState run) {
    return GroupPlace.group(run)
        .flatMap(group -> find(group.key(), run.id(), -1).map(own -> standing(group, own)));
  }

  private Optional<GroupEntrant> find(String key, Cid run, int place) {
    return groups.getOrDefault(key, new TreeSet<>()).stream()
        .filter(entrant -> entrant.run().equals(run) && entrant.place() == place)
        .findFirst();
  }

  private Standing standing(ConcurrencyGroup group, GroupEntrant own) {
    Line line = line(group.key(), own, 0);
    GroupEntrant holder = line.holder();
    if (line.isCancelled()) {
      return new Standing.GivesWay(
          line.last().words() + " cancels what is in the concurrency group " + group.name() + ".",
          line.last());
    }
    if (holder.equals(own)) {
      return RUNS;
    }
    if (own.running()) {
      return new Standing.Waits(
          "In the concurrency group %s this and %s both started, their peers not knowing of each other; %s is first in the clock's order, what has not started here waits for it."
              .formatted(group.name(), holder.words(), holder.words()),
          true);
    }
    Optional<GroupEntrant> newest = line.inPlaceOfOwn();
    if (newest.isPresent()) {
      return new Standing.GivesWay(
          newest.get().words() + " waits in the concurrency group " + group.name() + " instead.",
          newest.get());
    }
    if (line.waitingBefore() >= MOST_WAITING) {
      return new Standing.GivesWay(
          "%d wait in the concurrency group %s already.".formatted(MOST_WAITING, group.name()),
          holder);
    }
    return new Standing.Waits(
        "Waits for " + holder.words() + ", which has the concurrency group " + group.name() + ".",
        false);
  }

  /// An entrant among those of its group that it has to reckon with.
  private record Line(GroupEntrant own, List<GroupEntrant> all) {
    GroupEntrant last() {
      return all.getLast();
    }

    GroupEntrant holder() {
      return all.stream().filter(GroupEntrant::running).findFirst().orElse(all.getFirst());
    }

    /// The newest that waits, where it came after [#own], for whom it does not queue.
    Optional<GroupEntrant> inPlaceOfOwn() {
      return all.reversed().stream()
          .takeWhile(each -> !each.equals(own))
          .filter(each -> !each.running() && !each.queues())
          .findFirst();
    }

    /// How many wait that came before [#own].
    long waitingBefore() {
      GroupEntrant first = holder();
      return all.stream()
          .takeWhile(each -> !each.equals(own))
          .filter(each -> !each.running() && !each.equals(first))
          .count();
    }

    /// Who runs cancels nobody who came after it, though earlier in order: one that was held, or in
    /// a group around this one.
    boolean isCancelled() {
      return !last().equals(own) && last().cancels() && (own.running() || !last().running());
    }

    boolean runs() {
      return !isCancelled() && holder().equals(own);
    }
  }

  private Line line(String key, GroupEntrant own, int depth) {
    return new Line(
        own,
        groups.getOrDefault(key, new TreeSet<>()).stream()
            .filter(other -> other.equals(own) || concerns(own, other, depth))
            .toList());
  }

  /// A job does not wait for its own run, nor for one that may not begin itself.
  private boolean concerns(GroupEntrant own, GroupEntrant other, int depth) {
    if (own.run().equals(other.run()) && (own.place() < 0) != (other.place() < 0)) {
      return false;
    }
    return other.running() || !isBlocked(other, depth);
  }

  /// Whether it has yet to get a group around the one it is in.
  private boolean isBlocked(GroupEntrant entrant, int depth) {
    if (entrant.around().isEmpty() || depth >= DEPTH) {
      return false;
    }
    Asked asked = new Asked(entrant.run(), entrant.around(), depth);
    Boolean known = blocked.get(asked);
    if (known != null) {
      return known;
    }
    boolean answer =
        entrant.around().stream()
            .anyMatch(
                outer ->
                    find(outer.key(), entrant.run(), outer.number())
                        .filter(there -> !line(outer.key(), there, depth + 1).runs())
                        .isPresent());
    blocked.put(asked, answer);
    return answer;
  }

  /// The run as its groups let it: tasks that must not begin wait and say why; those whose place
  /// another takes are called off. Unchanged where it is in no group.
  synchronized RunState judged(RunState run) {
    if (!run.hasGroups() || run.status().finished()) {
      return run;
    }
    Optional<Standing> whole = standing(run);
    Map<TaskKey, Standing> alone = new HashMap<>();
    for (GroupPlace place : GroupPlace.of(run)) {
      find(place.group().key(), run.id(), place.number())
          .map(own -> standing(place.group(), own))
          .filter(standing -> !standing.equals(RUNS))
          .ifPresent(
              standing -> place.tasks().forEach(task -> alone.putIfAbsent(task.key(), standing)));
    }
    List<TaskState> tasks = new ArrayList<>(run.tasks().size());
    for (TaskState task : run.tasks()) {
      TaskState judged = whole.map(standing -> judged(task, standing, false)).orElse(task);
      Standing standing = alone.get(task.key());
      tasks.add(standing == null ? judged : judged(judged, standing, true));
    }
    return run.with(tasks);
  }

  /// @param alone whether the standing is of the task and not of its run
  private static TaskState judged(TaskState task, Standing standing, boolean alone) {
    if (task.status().finished()) {
      return task;
    }
    return switch (standing) {
      case Standing.Runs runs -> task;
      case Standing.Waits waits -> waiting(task, waits.why());
      case Standing.GivesWay gives ->
          alone && task.ready()
              ? task.calledOff("Cancelled: " + gives.why())
              : waiting(task, gives.why());
    };
  }

  private static TaskState waiting(TaskState task, String why) {
    TaskState noted = task.noted(why);
    return task.ready() && task.status() != RunStatus.IN_PROGRESS
        ? noted.as(RunStatus.PENDING, TaskState.Wait.GROUP)
        : noted;
  }
}
