package io.peerdeck.schedule;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.workflow.LateTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What binds the tasks of one job to each other and to other runs.
///
/// @param failFast whether a task that failed calls its siblings off
/// @param maxParallel how many of them may run at once; 0 for all
/// @param groups the concurrency groups its tasks are in, innermost first: the job's own, then
///     those of the calls around it. Of each either one for all of its tasks, or one for each by
///     index
/// @param labels for each task by index the labels its peer must carry, where they differ; else
///     none
/// @param matrix the text of matrices that rest on the results of its needs, or are several: how
///     many tasks there are is known once these are sealed; see [io.peerdeck.workflow.LateMatrix]
/// @param late the text of groups and bounds that are known only with the tasks; see
///     [io.peerdeck.workflow.LateTerms]. None of them is in the other components then
/// @param calls those with a matrix that its tasks are in, outermost first
public record JobTerms(
    boolean failFast,
    int maxParallel,
    List<List<ConcurrencyGroup>> groups,
    List<List<String>> labels,
    Optional<String> matrix,
    Optional<String> late,
    List<CallTerms> calls) {
  // its own, and two of each call: GitHub's ten levels
  private static final int MAX_GROUPS = 32;
  private static final int MAX_CALLS = 10;

  /// Tasks that run as they can.
  public static final JobTerms NONE = new JobTerms(false, 0, List.of());

  /// Terms of tasks that all ask for the same labels and are in the same groups.
  public JobTerms(boolean failFast, int maxParallel, List<ConcurrencyGroup> groups) {
    this(
        failFast,
        maxParallel,
        groups.stream().map(List::of).toList(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// Terms that are all known.
  public JobTerms(
      boolean failFast,
      int maxParallel,
      List<List<ConcurrencyGroup>> groups,
      List<List<String>> labels,
      Optional<String> matrix,
      List<CallTerms> calls) {
    this(failFast, maxParallel, groups, labels, matrix, Optional.empty(), calls);
  }

  /// Checks the bound and copies the lists.
  ///
  /// @throws ScheduleException when it is negative, or there are more groups than calls can nest
  public JobTerms {
    groups = groups.stream().map(List::copyOf).toList();
    if (groups.size() > MAX_GROUPS || groups.stream().anyMatch(List::isEmpty)) {
      throw new ScheduleException(
          "a task is in " + MAX_GROUPS + " concurrency groups at most, each with a name");
    }
    labels = labels.stream().map(List::copyOf).toList();
    calls = List.copyOf(calls);
    if (calls.size() > MAX_CALLS) {
      throw new ScheduleException("a task is in " + MAX_CALLS + " calls at most");
    }
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
      job.put("groups", layer(groups.getFirst()));
    }
    if (groups.size() > 1) {
      job.put("around", Ipld.list(groups.stream().skip(1).map(JobTerms::layer).toList()));
    }
    matrix.ifPresent(text -> job.put("matrix", text));
    late.ifPresent(text -> job.put("late", text));
    if (!calls.isEmpty()) {
      job.put("calls", Ipld.list(calls.stream().map(CallTerms::toIpld).toList()));
    }
    if (!labels.isEmpty()) {
      job.put("labels", Ipld.list(labels.stream().map(each -> (Ipld) Ipld.texts(each)).toList()));
    }
    return job;
  }

  private static Ipld layer(List<ConcurrencyGroup> groups) {
    return Ipld.list(groups.stream().map(ConcurrencyGroup::toIpld).toList());
  }

  /// The terms of a task, now that all is known.
  JobTerms with(LateTerms.Known known) {
    List<CallTerms> bounded = new ArrayList<>(calls.size());
    for (int i = 0; i < calls.size(); i++) {
      bounded.add(
          i < known.calls().size() ? calls.get(i).with(known.calls().get(i)) : calls.get(i));
    }
    return new JobTerms(
        known.own().failFast(),
        known.own().maxParallel().orElse(0),
        known.groups().stream().map(group -> List.of(ConcurrencyGroup.of(group))).toList(),
        labels,
        matrix,
        Optional.empty(),
        bounded);
  }

  /// How many may run at once, in words.
  String turns(String job) {
    List<String> bounds = new ArrayList<>();
    for (CallTerms call : calls) {
      if (call.maxParallel() > 0) {
        bounds.add("of the calls of " + call.call() + " at most " + call.maxParallel());
      }
    }
    if (maxParallel > 0) {
      bounds.add("of " + job + " at most " + maxParallel);
    }
    return String.join(" and ", bounds);
  }

  /// The groups of one task, innermost first.
  List<ConcurrencyGroup> groupsOf(int index) {
    List<ConcurrencyGroup> own = new ArrayList<>(groups.size());
    for (List<ConcurrencyGroup> layer : groups) {
      if (layer.size() == 1) {
        own.add(layer.getFirst());
      } else if (index < layer.size()) {
        own.add(layer.get(index));
      }
    }
    return own;
  }

  static JobTerms parse(Ipld.Map job) {
    return new JobTerms(
        job.has("failFast") && job.bool("failFast"),
        job.has("parallel") ? job.integer("parallel", 0, Integer.MAX_VALUE) : 0,
        groups(job),
        job.has("labels")
            ? job.list("labels").items().stream().map(JobTerms::texts).toList()
            : List.of(),
        job.optText("matrix"),
        job.optText("late"),
        job.has("calls")
            ? job.list("calls").maps().stream().map(CallTerms::parse).toList()
            : List.of());
  }

  private static List<List<ConcurrencyGroup>> groups(Ipld.Map job) {
    List<List<ConcurrencyGroup>> groups = new ArrayList<>();
    if (job.has("groups")) {
      groups.add(layer(job.list("groups")));
    }
    if (job.has("around")) {
      job.list("around").items().forEach(item -> groups.add(layer(item)));
    }
    return groups;
  }

  private static List<ConcurrencyGroup> layer(Ipld item) {
    if (item instanceof Ipld.List list) {
      return list.maps().stream().map(ConcurrencyGroup::parse).toList();
    }
    throw new ScheduleException("the concurrency groups around a task are lists of groups");
  }

  private static List<String> texts(Ipld item) {
    if (item instanceof Ipld.List list) {
      return list.texts();
    }
    throw new ScheduleException("the labels of a task are a list of texts");
  }
}
