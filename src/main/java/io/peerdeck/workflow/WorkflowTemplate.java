package io.peerdeck.workflow;

import java.util.List;

/// A workflow file as it was read, before anything is evaluated.
///
/// @param root the whole file
record WorkflowTemplate(Token.Members root, List<JobTemplate> jobs) {
  WorkflowTemplate {
    jobs = List.copyOf(jobs);
  }
}
