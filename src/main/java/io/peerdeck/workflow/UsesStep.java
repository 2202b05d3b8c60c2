package io.peerdeck.workflow;

import java.util.Map;
import java.util.Optional;

/// A step that uses an action built into the runner.
///
/// @param version the tag after `@`, such as `v4`
/// @param with the inputs the file gives; [BuiltInAction#inputs()] has the others' defaults
public record UsesStep(
    int number,
    Optional<String> id,
    Optional<Template> name,
    Condition condition,
    Map<String, Template> env,
    Template continueOnError,
    Optional<Template> timeoutMinutes,
    Position position,
    BuiltInAction action,
    String version,
    Map<String, Template> with)
    implements Step {

  public UsesStep {
    env = Ordered.copyOf(env);
    with = Ordered.copyOf(with);
  }

  @Override
  public String defaultName() {
    return "Run " + action.reference() + "@" + version;
  }

  /// The value of an input: the file's, or the action's default, or the empty text where it has
  /// none.
  ///
  /// @throws ExpressionException if an expression in the value fails
  public String input(String name, EvaluationContext context) {
    Template given = with.get(name);
    return given == null ? action.inputs().getOrDefault(name, "") : given.text(context);
  }
}
