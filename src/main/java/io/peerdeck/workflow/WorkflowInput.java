package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// One input of `workflow_dispatch`.
///
/// @param defaultValue already of the input's type
/// @param options what may be chosen; empty unless the type is [InputType#CHOICE]
public record WorkflowInput(
    String name,
    Optional<String> description,
    InputType type,
    boolean required,
    Optional<Value> defaultValue,
    List<String> options,
    Position position) {

  public WorkflowInput {
    options = List.copyOf(options);
  }
}
