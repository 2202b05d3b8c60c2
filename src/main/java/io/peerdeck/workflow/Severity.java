package io.peerdeck.workflow;

/// How much a [Diagnostic] weighs.
public enum Severity {
  /// No valid workflow: GitHub would refuse the file as well. The file is refused.
  ERROR,
  /// A valid workflow, but a peer does not offer this. The file is refused.
  UNSUPPORTED,
  /// The file runs, but not in every respect as it would at GitHub; the message says in which.
  WARNING
}
