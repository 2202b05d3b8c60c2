package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputCheckTest {
  private static final Workflow WORKFLOW =
      Parsed.workflow(
          """
          on:
            workflow_dispatch:
              inputs:
                text: {required: true}
                deep: {type: boolean, default: true}
                count: {type: number, default: 3}
                mode: {type: choice, options: [fast, slow], default: slow}
                note:
          jobs: {a: {runs-on: x, steps: [{run: make}]}}
          """);

  @Test
  void valuesAreTypedAndDefaultsFilledIn() {
    InputCheck check =
        InputCheck.of(WORKFLOW, Map.of("TEXT", "hi", "deep", "false", "count", "0x10"));
    assertThat(check.problems()).isEmpty();
    Map<String, Value> expected = new LinkedHashMap<>();
    expected.put("text", Value.of("hi"));
    expected.put("deep", Value.of(false));
    expected.put("count", Value.of(16));
    expected.put("mode", Value.of("slow"));
    expected.put("note", Value.of(""));
    assertThat(check.values().members()).isEqualTo(expected);
  }

  @Test
  void eachWrongInputIsToldAtItsDeclaration() {
    InputCheck check =
        InputCheck.of(
            WORKFLOW, Map.of("deep", "yes", "count", "many", "mode", "medium", "other", "1"));
    assertThat(check.problems())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "ci.yml:4:7: error: Required input 'text' not provided; give it a value",
            "ci.yml:5:7: error: Input 'deep' must be true or false, not 'yes'",
            "ci.yml:6:7: error: Input 'count' must be a number, not 'many'",
            "ci.yml:7:7: error: Input 'mode' must be one of fast, slow, not 'medium'",
            "ci.yml:2:3: error: Unexpected input 'other': the workflow declares text, deep, count,"
                + " mode, note");
  }

  @Test
  void aWorkflowWithoutInputsTakesNone() {
    Workflow none = Parsed.withJob("name: a");
    assertThat(InputCheck.of(none, Map.of("a", "b")).problems())
        .extracting(Diagnostic::message)
        .containsExactly("Unexpected input 'a': the workflow declares no inputs");
  }
}
