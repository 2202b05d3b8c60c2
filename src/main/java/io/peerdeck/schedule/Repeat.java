package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
    Map<String, List<Ipld>> byJob = new TreeMap<>();
    taken.forEach(
        (task, result) -> {
          List<Ipld> links = byJob.computeIfAbsent(task.job(), job -> new ArrayList<>());
          while (links.size() < task.index()) {
            links.add(new Ipld.Null());
          }
          links.add(new Ipld.Link(result));
        });
    IpldMapBuilder jobs = Ipld.map();
    byJob.forEach((job, links) -> jobs.put(job, Ipld.list(links)));
    return body.put("taken", jobs.build());
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
}
