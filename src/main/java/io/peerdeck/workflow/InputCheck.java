package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The inputs given with a submission, held against those the workflow declares.
///
/// @param values the `inputs` context: typed, defaults filled in
/// @param problems what is wrong with the given inputs, by the place of the declaration
public record InputCheck(Value.Obj values, List<Diagnostic> problems) {

  /// The most inputs GitHub takes, and the most characters of all together.
  private static final int MAX_INPUTS = 25;

  private static final int MAX_CHARACTERS = 65_535;

  public InputCheck {
    problems = List.copyOf(problems);
  }

  /// The values, if nothing is wrong.
  ///
  /// @throws WorkflowException with all problems
  public Value.Obj orThrow() {
    if (!problems.isEmpty()) {
      throw new WorkflowException(problems);
    }
    return values;
  }

  /// Checks the inputs given with an event. Only a submission by hand has any; at another event the
  /// `inputs` context is empty, as at GitHub.
  public static InputCheck of(Workflow workflow, Map<String, String> given, SubmittedEvent event) {
    if (event.isByHand()) {
      return of(workflow, given);
    }
    List<Diagnostic> problems = new ArrayList<>();
    if (!given.isEmpty()) {
      problems.add(
          Diagnostic.error(
              new Position(workflow.file(), 1, 1),
              "Inputs are given to workflow_dispatch, and " + event.name() + " has none"));
    }
    return new InputCheck(new Value.Obj(Map.of()), problems);
  }

  /// Checks given inputs. Names are found in any letter case.
  public static InputCheck of(Workflow workflow, Map<String, String> given) {
    Position dispatch =
        workflow.triggers().stream()
            .filter(trigger -> trigger.event().equals("workflow_dispatch"))
            .map(Trigger::position)
            .findFirst()
            .orElse(new Position(workflow.file(), 1, 1));
    List<Diagnostic> problems = new ArrayList<>();
    Map<String, String> rest = new LinkedHashMap<>(given);
    if (given.size() > MAX_INPUTS
        || given.values().stream().mapToLong(String::length).sum() > MAX_CHARACTERS) {
      problems.add(
          Diagnostic.error(
              dispatch,
              "Too many or too long inputs: at most "
                  + MAX_INPUTS
                  + ", of "
                  + MAX_CHARACTERS
                  + " characters together"));
    }
    Map<String, Value> values = new LinkedHashMap<>();
    for (WorkflowInput input : workflow.inputs().values()) {
      String text = take(rest, input.name());
      if (text != null) {
        values.put(input.name(), typed(input, text, problems));
      } else if (input.defaultValue().isPresent()) {
        values.put(input.name(), input.defaultValue().get());
      } else {
        if (input.required()) {
          problems.add(
              Diagnostic.error(
                  input.position(),
                  "Required input '" + input.name() + "' not provided; give it a value"));
        }
        values.put(input.name(), unset(input));
      }
    }
    String known =
        workflow.inputs().isEmpty()
            ? "the workflow declares no inputs"
            : "the workflow declares " + String.join(", ", workflow.inputs().keySet());
    rest.keySet()
        .forEach(
            name ->
                problems.add(
                    Diagnostic.error(dispatch, "Unexpected input '" + name + "': " + known)));
    return new InputCheck(new Value.Obj(values), problems);
  }

  private static @Nullable String take(Map<String, String> given, String name) {
    for (String candidate : given.keySet()) {
      if (candidate.equalsIgnoreCase(name)) {
        return given.remove(candidate);
      }
    }
    return null;
  }

  private static Value unset(WorkflowInput input) {
    return switch (input.type()) {
      case BOOLEAN -> Value.of(false);
      case NUMBER -> Value.of(0);
      case CHOICE ->
          Value.of(input.required() || input.options().isEmpty() ? "" : input.options().getFirst());
      case STRING, ENVIRONMENT -> Value.of("");
    };
  }

  private static Value typed(WorkflowInput input, String text, List<Diagnostic> problems) {
    Position at = input.position();
    switch (input.type()) {
      case BOOLEAN -> {
        if (text.equals("true") || text.equals("false")) {
          return Value.of(text.equals("true"));
        }
        problems.add(
            Diagnostic.error(
                at, "Input '" + input.name() + "' must be true or false, not '" + text + "'"));
      }
      case NUMBER -> {
        double number = Numerals.parse(text);
        if (!text.isBlank() && Double.isFinite(number)) {
          return Value.of(number);
        }
        problems.add(
            Diagnostic.error(
                at, "Input '" + input.name() + "' must be a number, not '" + text + "'"));
      }
      case CHOICE -> {
        if (!input.options().contains(text)) {
          problems.add(
              Diagnostic.error(
                  at,
                  "Input '%s' must be one of %s, not '%s'"
                      .formatted(input.name(), String.join(", ", input.options()), text)));
        }
      }
      case STRING, ENVIRONMENT -> {
        if (input.required() && text.isEmpty()) {
          problems.add(
              Diagnostic.error(
                  at, "Required input '" + input.name() + "' is empty; give it a value"));
        }
      }
    }
    return Value.of(text);
  }
}
