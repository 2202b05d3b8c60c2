package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A workflow file that was read without an error.
///
/// @param file the name the file was submitted under
/// @param name the `name` key
/// @param runName the `run-name` key
/// @param labels our extension of the language: labels of the workflow itself
/// @param tags the tags found in names and labels of the workflow and its jobs
/// @param triggers what `on` lists, shown to people; nothing here waits for events
/// @param inputs the inputs of `workflow_dispatch`, in the order of the file
/// @param permissions scope to level; shown only, as no token exists here; a shorthand is under the
/// scope `all`
/// @param concurrency the group that its runs are in
/// @param jobs by job id, in the order of the file
public record Workflow(
    String file,
    Optional<String> name,
    Optional<Template> runName,
    List<String> labels,
    Set<WorkflowTag> tags,
    List<Trigger> triggers,
    Map<String, WorkflowInput> inputs,
    Map<String, String> permissions,
    Variables env,
    RunDefaults defaults,
    Optional<Concurrency> concurrency,
    Map<String, Job> jobs) {

  public Workflow {
    labels = List.copyOf(labels);
    tags = Ordered.copyOf(tags);
    triggers = List.copyOf(triggers);
    inputs = Ordered.copyOf(inputs);
    permissions = Ordered.copyOf(permissions);
    jobs = Ordered.copyOf(jobs);
  }

  /// The name people see: `name`, or the file name where there is none.
  public String title() {
    return name.filter(text -> !text.isBlank()).orElse(file);
  }

  /// What speaks against starting it by an event: that `on` does not name it, or why each of its
  /// filters that do refuses. Empty where it starts, and for a submission by hand, which needs no
  /// trigger.
  ///
  /// @throws WorkflowException if a filter has a pattern that is none
  public List<Diagnostic> refusals(SubmittedEvent event) {
    if (event.isByHand()) {
      return List.of();
    }
    List<Trigger> named =
        triggers.stream().filter(trigger -> trigger.event().equals(event.name())).toList();
    if (named.isEmpty()) {
      return List.of(
          Diagnostic.unsupported(
              triggers.isEmpty() ? new Position(file, 1, 1) : triggers.getFirst().position(),
              "The workflow does not start on "
                  + event.name()
                  + ": `on` names "
                  + String.join(", ", triggers.stream().map(Trigger::event).toList())));
    }
    List<Diagnostic> refusals = new ArrayList<>();
    for (Trigger trigger : named) {
      Optional<String> refusal = trigger.refusal(event);
      if (refusal.isEmpty()) {
        return List.of();
      }
      refusals.add(
          Diagnostic.unsupported(
              trigger.position(),
              "The " + event.name() + " does not start this workflow: " + refusal.get()));
    }
    return refusals;
  }

  /// Whether the file says that it is meant for peers.
  public boolean isTagged() {
    return !tags.isEmpty();
  }

  /// The same with other jobs, which carry `env` and `defaults` themselves.
  Workflow withOwn(Map<String, Job> others) {
    return new Workflow(
        file,
        name,
        runName,
        labels,
        tags,
        triggers,
        inputs,
        permissions,
        Variables.NONE,
        RunDefaults.NONE,
        concurrency,
        others);
  }
}
