package io.peerdeck.panel.run;

import io.peerdeck.node.TaskView;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.schedule.RunStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The jobs of a run in layers: a job stands one layer right of the last job it needs. Within a
/// layer jobs stand near the middle of what they need, so that few edges cross; what is needed
/// further right has a place of its own to pass, so that its edges cross no job.
///
/// @param places left to right, each layer top to bottom
record JobGraph(List<List<Place>> places) {
  /// What takes room in a layer.
  sealed interface Place {}

  /// Where the edges from a job pass that lead beyond this layer.
  record Passage(String from) implements Place {}

  /// One job with its matrix folded.
  record Job(String id, String name, List<String> needs, List<TaskView> tasks) implements Place {
    long done() {
      return tasks.stream().filter(task -> task.status().finished()).count();
    }

    /// The state of the job as a whole: the worst that happened, else the furthest on.
    Mark mark() {
      if (any(RunStatus.FAILED)) {
        return Mark.FAILED;
      }
      if (any(RunStatus.IN_PROGRESS)) {
        return Mark.IN_PROGRESS;
      }
      if (tasks.stream().allMatch(t -> t.conclusion().filter("skipped"::equals).isPresent())) {
        return Mark.SKIPPED;
      }
      if (done() == tasks.size()) {
        return any(RunStatus.CANCELLED) ? Mark.CANCELLED : Mark.COMPLETED;
      }
      if (done() > 0) {
        return Mark.IN_PROGRESS;
      }
      return any(RunStatus.ASSIGNED) ? Mark.ASSIGNED : Mark.PENDING;
    }

    private boolean any(RunStatus status) {
      return tasks.stream().anyMatch(task -> task.status() == status);
    }
  }

  static JobGraph of(List<TaskView> tasks) {
    Map<String, List<TaskView>> byJob =
        tasks.stream()
            .collect(
                Collectors.groupingBy(
                    task -> task.ref().job(), LinkedHashMap::new, Collectors.toList()));
    Map<String, Job> jobs = new LinkedHashMap<>();
    byJob.forEach(
        (id, instances) -> {
          TaskView first = instances.getFirst();
          String name = instances.size() == 1 ? first.name() : id;
          jobs.put(id, new Job(id, name, first.needs(), List.copyOf(instances)));
        });
    Map<String, Integer> layerOf = new HashMap<>();
    jobs.keySet().forEach(id -> layer(id, jobs, layerOf));
    List<List<Place>> layers = new ArrayList<>();
    jobs.forEach(
        (id, job) -> {
          int layer = layerOf.getOrDefault(id, 0);
          while (layers.size() <= layer) {
            layers.add(new ArrayList<>());
          }
          layers.get(layer).add(job);
        });
    for (Job job : jobs.values()) {
      for (String need : job.needs()) {
        Passage passage = new Passage(need);
        int last = layerOf.getOrDefault(job.id(), 0);
        for (int layer = layerOf.getOrDefault(need, last) + 1; layer < last; layer++) {
          if (!layers.get(layer).contains(passage)) {
            layers.get(layer).add(passage);
          }
        }
      }
    }
    settle(layers);
    return new JobGraph(layers.stream().map(List::copyOf).toList());
  }

  /// The layers an edge passes on its way to a job that needs its first.
  List<Integer> between(String need, String job) {
    return IntStream.range(layerOf(need) + 1, layerOf(job)).boxed().toList();
  }

  private int layerOf(String job) {
    return IntStream.range(0, places.size())
        .filter(
            layer ->
                places.get(layer).stream()
                    .anyMatch(place -> place instanceof Job each && each.id().equals(job)))
        .findFirst()
        .orElseThrow();
  }

  /// Left to right, each top to bottom.
  List<List<Job>> layers() {
    return places.stream()
        .map(layer -> layer.stream().filter(Job.class::isInstance).map(Job.class::cast).toList())
        .toList();
  }

  List<Job> jobs() {
    return layers().stream().flatMap(List::stream).toList();
  }

  private static int layer(String id, Map<String, Job> jobs, Map<String, Integer> known) {
    Integer layer = known.get(id);
    if (layer != null) {
      return layer;
    }
    // A cycle is refused at submit; the 0 only keeps a damaged run from recursing for ever.
    known.put(id, 0);
    int found = 0;
    Job job = jobs.get(id);
    for (String need : job == null ? List.<String>of() : job.needs()) {
      if (jobs.containsKey(need)) {
        found = Math.max(found, layer(need, jobs, known) + 1);
      }
    }
    known.put(id, found);
    return found;
  }

  private static void settle(List<List<Place>> layers) {
    Map<String, Double> height = new HashMap<>(); // where the edges from a job are last
    for (List<Place> layer : layers) {
      layer.sort(Comparator.comparingDouble(place -> middle(place, height)));
      for (int i = 0; i < layer.size(); i++) {
        height.put(from(layer.get(i)), (i + 0.5) / layer.size());
      }
    }
  }

  /// The job whose edges leave a place.
  static String from(Place place) {
    return switch (place) {
      case Job job -> job.id();
      case Passage passage -> passage.from();
    };
  }

  private static double middle(Place place, Map<String, Double> height) {
    return switch (place) {
      case Job job ->
          job.needs().stream()
              .mapToDouble(need -> height.getOrDefault(need, 0.5))
              .average()
              .orElse(0.5);
      case Passage passage -> height.getOrDefault(passage.from(), 0.5);
    };
  }
}
