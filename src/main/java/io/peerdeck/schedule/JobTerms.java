package io.peerdeck.schedule;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import java.util.Optional;

/// What binds the tasks of one job to each other and to other runs.
///
/// @param failFast whether a task that failed calls its siblings off
/// @param maxParallel how many of them may run at once; 0 for all
/// @param group the job's own concurrency group
public record JobTerms(boolean failFast, int maxParallel, Optional<ConcurrencyGroup> group) {
  /// Tasks that run as they can.
  public static final JobTerms NONE = new JobTerms(false, 0, Optional.empty());

  /// Checks the bound.
  ///
  /// @throws ScheduleException when it is negative
  public JobTerms {
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
    group.ifPresent(named -> job.put("group", named.toIpld()));
    return job;
  }

  static JobTerms parse(Ipld.Map job) {
    return new JobTerms(
        job.has("failFast") && job.bool("failFast"),
        job.has("parallel") ? job.integer("parallel", 0, Integer.MAX_VALUE) : 0,
        job.has("group")
            ? Optional.of(ConcurrencyGroup.parse(job.map("group")))
            : Optional.empty());
  }
}
