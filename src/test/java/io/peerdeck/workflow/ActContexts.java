package io.peerdeck.workflow;

import java.util.Map;

/// The contexts that the tables of nektos/act speak of.
final class ActContexts {
  private static final Value TEXTS =
      Value.ofTexts(
          Map.of(
              "TEST", "value",
              "KEYWITHNOTHING", "valuewithnothing",
              "KEY_WITH_UNDERSCORES", "value_with_underscores",
              "SOMETHING_TRUE", "true",
              "SOMETHING_FALSE", "false"),
          true);

  private static final EvaluationContext CONTEXTS =
      EvaluationContext.of(
              Map.of(
                  "github",
                  object(
                      """
                      {"action": "push", "workflow": "test-workflow", "actor": "nektos/act",
                      "run_id": "1", "run_number": "1", "event": {"commits": [
                      {"author": {"username": "someone"}},
                      {"author": {"username": "someone-else"}}]}}
                      """),
                  "env",
                  TEXTS,
                  "job",
                  object("{\"status\": \"success\"}"),
                  "steps",
                  object(
                      """
                      {"step-id": {"conclusion": "success", "outcome": "success",
                      "outputs": {"name": "value"}},
                      "step-id2": {"conclusion": "skipped", "outcome": "failure"},
                      "idwithnothing": {"outputs": {"foowithnothing": "barwithnothing"}},
                      "id-with-hyphens": {"outputs": {"foo-with-hyphens": "bar-with-hyphens"}},
                      "id_with_underscores":
                      {"outputs": {"foo_with_underscores": "bar_with_underscores"}}}
                      """),
                  "runner",
                  object(
                      "{\"os\": \"Linux\", \"temp\": \"/tmp\", \"tool_cache\":"
                          + " \"/opt/hostedtoolcache\"}"),
                  "vars",
                  object("{\"name\": \"value\", \"CASE_INSENSITIVE_VAR\": \"value\"}"),
                  "secrets",
                  object("{\"name\": \"value\", \"CASE_INSENSITIVE_SECRET\": \"value\"}"),
                  "matrix",
                  object("{\"os\": \"Linux\", \"foo\": \"bar\"}"),
                  "needs",
                  object(
                      "{\"job-id\": {\"result\": \"success\", \"outputs\": {\"output-name\":"
                          + " \"value\"}}}"),
                  "inputs",
                  object("{\"name\": \"value\"}")))
          .with("strategy", object("{\"fail-fast\": true}"))
          .with((FileHashes) patterns -> "");

  /// The contexts of a table's rows; `env` is not the same in all of them.
  static EvaluationContext of(String table) {
    return switch (table) {
      case "TestFunctionToJSON" -> CONTEXTS.with("env", object("{\"key\": \"value\"}"));
      case "TestEvaluateRunContext", "TestEvaluateStep" ->
          CONTEXTS.with("env", object("{\"ACT\": \"true\", \"key\": \"value\"}"));
      default -> CONTEXTS;
    };
  }

  private ActContexts() {}

  private static Value object(String json) {
    return Value.fromJson(json);
  }
}
