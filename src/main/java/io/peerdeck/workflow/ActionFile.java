package io.peerdeck.workflow;

import java.util.List;
import java.util.Map;

/// An `action.yml` that was read without an error.
///
/// @param name as shown
/// @param inputs by name in lower case
/// @param outputs of a composite action, evaluated when its steps are over; empty for others, which
/// set their outputs themselves
public record ActionFile(
    String name, Map<String, ActionInput> inputs, Map<String, Template> outputs, ActionRuns runs) {

  /// What an action's file may be called, in the order they are looked for.
  public static final List<String> NAMES = List.of("action.yml", "action.yaml");

  public ActionFile {
    inputs = Ordered.copyOf(inputs);
    outputs = Ordered.copyOf(outputs);
  }

  /// Reads an action's file.
  ///
  /// @param fileName the name shown in messages
  /// @param text the bytes of the file, UTF-8
  /// @throws WorkflowException with all that is wrong or not offered on a peer
  public static ActionFile parse(String fileName, byte[] text) {
    Findings findings = new Findings();
    return new YamlReader(fileName, findings)
        .read(text)
        .flatMap(root -> new ActionFileReader(findings).read(root))
        .filter(action -> !findings.hasErrors())
        .orElseThrow(
            () ->
                new WorkflowException(
                    findings.inOrder().stream().filter(Diagnostic::isError).toList()));
  }
}
