package io.peerdeck.workflow;

import java.util.Locale;
import java.util.Map;

/// A concurrency group as a submission names it.
///
/// @param cancelInProgress whether who enters it ends what runs in it
/// @param call the call whose jobs are in it as one; empty where each is by itself
/// @param queues whether who waits for it gives way to nobody who queues as well
public record PlannedGroup(String name, boolean cancelInProgress, String call, boolean queues) {
  /// A group for which one waits, the newest.
  public PlannedGroup(String name, boolean cancelInProgress, String call) {
    this(name, cancelInProgress, call, false);
  }

  /// GitHub's bound.
  public static final int MAX_NAME = 400;

  /// Stands in a name for the run's own id, which the submission that names the group cannot hold.
  public static final String RUN = "⟨run_id⟩";

  /// Stands in a name for who submitted the run.
  public static final String SUBMITTER = "⟨actor⟩";

  /// What `github` has besides for a group's name.
  static final Map<String, Value> OF_RUN =
      Ordered.of(
          Map.entry("run_id", Value.of(RUN)),
          Map.entry("actor", Value.of(SUBMITTER)),
          Map.entry("triggering_actor", Value.of(SUBMITTER)));

  /// Whether both are one group, whose names are told apart without letter case.
  boolean isSameAs(PlannedGroup other) {
    return name.toLowerCase(Locale.ROOT).equals(other.name.toLowerCase(Locale.ROOT));
  }
}
