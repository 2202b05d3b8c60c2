package io.peerdeck.workflow;

import java.util.Optional;

/// The door of this room: a file's bytes in, a checked [Workflow] or the reasons against it out.
public final class WorkflowFile {
  /// The largest file taken, in bytes, as at GitHub.
  public static final int MAX_BYTES = ReadLimits.USUAL.file();

  private WorkflowFile() {}

  /// Reads a workflow file, or a [WorkflowBundle] of one with those it calls.
  ///
  /// @param fileName the name shown in messages, such as `.github/workflows/ci.yml`
  /// @param text the bytes of the file, UTF-8
  public static ParseResult parse(String fileName, byte[] text) {
    return parse(fileName, text, CalledFiles.NONE);
  }

  /// Reads a workflow file and reports all that is wrong with it at once.
  ///
  /// @param fileName the name shown in messages, such as `.github/workflows/ci.yml`
  /// @param text the bytes of the file, UTF-8
  /// @param called the files it may call
  public static ParseResult parse(String fileName, byte[] text, CalledFiles called) {
    Findings findings = new Findings();
    WorkflowBundle bundle = WorkflowBundle.parse(text);
    CalledFiles files =
        reference ->
            Optional.ofNullable(bundle.called().get(reference)).or(() -> called.read(reference));
    Optional<YamlNode> root = new YamlReader(fileName, findings).read(bundle.main());
    Optional<WorkflowTemplate> template =
        root.flatMap(
            node ->
                check(
                    node,
                    findings,
                    new CallLoader(findings, files, ReadLimits.USUAL, Optional.empty()),
                    ReadLimits.USUAL));
    template.ifPresent(
        read -> {
          WorkflowTypes.check(read, findings);
          LintCheck.check(read, findings);
        });
    Optional<Workflow> workflow = root.flatMap(node -> model(fileName, node, files, findings));
    return new ParseResult(findings.hasErrors() ? Optional.empty() : workflow, findings.inOrder());
  }

  /// What GitHub checks about a file, in its order: the shape; then, if that is right, what the
  /// shape does not say; then, if that is right, what it calls.
  static Optional<WorkflowTemplate> check(
      YamlNode root, Findings findings, CallLoader calls, ReadLimits limits) {
    GrammarReader reader = new GrammarReader(findings, limits, 0);
    Optional<Token> token = reader.read(root, Optional.empty());
    if (!findings.github().isEmpty()
        || token.isEmpty()
        || !(token.get() instanceof Token.Members mapping)) {
      return Optional.empty();
    }
    WorkflowTemplate template = new TemplateCheck(findings).workflow(mapping);
    return Optional.of(
        findings.github().isEmpty() ? calls.load(template, reader.bytes()) : template);
  }

  /// The model, with all that is refused or warned of besides.
  private static Optional<Workflow> model(
      String fileName, YamlNode root, CalledFiles called, Findings findings) {
    Findings own = new Findings();
    // what GitHub could not read is not read into: what is wrong with it was said
    CalledFiles sound = findings.hasErrors() ? CallReader.UNREAD : called;
    Optional<Workflow> workflow = new WorkflowReader(fileName, own, sound).read(root);
    findings.merge(own);
    if (!findings.hasErrors()) {
      workflow.ifPresent(read -> tryPlan(read, findings));
    }
    return workflow;
  }

  /// Plans where no input can change the plan, so that what fails in any case is said now.
  private static void tryPlan(Workflow workflow, Findings findings) {
    if (!workflow.inputs().isEmpty() || !PlannedVariables.namedIn(workflow).isEmpty()) {
      return; // others may be given; the plan is made from those, and checked, at submit
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
