package io.peerdeck.workflow;

/// How much a [Diagnostic] weighs.
public enum Severity {
  /// No valid workflow: GitHub would refuse the file as well. The file is refused.
  ERROR,
  /// A valid workflow, but a peer does not offer this. The file is refused.
  UNSUPPORTED,
  /// A valid workflow that GitHub runs, but in which something can mean nothing: a name that is
  /// always empty, a comparison that has one answer. The file is refused, unless whoever submits it
  /// wants it as it is.
  DOUBTFUL,
  /// The file runs, but not in every respect as it would at GitHub; the message says in which.
  WARNING
}
