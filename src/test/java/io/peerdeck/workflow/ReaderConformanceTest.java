package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Holds the reading of workflow files to GitHub's own cases: errors word for word, and what a
/// valid file is read into.
class ReaderConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void filesAreReadAsAtGitHub() throws IOException {
    ConformanceSuite suite = ConformanceSuite.of("reader");
    for (Path file : suite.files("languageservices/reader", ".yml")) {
      suite.record(file.getFileName().toString(), difference(file));
    }
    suite.print();
    assertThat(suite.share()).isGreaterThanOrEqualTo(0.95);
    assertThat(suite.unexplained()).isEmpty();
  }

  /// What differs in one case; empty if nothing does.
  private static String difference(Path file) throws IOException {
    List<String> documents = documents(Files.readString(file));
    Map<String, Value> options = options(documents.getFirst());
    Map<String, byte[]> called = new LinkedHashMap<>();
    for (int i = 2; i + 1 < documents.size() - 1; i += 2) {
      called.put(documents.get(i).strip(), documents.get(i + 1).getBytes(StandardCharsets.UTF_8));
    }
    JsonNode expected = JSON.readTree(documents.getLast());
    String name = ".github/workflows/" + file.getFileName();
    ReadLimits limits =
        new ReadLimits(
            number(options, "max-depth", ReadLimits.USUAL.depth()),
            number(options, "max-result-size", (int) ReadLimits.USUAL.bytes()),
            number(options, "max-job-limit", ReadLimits.USUAL.jobs()),
            number(options, "max-nested-reusable-workflows-depth", ReadLimits.USUAL.calls()),
            number(options, "max-file-size", ReadLimits.USUAL.file()));
    boolean skipCalls = flag(options, "skip-reusable-workflows", false);
    Findings findings = new Findings();
    CallLoader calls =
        new CallLoader(
            findings,
            reference -> skipCalls ? Optional.empty() : Optional.ofNullable(called.get(reference)),
            limits,
            Optional.of(
                Optional.ofNullable(options.get("permissions-policy"))
                    .map(Value::text)
                    .orElse("Write")));
    byte[] bytes = documents.get(1).getBytes(StandardCharsets.UTF_8);
    Optional<WorkflowTemplate> template =
        new YamlReader(name, findings, limits)
            .read(bytes)
            .flatMap(root -> WorkflowFile.check(root, findings, calls, limits));
    List<String> errors = new ArrayList<>();
    expected.path("errors").forEach(error -> errors.add(error.path("Message").asText()));
    if (!errors.equals(findings.github())) {
      return "errors " + findings.github() + " instead of " + errors;
    }
    if (!errors.isEmpty()) {
      return "";
    }
    List<Diagnostic> whole =
        WorkflowFile.parse(name, bytes, reference -> Optional.ofNullable(called.get(reference)))
            .diagnostics()
            .stream()
            .filter(found -> found.severity() == Severity.ERROR)
            .toList();
    if (!whole.isEmpty()) {
      return "refused: " + whole;
    }
    JsonNode read =
        new TemplateJson(name, flag(options, "include-source", false))
            .workflow(template.orElseThrow(), calls.read(), expected);
    return TemplateJson.same(read, expected) ? "" : "read as " + read;
  }

  private static List<String> documents(String text) {
    List<String> documents = new ArrayList<>();
    StringBuilder document = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      if (line.stripTrailing().equals("---")) {
        documents.add(document.toString());
        document.setLength(0);
      } else {
        document.append(line).append('\n');
      }
    }
    documents.add(document.toString());
    // the line end before a separator is the separator's
    documents.replaceAll(part -> part.endsWith("\n") ? part.substring(0, part.length() - 1) : part);
    return documents;
  }

  private static Map<String, Value> options(String text) {
    Map<String, Value> options = new LinkedHashMap<>();
    new YamlReader("options", new Findings())
        .read(text.getBytes(StandardCharsets.UTF_8))
        .filter(YamlNode.Mapping.class::isInstance)
        .ifPresent(
            root ->
                ((YamlNode.Mapping) root)
                    .entries()
                    .forEach(
                        entry -> {
                          if (entry.value() instanceof YamlNode.Scalar scalar) {
                            options.put(entry.name(), scalar.value());
                          }
                        }));
    return options;
  }

  private static int number(Map<String, Value> options, String name, int usual) {
    return options.get(name) instanceof Value.Num(double number) ? (int) number : usual;
  }

  private static boolean flag(Map<String, Value> options, String name, boolean usual) {
    return options.get(name) instanceof Value.Bool(boolean flag) ? flag : usual;
  }
}
