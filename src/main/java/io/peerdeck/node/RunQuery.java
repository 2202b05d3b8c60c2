package io.peerdeck.node;

import io.peerdeck.schedule.RunStatus;
import java.util.Optional;
import java.util.Set;

/// Which runs: text in name, file or id; any of the statuses (none: all); tag; peer that runs or
/// ran a task of it.
public record RunQuery(
    String text,
    Set<RunStatus> statuses,
    Optional<String> tag,
    Optional<String> peerId,
    int limit,
    int offset) {
  public static final int MAX_LIMIT = 100_000;

  public static RunQuery all(int limit) {
    return new RunQuery("", Set.of(), Optional.empty(), Optional.empty(), limit, 0);
  }

  public RunQuery withStatuses(Set<RunStatus> value) {
    return new RunQuery(text, Set.copyOf(value), tag, peerId, limit, offset);
  }

  public RunQuery withText(String value) {
    return new RunQuery(value, statuses, tag, peerId, limit, offset);
  }
}
