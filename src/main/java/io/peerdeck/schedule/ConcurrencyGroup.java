package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.workflow.PlannedGroup;
import java.util.Locale;

/// A `concurrency` group with its expressions evaluated: of all that name it, in the whole fleet,
/// one runs and the newest waits.
///
/// @param name compared without letter case, as at GitHub
/// @param cancelInProgress whether who enters the group ends what runs in it
/// @param call the call of a workflow whose jobs are in it as one, from the first that begins to
///     the last that ends; empty where each task is by itself
/// @param queues whether all that enter it wait their turn, and not the newest alone
public record ConcurrencyGroup(String name, boolean cancelInProgress, String call, boolean queues) {
  private static final int MAX_NAME = 1024;

  /// A group that each is in by itself.
  public ConcurrencyGroup(String name, boolean cancelInProgress) {
    this(name, cancelInProgress, "");
  }

  /// A group for which the newest waits.
  public ConcurrencyGroup(String name, boolean cancelInProgress, String call) {
    this(name, cancelInProgress, call, false);
  }

  /// A group as a plan has it.
  public static ConcurrencyGroup of(PlannedGroup group) {
    return new ConcurrencyGroup(
        group.name(), group.cancelInProgress(), group.call(), group.queues());
  }

  /// Checks the name.
  ///
  /// @throws ScheduleException when it is empty or longer than 1024 characters
  public ConcurrencyGroup {
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new ScheduleException(
          "a concurrency group has a name of 1 to " + MAX_NAME + " characters");
    }
  }

  /// The group of a run: its name may stand for the run's id and its submitter.
  ConcurrencyGroup of(Cid run, PeerId submitter) {
    return name.contains(PlannedGroup.RUN) || name.contains(PlannedGroup.SUBMITTER)
        ? new ConcurrencyGroup(
            name.replace(PlannedGroup.RUN, run.toString())
                .replace(PlannedGroup.SUBMITTER, submitter.toString()),
            cancelInProgress,
            call,
            queues)
        : this;
  }

  /// The name as it is told apart from others.
  String key() {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  Ipld toIpld() {
    IpldMapBuilder map = Ipld.map().put("name", name).put("cancel", cancelInProgress);
    if (!call.isEmpty()) {
      map.put("call", call);
    }
    return (queues ? map.put("queue", true) : map).build();
  }

  static ConcurrencyGroup parse(Ipld.Map map) {
    return new ConcurrencyGroup(
        map.text("name"),
        map.bool("cancel"),
        map.optText("call").orElse(""),
        map.has("queue") && map.bool("queue"));
  }
}
