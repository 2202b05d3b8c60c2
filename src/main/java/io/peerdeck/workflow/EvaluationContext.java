package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.Map;

/// What an expression sees: the named contexts (`github`, `env`, …), the status functions' answers
/// and the file hashes.
///
/// @param contexts by name; looked up in any letter case
public record EvaluationContext(Map<String, Value> contexts, StatusCheck status, FileHashes files) {

  public EvaluationContext {
    contexts = Ordered.copyOf(contexts);
  }

  /// No context at all; all went well so far.
  public static EvaluationContext empty() {
    return new EvaluationContext(Map.of(), StatusCheck.SUCCESS, FileHashes.NONE);
  }

  /// These contexts; all went well so far.
  public static EvaluationContext of(Map<String, Value> contexts) {
    return new EvaluationContext(contexts, StatusCheck.SUCCESS, FileHashes.NONE);
  }

  /// The same, with one context set anew.
  public EvaluationContext with(String name, Value value) {
    Map<String, Value> changed = new LinkedHashMap<>(contexts);
    changed.put(name, value);
    return new EvaluationContext(changed, status, files);
  }

  /// The same, with other answers of the status functions.
  public EvaluationContext with(StatusCheck changed) {
    return new EvaluationContext(contexts, changed, files);
  }

  /// The same, with another source of file hashes.
  public EvaluationContext with(FileHashes changed) {
    return new EvaluationContext(contexts, status, changed);
  }

  /// A context by name; null, as the language has it, if there is none.
  Value context(String name) {
    Value exact = contexts.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, Value> entry : contexts.entrySet()) {
      if (entry.getKey().equalsIgnoreCase(name)) {
        return entry.getValue();
      }
    }
    return new Value.Null();
  }
}
