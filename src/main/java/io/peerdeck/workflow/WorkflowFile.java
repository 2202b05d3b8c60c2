package io.peerdeck.workflow;

import java.util.Optional;

/// The door of this room: a file's bytes in, a checked [Workflow] or the reasons against it out.
public final class WorkflowFile {
  /// The largest file taken, in bytes, as at GitHub.
  public static final int MAX_BYTES = YamlReader.MAX_BYTES;

  private WorkflowFile() {}

  /// Reads a workflow file and reports all that is wrong with it at once.
  ///
  /// @param fileName the name shown in messages, such as `.github/workflows/ci.yml`
  /// @param text the bytes of the file, UTF-8
  public static ParseResult parse(String fileName, byte[] text) {
    Findings findings = new Findings();
    Optional<Workflow> workflow =
        new YamlReader(fileName, findings)
            .read(text)
            .flatMap(root -> new WorkflowReader(fileName, findings).read(root));
    if (!findings.hasErrors()) {
      workflow.ifPresent(read -> tryPlan(read, findings));
      workflow.ifPresent(read -> ReferenceCheck.check(read, findings));
    }
    return new ParseResult(findings.hasErrors() ? Optional.empty() : workflow, findings.inOrder());
  }

  /// Plans where no input can change the plan, so that what fails in any case is said now.
  private static void tryPlan(Workflow workflow, Findings findings) {
    if (!workflow.inputs().isEmpty()) {
      return; // other inputs may be given; the plan is made from those, and checked, at submit
    }
    try {
      Plan.of(workflow);
    } catch (WorkflowException refused) {
      if (refused.diagnostics().isEmpty()) {
        throw refused;
      }
      refused
          .diagnostics()
          .forEach(found -> findings.unsupported(found.position(), found.message()));
    }
  }
}
