package io.peerdeck.runner;

import io.peerdeck.workflow.ActionFile;
import io.peerdeck.workflow.ActionInput;
import io.peerdeck.workflow.BuiltInAction;
import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.UsesStep;
import io.peerdeck.workflow.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The inputs of an action as it gets them: what the step gives, and defaults for the rest.
///
/// @param texts by name
record ActionInputs(Map<String, String> texts) {

  /// Those of a built-in action.
  ///
  /// @throws io.peerdeck.workflow.ExpressionException if an expression fails
  static ActionInputs of(BuiltInAction action, UsesStep step, EvaluationContext context) {
    final Map<String, String> texts = new LinkedHashMap<>(action.inputs());
    step.with().forEach((name, value) -> texts.put(name, value.text(context)));
    return new ActionInputs(texts);
  }

  /// Those of an action with a file of its own, under the names it declares; others keep theirs.
  ///
  /// @throws io.peerdeck.workflow.ExpressionException if an expression fails
  static ActionInputs of(ActionFile action, UsesStep step, EvaluationContext context) {
    final Map<String, String> texts = new LinkedHashMap<>();
    step.with()
        .forEach(
            (name, value) -> {
              final ActionInput declared = action.inputs().get(name.toLowerCase(Locale.ROOT));
              texts.put(declared == null ? name : declared.name(), value.text(context));
            });
    action
        .inputs()
        .values()
        .forEach(
            input -> {
              if (!texts.containsKey(input.name())) {
                texts.put(
                    input.name(),
                    input.defaultValue().map(value -> value.text(context)).orElse(""));
              }
            });
    return new ActionInputs(texts);
  }

  /// What to say about inputs a step gives that the action does not know, or does not want.
  static List<String> warnings(ActionFile action, UsesStep step) {
    final List<String> warnings = new ArrayList<>();
    final List<String> unexpected =
        step.with().keySet().stream()
            .filter(name -> !action.inputs().containsKey(name.toLowerCase(Locale.ROOT)))
            .toList();
    if (!unexpected.isEmpty()) {
      warnings.add(
          "Unexpected input(s) '%s', valid inputs are ['%s']"
              .formatted(
                  String.join("', '", unexpected),
                  String.join(
                      "', '", action.inputs().values().stream().map(ActionInput::name).toList())));
    }
    step.with()
        .keySet()
        .forEach(
            name -> {
              final ActionInput declared = action.inputs().get(name.toLowerCase(Locale.ROOT));
              if (declared != null) {
                declared
                    .deprecation()
                    .ifPresent(
                        why ->
                            warnings.add(
                                "Input '" + name + "' has been deprecated with message: " + why));
              }
            });
    return warnings;
  }

  /// One of them; empty where it was not given and has no default.
  String text(String name) {
    return texts.getOrDefault(name, "");
  }

  /// One that is true or false.
  ///
  /// @throws RunnerException if it is neither
  boolean flag(String name) {
    return switch (text(name).strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false", "" -> false;
      default ->
          throw new RunnerException(
              "Input " + name + " is true or false, not \"" + text(name) + "\".");
    };
  }

  /// The `inputs` context inside the action.
  Value.Obj context() {
    return Value.ofTexts(texts, false);
  }

  /// The variables a program of the action finds them in.
  Map<String, String> variables() {
    final Map<String, String> variables = new LinkedHashMap<>();
    texts.forEach(
        (name, text) ->
            variables.put("INPUT_" + name.replace(' ', '_').toUpperCase(Locale.ROOT), text));
    return variables;
  }
}
