package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// What reading a file gave: the workflow if it can run, and all findings in the order of the file.
/// A workflow that is there may still be doubtful: [#errors()] then refuse it, unless whoever
/// submits it wants it as it is.
public record ParseResult(Optional<Workflow> workflow, List<Diagnostic> diagnostics) {

  public ParseResult {
    diagnostics = List.copyOf(diagnostics);
  }

  /// The findings that refuse the file.
  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(Diagnostic::isError).toList();
  }

  /// Whether something in the file can mean nothing.
  public boolean isDoubtful() {
    return diagnostics.stream().anyMatch(found -> found.severity() == Severity.DOUBTFUL);
  }

  /// The workflow, for callers who have no use for a refused file.
  ///
  /// @throws WorkflowException with all errors, if the file was refused
  public Workflow orThrow() {
    List<Diagnostic> errors = errors();
    return workflow
        .filter(read -> errors.isEmpty())
        .orElseThrow(() -> new WorkflowException(errors));
  }
}
