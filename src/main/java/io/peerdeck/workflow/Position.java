package io.peerdeck.workflow;

/// A place in a workflow file. `line` and `column` count from 1; columns count code points.
public record Position(String file, int line, int column) {

  /// `file:line:column`, the form editors and terminals turn into a link.
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
