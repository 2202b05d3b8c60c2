package io.peerdeck.runner;

import io.peerdeck.workflow.Condition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What a built-in action did, gathered on its own thread and told by the job's thread afterwards.
final class ActionResult {
  private final List<Remark> remarks = new ArrayList<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private final List<String> paths = new ArrayList<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private Optional<ArtifactRef> artifact = Optional.empty();
  private Optional<Post> post = Optional.empty();

  /// Work after the job's last step.
  record Post(Condition condition, Consumer<ActionResult> work) {}

  /// A line for the log.
  record Remark(boolean warning, String text) {}

  void say(String text) {
    remarks.add(new Remark(false, text));
  }

  void warn(String text) {
    remarks.add(new Remark(true, text));
  }

  void output(String name, String value) {
    outputs.put(name, value);
  }

  /// A folder that later steps find in front of their `PATH`.
  void path(String folder) {
    paths.add(folder);
  }

  /// A variable that later steps see.
  void variable(String name, String value) {
    variables.put(name, value);
  }

  /// What is to be done after the job's last step.
  void later(Condition condition, Consumer<ActionResult> work) {
    post = Optional.of(new Post(condition, work));
  }

  void uploaded(ArtifactRef ref) {
    artifact = Optional.of(ref);
  }

  List<Remark> remarks() {
    return remarks;
  }

  Map<String, String> outputs() {
    return outputs;
  }

  List<String> paths() {
    return paths;
  }

  Map<String, String> variables() {
    return variables;
  }

  Optional<Post> post() {
    return post;
  }

  Optional<ArtifactRef> artifact() {
    return artifact;
  }
}
