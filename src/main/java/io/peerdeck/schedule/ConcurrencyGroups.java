package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Who of each concurrency group runs, who waits and who gives way, by the unfinished runs this
/// node knows. The clock's order decides, so peers that hold the same entries decide the same:
/// whoever has begun goes on, else the first in order begins; of the others the last in order
/// waits, and those between give way to it. Two that began on two sides of a partition both go on
/// with what has begun, and what is left of the later one waits for the earlier.
///
/// Safe for use by many threads.
final class ConcurrencyGroups {
  private final Map<String, TreeSet<Entrant>> groups = new HashMap<>();
  private final Map<Cid, Set<String>> groupsOf = new HashMap<>();
  private final Map<Cid, Integer> hashes = new HashMap<>();
  private final Set<Cid> moved = new HashSet<>();

  /// A run, or one task of it, that is in a group and has not ended.
  ///
  /// @param place of the task in its run, -1 for the run as a whole
  record Entrant(
      Cid run, String name, PeerId keeper, long lc, int place, boolean running, boolean cancels)
      implements Comparable<Entrant> {
    private static final Comparator<Entrant> ORDER =
        Comparator.comparingLong(Entrant::lc)
            .thenComparing(Entrant::run)
            .thenComparingInt(Entrant::place);

    @Override
    public int compareTo(Entrant other) {
      return ORDER.compare(this, other);
    }

    private String words() {
      String id = run.toString();
      return name + " (…" + id.substring(id.length() - 8) + ")";
    }
  }

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
    record GivesWay(String why, Entrant by) implements Standing {}
  }

  private static final Standing RUNS = new Standing.Runs();

  /// Notes a run as it is now, before [#judged].
  synchronized void follow(RunState run) {
    Map<String, List<Entrant>> entries = run.hasGroups() ? entries(run) : Map.of();
    if (entries.isEmpty() && !groupsOf.containsKey(run.id())) {
      return;
    }
    int hash = entries.hashCode();
    if (Integer.valueOf(hash).equals(hashes.get(run.id()))) {
      return;
    }
    forget(run.id());
    if (!entries.isEmpty()) {
      groupsOf.put(run.id(), Set.copyOf(entries.keySet()));
      hashes.put(run.id(), hash);
    }
    entries.forEach(
        (group, entrants) -> {
          groups.computeIfAbsent(group, key -> new TreeSet<>()).addAll(entrants);
          tellOthers(group, run.id());
        });
  }

  /// A run that is no more.
  synchronized void forget(Cid run) {
    hashes.remove(run);
    Set<String> left = groupsOf.remove(run);
    if (left == null) {
      return;
    }
    for (String group : left) {
      TreeSet<Entrant> entrants = groups.get(group);
      if (entrants != null) {
        entrants.removeIf(entrant -> entrant.run.equals(run));
        tellOthers(group, run);
        if (entrants.isEmpty()) {
          groups.remove(group);
        }
      }
    }
  }

  private void tellOthers(String group, Cid run) {
    for (Entrant entrant : groups.getOrDefault(group, new TreeSet<>())) {
      if (!entrant.run.equals(run)) {
        moved.add(entrant.run);
      }
    }
  }

  /// Runs that may stand otherwise to their groups than when this was last asked.
  synchronized Set<Cid> moved() {
    Set<Cid> all = Set.copyOf(moved);
    moved.clear();
    return all;
  }

  private static Map<String, List<Entrant>> entries(RunState run) {
    Map<String, List<Entrant>> entries = new HashMap<>();
    boolean begun = run.status() == RunStatus.IN_PROGRESS;
    Optional<ConcurrencyGroup> own = GroupPlace.group(run);
    if (own.isPresent() && !run.status().finished() && (begun || !run.held())) {
      add(entries, own.get(), run, -1, begun);
    }
    for (GroupPlace place : GroupPlace.of(run)) {
      if (place.isOpen() && (place.hasBegun() || (place.isReady() && !run.held()))) {
        add(entries, place.group(), run, place.number(), place.hasBegun());
      }
    }
    return entries;
  }

  private static void add(
      Map<String, List<Entrant>> entries,
      ConcurrencyGroup group,
      RunState run,
      int place,
      boolean running) {
    entries
        .computeIfAbsent(key(group), name -> new ArrayList<>())
        .add(
            new Entrant(
                run.id(),
                run.submission().name(),
                run.keeper(),
                run.lc(),
                place,
                running,
                group.cancelInProgress()));
  }

  private static String key(ConcurrencyGroup group) {
    return group.name().strip().toLowerCase(Locale.ROOT);
  }

  /// How a run as a whole stands; empty where it is in no group or has ended.
  synchronized Optional<Standing> standing(RunState run) {
    return GroupPlace.group(run)
        .flatMap(group -> find(group, run.id(), -1).map(own -> standing(group, own)));
  }

  private Optional<Entrant> find(ConcurrencyGroup group, Cid run, int place) {
    return groups.getOrDefault(key(group), new TreeSet<>()).stream()
        .filter(entrant -> entrant.run.equals(run) && entrant.place == place)
        .findFirst();
  }

  private Standing standing(ConcurrencyGroup group, Entrant own) {
    List<Entrant> all =
        groups.getOrDefault(key(group), new TreeSet<>()).stream()
            .filter(other -> other.equals(own) || concerns(own, other))
            .toList();
    Entrant last = all.getLast();
    Optional<Entrant> running = all.stream().filter(Entrant::running).findFirst();
    Entrant holder = running.orElse(all.getFirst());
    if (!last.equals(own) && last.cancels) {
      return new Standing.GivesWay(
          last.words() + " cancels what is in the concurrency group " + group.name() + ".", last);
    }
    if (holder.equals(own)) {
      return RUNS;
    }
    if (own.running) {
      return new Standing.Waits(
          "In the concurrency group %s this and %s both started, their peers not knowing of each other; %s is first in the clock's order, what has not started here waits for it."
              .formatted(group.name(), holder.words(), holder.words()),
          true);
    }
    if (!last.equals(own)) {
      return new Standing.GivesWay(
          last.words() + " waits in the concurrency group " + group.name() + " instead.", last);
    }
    return new Standing.Waits(
        "Waits for " + holder.words() + ", which has the concurrency group " + group.name() + ".",
        false);
  }

  /// A job does not wait for its own run, nor for a job whose run may not begin.
  private boolean concerns(Entrant own, Entrant other) {
    if (own.run.equals(other.run)) {
      return (own.place < 0) == (other.place < 0);
    }
    return other.running || other.place < 0 || !isBlocked(other.run);
  }

  private boolean isBlocked(Cid run) {
    for (String name : groupsOf.getOrDefault(run, Set.of())) {
      TreeSet<Entrant> entrants = groups.getOrDefault(name, new TreeSet<>());
      boolean waits =
          entrants.stream().anyMatch(entrant -> entrant.run.equals(run) && entrant.place < 0)
              && entrants.stream()
                  .filter(entrant -> entrant.place < 0)
                  .sorted(Comparator.comparing((Entrant e) -> !e.running))
                  .findFirst()
                  .filter(first -> !first.run.equals(run))
                  .isPresent();
      if (waits) {
        return true;
      }
    }
    return false;
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
      find(place.group(), run.id(), place.number())
          .map(own -> standing(place.group(), own))
          .ifPresent(standing -> place.tasks().forEach(task -> alone.put(task.key(), standing)));
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
