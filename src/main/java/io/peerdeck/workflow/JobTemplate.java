package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// A job as the file has it, before anything is evaluated.
///
/// @param keys its mapping
/// @param condition `if`, with GitHub's implicit `success()`
/// @param call what it calls, where it has `uses`
record JobTemplate(
    Token.Literal id,
    Token.Members keys,
    List<Token.Literal> needs,
    Token.Source condition,
    List<StepTemplate> steps,
    Optional<CallTemplate> call) {

  JobTemplate {
    needs = List.copyOf(needs);
    steps = List.copyOf(steps);
  }

  /// A step.
  ///
  /// @param id the file's, or one made for it
  record StepTemplate(String id, Token.Members keys, Token.Source condition) {}

  /// A call of another workflow.
  ///
  /// @param called the workflow, where it was read
  record CallTemplate(
      Token.Literal ref, boolean inheritsSecrets, Optional<WorkflowTemplate> called) {}

  /// The name the file gives it, or its id.
  String title() {
    return keys.get("name")
        .map(
            name ->
                switch (name) {
                  case Token.Literal literal -> literal.text();
                  case Token.Source source -> source.expression();
                  default -> "";
                })
        .filter(name -> !name.isEmpty())
        .orElseGet(id::text);
  }

  JobTemplate with(WorkflowTemplate called) {
    return new JobTemplate(
        id,
        keys,
        needs,
        condition,
        steps,
        call.map(
            here -> new CallTemplate(here.ref(), here.inheritsSecrets(), Optional.of(called))));
  }
}
