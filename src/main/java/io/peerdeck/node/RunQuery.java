package io.peerdeck.node;

import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which runs, newest submission first.
///
/// @param text in name, file or id
/// @param statuses any of these; none for all
/// @param peerId that runs or ran a task of it
/// @param from submitted then or later, by the submitter's clock
/// @param until submitted before
public record RunQuery(
    String text,
    Set<RunStatus> statuses,
    Optional<String> tag,
    Optional<String> peerId,
    Optional<Instant> from,
    Optional<Instant> until,
    int limit,
    int offset) {
  public static final int MAX_LIMIT = 100_000;

  public RunQuery {
    statuses = Set.copyOf(statuses);
  }

  public static RunQuery all(int limit) {
    return new RunQuery(
        "",
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit,
        0);
  }

  public RunQuery withStatuses(Set<RunStatus> value) {
    return new RunQuery(text, value, tag, peerId, from, until, limit, offset);
  }

  public RunQuery withText(String value) {
    return new RunQuery(value, statuses, tag, peerId, from, until, limit, offset);
  }

  public RunQuery withTag(String value) {
    return new RunQuery(text, statuses, Optional.of(value), peerId, from, until, limit, offset);
  }

  public RunQuery withPeer(String value) {
    return new RunQuery(text, statuses, tag, Optional.of(value), from, until, limit, offset);
  }

  public RunQuery withTime(Optional<Instant> newFrom, Optional<Instant> newUntil) {
    return new RunQuery(text, statuses, tag, peerId, newFrom, newUntil, limit, offset);
  }

  public RunQuery withPage(int newLimit, int newOffset) {
    return new RunQuery(text, statuses, tag, peerId, from, until, newLimit, newOffset);
  }
}
