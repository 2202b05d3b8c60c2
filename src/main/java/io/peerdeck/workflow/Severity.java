package io.peerdeck.workflow;

/// How much a [Diagnostic] weighs.
public enum Severity {
  /// The file is refused.
  ERROR,
  /// The file runs, but not in every respect as it would at GitHub; the message says in which.
  WARNING
}
