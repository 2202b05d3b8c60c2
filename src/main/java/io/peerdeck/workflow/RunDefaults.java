package io.peerdeck.workflow;

import java.util.Optional;

/// `defaults.run` of a workflow or a job.
public record RunDefaults(Optional<Template> shell, Optional<Template> workingDirectory) {

  /// No defaults.
  public static final RunDefaults NONE = new RunDefaults(Optional.empty(), Optional.empty());

  /// These defaults, and `outer` for what they leave open: a job's over its workflow's.
  public RunDefaults over(RunDefaults outer) {
    return new RunDefaults(shell.or(outer::shell), workingDirectory.or(outer::workingDirectory));
  }
}
