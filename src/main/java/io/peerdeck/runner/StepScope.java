package io.peerdeck.runner;

import io.peerdeck.workflow.Value;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What belongs to the steps of one list alone: those of the job, or those of one use of a
/// composite action. Their `steps` and `inputs` contexts, and how they went so far.
final class StepScope {
  private final Value.Obj inputs;
  private final Optional<Path> action;
  private final Map<String, String> env;
  private final int depth;
  private final String place;
  private final Map<String, Value> steps = new LinkedHashMap<>();
  private Value.Obj shown = new Value.Obj(Map.of());
  private Conclusion status = Conclusion.SUCCESS;

  private StepScope(
      Value.Obj inputs, Optional<Path> action, Map<String, String> env, int depth, String place) {
    this.inputs = inputs;
    this.action = action;
    this.env = env;
    this.depth = depth;
    this.place = place;
  }

  /// The job's own steps.
  static StepScope ofJob(Value.Obj inputs) {
    return new StepScope(inputs, Optional.empty(), Map.of(), 0, "");
  }

  /// The steps of a composite action that a step of this scope uses.
  ///
  /// @param folder of the action
  /// @param own variables of the step that uses it
  /// @param number of that step
  StepScope inside(Value.Obj given, Path folder, Map<String, String> own, int number) {
    final Map<String, String> all = new LinkedHashMap<>(env);
    all.putAll(own);
    return new StepScope(
        given, Optional.of(folder), Map.copyOf(all), depth + 1, place + number + "/");
  }

  Value.Obj inputs() {
    return inputs;
  }

  Value.Obj steps() {
    return shown;
  }

  /// The folder of the action these steps belong to.
  Optional<Path> action() {
    return action;
  }

  /// Variables of the steps around this scope; they win over what steps add to the job's.
  Map<String, String> env() {
    return env;
  }

  /// Where these steps are among the job's, the same each time the scope is made: empty for the
  /// job's own, `3/` for those of its third step's action.
  String place() {
    return place;
  }

  /// How many composite actions are around these steps.
  int depth() {
    return depth;
  }

  /// What status functions answer to a step here: inside an action they speak of the action's own
  /// steps, unless the job is being cancelled.
  Conclusion status(Conclusion job) {
    return action.isEmpty() || job == Conclusion.CANCELLED ? job : status;
  }

  /// How the steps of an action went so far.
  Conclusion status() {
    return status;
  }

  /// Adds a step that is over to the `steps` context.
  ///
  /// @param id empty where the step has none
  void ended(Optional<String> id, StepEnd end, Conclusion conclusion) {
    id.ifPresent(
        name -> {
          steps.put(
              name,
              Value.Obj.of(
                  Map.entry("outputs", Value.ofTexts(end.outputs(), false)),
                  Map.entry("outcome", Value.of(end.outcome().text())),
                  Map.entry("conclusion", Value.of(conclusion.text()))));
          shown = new Value.Obj(steps);
        });
    if (status == Conclusion.SUCCESS
        && (conclusion == Conclusion.FAILURE || conclusion == Conclusion.CANCELLED)) {
      status = conclusion;
    }
  }
}
