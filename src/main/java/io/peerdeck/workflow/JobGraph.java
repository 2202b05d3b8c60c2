package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The jobs of a workflow by what they need: a directed graph without cycles.
public final class JobGraph {
  private final Map<String, List<String>> needs;

  private JobGraph(Map<String, List<String>> needs) {
    this.needs = needs;
  }

  /// The graph of a workflow.
  public static JobGraph of(Workflow workflow) {
    Map<String, List<String>> needs = new LinkedHashMap<>();
    workflow.jobs().forEach((id, job) -> needs.put(id, job.needs()));
    return new JobGraph(needs);
  }

  static JobGraph of(Map<String, List<String>> needs) {
    return new JobGraph(new LinkedHashMap<>(needs));
  }

  /// Job ids in layers: each job stands in the first layer behind all it needs.
  public List<List<String>> layers() {
    List<List<String>> layers = new ArrayList<>();
    Set<String> placed = new LinkedHashSet<>();
    while (placed.size() < needs.size()) {
      List<String> layer =
          needs.keySet().stream()
              .filter(
                  id ->
                      !placed.contains(id) && placed.containsAll(needs.getOrDefault(id, List.of())))
              .toList();
      if (layer.isEmpty()) {
        throw new WorkflowException("The jobs need one another in a circle: " + needs.keySet());
      }
      layers.add(layer);
      placed.addAll(layer);
    }
    return layers;
  }

  /// All jobs before a job, near and far.
  public Set<String> ancestors(String id) {
    Set<String> found = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(needs.getOrDefault(id, List.of()));
    while (!open.isEmpty()) {
      String next = open.removeLast();
      if (found.add(next)) {
        open.addAll(needs.getOrDefault(next, List.of()));
      }
    }
    return found;
  }

  /// The jobs that list a job in their `needs`.
  public List<String> dependents(String id) {
    return needs.entrySet().stream()
        .filter(entry -> entry.getValue().contains(id))
        .map(Map.Entry::getKey)
        .toList();
  }
}
