package io.peerdeck.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a built-in action did, gathered on its own thread and told by the job's thread afterwards.
final class ActionResult {
  private final List<Remark> remarks = new ArrayList<>();
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private Optional<ArtifactRef> artifact = Optional.empty();

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

  void uploaded(ArtifactRef ref) {
    artifact = Optional.of(ref);
  }

  List<Remark> remarks() {
    return remarks;
  }

  Map<String, String> outputs() {
    return outputs;
  }

  Optional<ArtifactRef> artifact() {
    return artifact;
  }
}
