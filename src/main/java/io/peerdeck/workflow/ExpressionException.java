package io.peerdeck.workflow;

import java.util.List;
import java.util.function.Supplier;

/// An expression cannot be parsed or evaluated; the wording is GitHub's where it is known.
public final class ExpressionException extends WorkflowException {
  private static final long serialVersionUID = 1;

  private final int offset;

  /// A failure with no place inside the expression.
  public ExpressionException(String message) {
    super(message);
    this.offset = 0;
  }

  ExpressionException(String message, int offset) {
    super(message);
    this.offset = offset;
  }

  private ExpressionException(Diagnostic diagnostic) {
    super(List.of(diagnostic));
    this.offset = 0;
  }

  /// Characters from the start of the expression to the fault, from 0.
  int offset() {
    return offset;
  }

  /// A failure with its place in the file.
  static ExpressionException placed(Position position, String message) {
    return new ExpressionException(Diagnostic.error(position, message));
  }

  /// Runs an evaluation and gives its failure a place in the file.
  static <T> T at(Position position, Supplier<T> evaluation) {
    try {
      return evaluation.get();
    } catch (ExpressionException failure) {
      if (!failure.diagnostics().isEmpty()) {
        throw failure;
      }
      ExpressionException placed = placed(position, String.valueOf(failure.getMessage()));
      placed.addSuppressed(failure);
      throw placed;
    }
  }
}
