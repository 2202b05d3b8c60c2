package io.peerdeck.schedule;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import java.util.List;
import java.util.Optional;

/// What binds the tasks of one job to each other and to other runs.
///
/// @param failFast whether a task that failed calls its siblings off
/// @param maxParallel how many of them may run at once; 0 for all
/// @param groups the job's own concurrency group: none, one for all of its tasks, or one for each
///     by index
public record JobTerms(boolean failFast, int maxParallel, List<ConcurrencyGroup> groups) {
  /// Tasks that run as they can.
  public static final JobTerms NONE = new JobTerms(false, 0, List.of());

  /// Checks the bound and copies the list.
  ///
  /// @throws ScheduleException when it is negative
  public JobTerms {
    groups = List.copyOf(groups);
    if (maxParallel < 0) {
      throw new ScheduleException("max-parallel is " + maxParallel + ", must be 1 or more");
    }
  }

  /// Adds the keys that say something; none for [#NONE].
  IpldMapBuilder addTo(IpldMapBuilder job) {
    if (failFast) {
      job.put("failFast", true);
    }
    if (maxParallel > 0) {
      job.put("parallel", maxParallel);
    }
    if (!groups.isEmpty()) {
      job.put("groups", Ipld.list(groups.stream().map(ConcurrencyGroup::toIpld).toList()));
    }
    return job;
  }

  /// The group of one task.
  public Optional<ConcurrencyGroup> groupOf(int index) {
    return switch (groups.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(groups.getFirst());
      default -> index < groups.size() ? Optional.of(groups.get(index)) : Optional.empty();
    };
  }

  static JobTerms parse(Ipld.Map job) {
    return new JobTerms(
        job.has("failFast") && job.bool("failFast"),
        job.has("parallel") ? job.integer("parallel", 0, Integer.MAX_VALUE) : 0,
        job.has("groups")
            ? job.list("groups").maps().stream().map(ConcurrencyGroup::parse).toList()
            : List.of());
  }
}
