package io.peerdeck.runner;

import java.util.Map;
import java.util.OptionalInt;

/// How a step went, before `continue-on-error`.
///
/// @param exitCode of its process, if it had one that ended by itself
/// @param message why it did not succeed, or empty
record StepEnd(
    Conclusion outcome, OptionalInt exitCode, Map<String, String> outputs, String message) {
  static final StepEnd SKIPPED = new StepEnd(Conclusion.SKIPPED, OptionalInt.empty(), Map.of(), "");

  static StepEnd failed(String message) {
    return new StepEnd(Conclusion.FAILURE, OptionalInt.empty(), Map.of(), message);
  }

  static StepEnd success(Map<String, String> outputs) {
    return new StepEnd(Conclusion.SUCCESS, OptionalInt.empty(), outputs, "");
  }
}
