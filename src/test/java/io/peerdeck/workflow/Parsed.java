package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

/// Files read in tests.
final class Parsed {
  private Parsed() {}

  static ParseResult of(String yaml) {
    return WorkflowFile.parse("ci.yml", yaml.getBytes(StandardCharsets.UTF_8));
  }

  /// A file that must be accepted.
  static Workflow workflow(String yaml) {
    ParseResult result = of(yaml);
    assertThat(result.errors()).as(yaml).isEmpty();
    return result.orThrow();
  }

  /// A job with these lines among its keys, and one step.
  static Workflow withJob(String... lines) {
    return workflow(jobFile(lines));
  }

  static String jobFile(String... lines) {
    return "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    "
        + String.join("\n    ", lines)
        + (String.join("\n", lines).contains("steps:")
            ? "\n"
            : "\n    steps:\n      - run: make\n");
  }
}
