package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// What a run that repeats another has from it. A sealed run never changes, so even a single job is
/// run again by a new run, which takes over the results of the others.
///
/// @param run the run that is repeated
/// @param attempt 2 for the first repetition, 3 for its repetition, and so on
/// @param taken `job.finished` entries that are results of the new run from its start, by task
public record Repeat(Cid run, int attempt, Map<TaskKey, Cid> taken) {
  /// Copies the map.
  public Repeat {
    taken = Collections.unmodifiableMap(new TreeMap<>(taken));
  }

  /// The whole run once more.
  public static Repeat whole(Cid run) {
    return new Repeat(run, 2, Map.of());
  }

  IpldMapBuilder addTo(IpldMapBuilder body) {
    body.put("again", run);
    if (attempt != 2) {
      body.put("attempt", attempt);
    }
    if (taken.isEmpty()) {
      return body;
    }
    Map<String, NavigableMap<Integer, Cid>> byJob = new TreeMap<>();
    taken.forEach(
        (task, result) ->
            byJob.computeIfAbsent(task.job(), job -> new TreeMap<>()).put(task.index(), result));
    IpldMapBuilder jobs = Ipld.map();
    byJob.forEach((job, results) -> jobs.put(job, ipld(results)));
    return body.put("taken", jobs.build());
  }

  /// By index as a list; those of several matrices are far apart, and so by their names.
  private static Ipld ipld(NavigableMap<Integer, Cid> results) {
    if (results.lastKey() >= Submission.MAX_TASKS) {
      IpldMapBuilder named = Ipld.map();
      results.forEach((index, result) -> named.put(Integer.toString(index), result));
      return named.build();
    }
    List<Ipld> links = new ArrayList<>();
    results.forEach(
        (index, result) -> {
          while (links.size() < index) {
            links.add(new Ipld.Null());
          }
          links.add(new Ipld.Link(result));
        });
    return Ipld.list(links);
  }

  static Optional<Repeat> parse(Ipld.Map body) {
    return body.optLink("again")
        .map(
            run ->
                new Repeat(
                    run,
                    body.has("attempt") ? body.integer("attempt", 2, RunEvent.MAX_ATTEMPT) : 2,
                    body.has("taken") ? taken(body.map("taken")) : Map.of()));
  }

  private static Map<TaskKey, Cid> taken(Ipld.Map jobs) {
    Map<TaskKey, Cid> taken = new TreeMap<>();
    for (String job : jobs.keys()) {
      if (jobs.get(job).orElse(null) instanceof Ipld.Map named) {
        named.keys().forEach(index -> taken.put(new TaskKey(job, index(index)), named.link(index)));
        continue;
      }
      List<Ipld> links = jobs.list(job).items();
      for (int index = 0; index < links.size(); index++) {
        switch (links.get(index)) {
          case Ipld.Link link -> taken.put(new TaskKey(job, index), link.cid());
          case Ipld.Null none -> {}
          default -> throw new ScheduleException("field 'taken' holds something other than links");
        }
      }
    }
    return taken;
  }

  private static int index(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      throw new ScheduleException("'" + text + "' is no index of a task", e);
    }
  }
}
