package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// What reading a file gave: the workflow if there is no error among the diagnostics, and all
/// findings in the order of the file.
public record ParseResult(Optional<Workflow> workflow, List<Diagnostic> diagnostics) {

  public ParseResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /// The findings that refuse the file.
  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  /// The workflow, for callers who have no use for a refused file.
  ///
  /// @throws WorkflowException with all errors, if the file was refused
  public Workflow orThrow() {
    return workflow.orElseThrow(() -> new WorkflowException(errors()));
  }
}
