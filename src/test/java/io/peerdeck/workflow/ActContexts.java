package io.peerdeck.workflow;

import java.util.Map;

/// The contexts that the tables of nektos/act speak of.
final class ActContexts {
  static final EvaluationContext CONTEXTS =
      EvaluationContext.of(
              Map.of(
                  "github",
                  object(
                      "{\"action\": \"push\", \"event\": {\"commits\": [{\"author\": {\"username\":"
                          + " \"someone\"}}, {\"author\": {\"username\": \"someone-else\"}}]}}"),
                  "env",
                  Value.ofTexts(
                      Map.of(
                          "TEST", "value",
                          "KEYWITHNOTHING", "valuewithnothing",
                          "KEY_WITH_UNDERSCORES", "value_with_underscores",
                          "SOMETHING_TRUE", "true",
                          "SOMETHING_FALSE", "false"),
                      true),
                  "job",
                  object("{\"status\": \"success\"}"),
                  "steps",
                  object(
                      "{\"step-id\": {\"conclusion\": \"success\", \"outcome\": \"success\"},"
                          + " \"step-id2\": {\"conclusion\": \"success\", \"outcome\":"
                          + " \"failure\"}, \"idwithnothing\": {\"outputs\": {\"foowithnothing\":"
                          + " \"barwithnothing\"}}, \"id-with-hyphens\": {\"outputs\":"
                          + " {\"foo-with-hyphens\": \"bar-with-hyphens\"}}}"),
                  "runner",
                  object("{\"os\": \"Linux\"}"),
                  "vars",
                  object("{\"name\": \"value\", \"CASE_INSENSITIVE_VAR\": \"value\"}"),
                  "secrets",
                  object("{\"CASE_INSENSITIVE_SECRET\": \"value\"}"),
                  "matrix",
                  object("{\"foo\": \"bar\"}"),
                  "needs",
                  object("{\"job-id\": {\"outputs\": {\"output-name\": \"value\"}}}"),
                  "inputs",
                  object("{\"name\": \"value\"}")))
          .with("strategy", object("{\"fail-fast\": true}"))
          .with((FileHashes) patterns -> "");

  private ActContexts() {}

  private static Value object(String json) {
    return Value.fromJson(json);
  }
}
