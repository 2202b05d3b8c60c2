package io.peerdeck.workflow;

import io.peerdeck.multiformats.PeerdeckException;
import java.util.List;
import java.util.stream.Collectors;

/// A workflow, its inputs or one of its expressions is wrong; the message says what and where.
public class WorkflowException extends PeerdeckException {
  private static final long serialVersionUID = 1;

  private final transient List<Diagnostic> diagnostics;

  /// A refusal with its findings, one per line of the message.
  public WorkflowException(List<Diagnostic> diagnostics) {
    super(diagnostics.stream().map(Diagnostic::toString).collect(Collectors.joining("\n")));
    this.diagnostics = List.copyOf(diagnostics);
  }

  /// A refusal that has no place in a file.
  public WorkflowException(String message) {
    super(message);
    this.diagnostics = List.of();
  }

  /// The findings; empty if the refusal has no place in a file.
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }
}
