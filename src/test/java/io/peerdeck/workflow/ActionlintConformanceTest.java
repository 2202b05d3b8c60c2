package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Holds what is refused to rhysd/actionlint's files. An invalid one must be refused on a line that
/// actionlint names; a valid one may use what a peer does not offer, but must not be called
/// invalid.
class ActionlintConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void invalidFilesAreRefusedOnTheLine() throws IOException {
    ConformanceSuite suite = ConformanceSuite.of("actionlint-invalid");
    for (String folder : List.of("actionlint/err", "actionlint/examples")) {
      JsonNode expected = null;
      for (Path file : suite.files(folder, ".yaml", ".yml", ".json")) {
        if (file.endsWith("expected.json")) {
          expected = JSON.readTree(file.toFile());
        }
      }
      for (Path file : suite.files(folder, ".yaml", ".yml")) {
        String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
        JsonNode errors = expected == null ? JSON.nullNode() : expected.path(name);
        suite.record(name, refusal(file, errors));
      }
    }
    suite.print();
    assertThat(suite.share()).isGreaterThanOrEqualTo(0.9);
    assertThat(suite.unexplained()).isEmpty();
  }

  private static String refusal(Path file, JsonNode expected) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String name = file.getFileName().toString();
    // what a peer does not offer is no answer to what actionlint finds
    List<Diagnostic> found = new ArrayList<>();
    WorkflowFile.parse(name, bytes).diagnostics().stream()
        .filter(Diagnostic::isError)
        .filter(diagnostic -> diagnostic.severity() != Severity.UNSUPPORTED)
        .forEach(found::add);
    found.addAll(useless(name, bytes));
    boolean onLine = expected.isEmpty() && !found.isEmpty();
    for (JsonNode error : expected) {
      int line = error.path("line").asInt();
      onLine |= found.stream().anyMatch(here -> line == 0 || here.line() == line);
    }
    return onLine ? "" : "expected " + expected + " but found " + found;
  }

  /// What of a file can mean nothing.
  private static List<Diagnostic> useless(String name, byte[] bytes) {
    Findings read = new Findings();
    Findings useless = new Findings();
    new YamlReader(name, read)
        .read(bytes)
        .flatMap(
            root ->
                WorkflowFile.check(
                    root,
                    read,
                    new CallLoader(read, CalledFiles.NONE, ReadLimits.USUAL, Optional.empty()),
                    ReadLimits.USUAL))
        .ifPresent(
            template -> {
              WorkflowTypes.check(template, useless);
              LintCheck.check(template, useless);
            });
    return useless.inOrder().stream().filter(Diagnostic::isError).toList();
  }

  @Test
  void validFilesAreNotCalledInvalid() throws IOException {
    ConformanceSuite suite = ConformanceSuite.of("actionlint-valid");
    for (Path file : suite.files("actionlint/ok", ".yaml", ".yml")) {
      suite.record(file.getFileName().toString(), ValidFiles.refusal(file));
    }
    suite.print();
    assertThat(suite.total()).isPositive();
    assertThat(suite.failing()).isEmpty();
  }
}
