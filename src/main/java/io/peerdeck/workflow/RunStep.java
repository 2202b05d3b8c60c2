package io.peerdeck.workflow;

import java.util.Optional;

/// A step that runs a script.
///
/// @param script the script, with expressions still in it
/// @param shell the step's own shell: a name, or a command line with `{0}` for the script;
/// [RunDefaults] hold what comes next
public record RunStep(
    int number,
    Optional<String> id,
    Optional<Template> name,
    Condition condition,
    Variables env,
    Template continueOnError,
    Optional<Template> timeoutMinutes,
    Position position,
    Template script,
    Optional<Template> shell,
    Optional<Template> workingDirectory)
    implements Step {

  public RunStep {}

  @Override
  public String defaultName() {
    return "Run " + script.source().strip().lines().findFirst().orElse("");
  }
}
