package io.peerdeck.workflow;

import java.util.Map;
import java.util.Optional;

/// A step that uses an action.
///
/// @param with the inputs the file gives; the action itself has the others' defaults
public record UsesStep(
    int number,
    Optional<String> id,
    Optional<Template> name,
    Condition condition,
    Variables env,
    Template continueOnError,
    Optional<Template> timeoutMinutes,
    Position position,
    ActionReference action,
    Map<String, Template> with)
    implements Step {

  public UsesStep {
    with = Ordered.copyOf(with);
  }

  @Override
  public String defaultName() {
    return "Run " + action.text();
  }
}
