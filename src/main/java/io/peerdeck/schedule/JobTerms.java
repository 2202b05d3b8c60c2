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
/// @param labels for each task by index the labels its peer must carry, where they differ; else
///     none
/// @param matrix the text of a matrix that rests on the results of its needs: how many tasks there
///     are is known once these are sealed; see [io.peerdeck.workflow.LateMatrix]
public record JobTerms(
    boolean failFast,
    int maxParallel,
    List<ConcurrencyGroup> groups,
    List<List<String>> labels,
    Optional<String> matrix) {
  /// Tasks that run as they can.
  public static final JobTerms NONE = new JobTerms(false, 0, List.of());

  /// Terms of tasks that all ask for the same labels.
  public JobTerms(boolean failFast, int maxParallel, List<ConcurrencyGroup> groups) {
    this(failFast, maxParallel, groups, List.of(), Optional.empty());
  }

  /// Checks the bound and copies the lists.
  ///
  /// @throws ScheduleException when it is negative
  public JobTerms {
    groups = List.copyOf(groups);
    labels = labels.stream().map(List::copyOf).toList();
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
    matrix.ifPresent(text -> job.put("matrix", text));
    if (!labels.isEmpty()) {
      job.put("labels", Ipld.list(labels.stream().map(each -> (Ipld) Ipld.texts(each)).toList()));
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
            : List.of(),
        job.has("labels")
            ? job.list("labels").items().stream().map(JobTerms::texts).toList()
            : List.of(),
        job.optText("matrix"));
  }

  private static List<String> texts(Ipld item) {
    if (item instanceof Ipld.List list) {
      return list.texts();
    }
    throw new ScheduleException("the labels of a task are a list of texts");
  }
}
