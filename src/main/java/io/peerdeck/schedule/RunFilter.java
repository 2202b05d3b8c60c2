package io.peerdeck.schedule;

import io.peerdeck.multiformats.PeerId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which runs to list, newest submission first.
///
/// @param text part of the name, the file name or the id, in any case; empty for all
/// @param statuses any of these; none for all
/// @param tag a tag the run carries
/// @param peer who runs or ran a task of it
/// @param from submitted then or later, by the submitter's clock
/// @param until submitted before
public record RunFilter(
    String text,
    Set<RunStatus> statuses,
    Optional<String> tag,
    Optional<PeerId> peer,
    Optional<Instant> from,
    Optional<Instant> until,
    int limit,
    int offset) {
  /// Copies the set.
  ///
  /// @throws ScheduleException for a negative limit or offset
  public RunFilter {
    statuses = Set.copyOf(statuses);
    if (limit < 0 || offset < 0) {
      throw new ScheduleException("limit and offset must not be negative");
    }
  }

  /// All runs.
  public static RunFilter all(int limit) {
    return new RunFilter(
        "",
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit,
        0);
  }
}
