package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A run, or some of its tasks, that is in a concurrency group and has not ended.
///
/// @param place of its first task in the run, [#WHOLE] for the run as a whole
/// @param around its places in groups that it must have before it may take this one
record GroupEntrant(
    Cid run,
    String name,
    PeerId keeper,
    long lc,
    int place,
    boolean running,
    boolean cancels,
    boolean queues,
    List<GroupPlace.Outer> around)
    implements Comparable<GroupEntrant> {
  static final int WHOLE = -1;

  private static final Comparator<GroupEntrant> ORDER =
      Comparator.comparingLong(GroupEntrant::lc)
          .thenComparing(GroupEntrant::run)
          .thenComparingInt(GroupEntrant::place);

  /// What a run has in groups now, by their keys.
  static Map<String, List<GroupEntrant>> of(RunState run) {
    Map<String, List<GroupEntrant>> entrants = new HashMap<>();
    boolean begun = run.status() == RunStatus.IN_PROGRESS;
    Optional<ConcurrencyGroup> own = GroupPlace.group(run);
    List<GroupPlace.Outer> whole =
        own.map(group -> new GroupPlace.Outer(group.key(), WHOLE)).stream().toList();
    if (own.isPresent() && !run.status().finished() && (begun || !run.held())) {
      add(entrants, own.get(), of(run, own.get(), WHOLE, begun, List.of()));
    }
    for (GroupPlace place : GroupPlace.of(run)) {
      if (place.isOpen() && (place.hasBegun() || (place.isReady() && !run.held()))) {
        List<GroupPlace.Outer> around =
            Stream.concat(whole.stream(), place.around().stream()).toList();
        add(
            entrants,
            place.group(),
            of(run, place.group(), place.number(), place.hasBegun(), around));
      }
    }
    return entrants;
  }

  private static GroupEntrant of(
      RunState run,
      ConcurrencyGroup group,
      int place,
      boolean running,
      List<GroupPlace.Outer> around) {
    return new GroupEntrant(
        run.id(),
        run.submission().name(run.id()),
        run.keeper(),
        run.lc(),
        place,
        running,
        group.cancelInProgress(),
        group.queues(),
        around);
  }

  private static void add(
      Map<String, List<GroupEntrant>> entrants, ConcurrencyGroup group, GroupEntrant entrant) {
    entrants.computeIfAbsent(group.key(), name -> new ArrayList<>()).add(entrant);
  }

  /// Whether it is in another's place, or of the run that the other is.
  boolean isInside(GroupEntrant other) {
    return run.equals(other.run)
        && around.stream().anyMatch(outer -> outer.number() == other.place);
  }

  String words() {
    String id = run.toString();
    return name + " (…" + id.substring(id.length() - 8) + ")";
  }

  @Override
  public int compareTo(GroupEntrant other) {
    return ORDER.compare(this, other);
  }
}
