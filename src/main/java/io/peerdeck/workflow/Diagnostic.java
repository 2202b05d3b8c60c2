package io.peerdeck.workflow;

/// One finding about a workflow file. `line` and `column` count from 1.
///
/// @param message what is wrong and what would be right, one sentence or two
public record Diagnostic(String file, int line, int column, Severity severity, String message) {

  static Diagnostic error(Position at, String message) {
    return new Diagnostic(at.file(), at.line(), at.column(), Severity.ERROR, message);
  }

  static Diagnostic unsupported(Position at, String message) {
    return new Diagnostic(at.file(), at.line(), at.column(), Severity.UNSUPPORTED, message);
  }

  static Diagnostic doubtful(Position at, String message) {
    return new Diagnostic(at.file(), at.line(), at.column(), Severity.DOUBTFUL, message);
  }

  static Diagnostic warning(Position at, String message) {
    return new Diagnostic(at.file(), at.line(), at.column(), Severity.WARNING, message);
  }

  /// Where the finding is.
  public Position position() {
    return new Position(file, line, column);
  }

  /// Whether the finding refuses the file.
  public boolean isError() {
    return severity != Severity.WARNING;
  }

  /// Whether the file could not run whoever wants it.
  boolean isFatal() {
    return severity == Severity.ERROR || severity == Severity.UNSUPPORTED;
  }

  /// The same for who wants the file as it is: what is doubtful is a warning.
  public Diagnostic asItIs() {
    return severity == Severity.DOUBTFUL
        ? new Diagnostic(
            file, line, column, Severity.WARNING, message + "; it runs like this, as at GitHub")
        : this;
  }

  /// `file:line:column: error: message`, the form compilers use.
  @Override
  public String toString() {
    return position() + ": " + (isError() ? "error" : "warning") + ": " + message;
  }
}
