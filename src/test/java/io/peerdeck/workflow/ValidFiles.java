package io.peerdeck.workflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Files that are valid workflows, whatever of them a peer offers.
final class ValidFiles {
  private ValidFiles() {}

  /// The errors found in a file; empty if it is a valid workflow.
  static String refusal(Path file) throws IOException {
    List<Diagnostic> errors =
        WorkflowFile.parse(file.getFileName().toString(), Files.readAllBytes(file))
            .diagnostics()
            .stream()
            .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
            .toList();
    return errors.isEmpty() ? "" : errors.toString();
  }
}
