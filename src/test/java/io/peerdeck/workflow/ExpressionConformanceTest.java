package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds the expression language to GitHub's own cases.
class ExpressionConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConformanceSuite suite = ConformanceSuite.of("expressions");

  @Test
  void allOfGitHubsExpressionCasesPass() throws IOException {
    List<Path> files = suite.files("languageservices/expressions", ".json");
    for (Path file : files) {
      for (Map.Entry<String, JsonNode> group : JSON.readTree(file.toFile()).properties()) {
        int number = 0;
        for (JsonNode example : group.getValue()) {
          run(file.getFileName() + "/" + group.getKey() + "#" + number++, example);
        }
      }
    }
    suite.print();
    assertThat(suite.total()).isPositive();
    assertThat(suite.unexplained()).isEmpty();
  }

  private void run(String name, JsonNode example) {
    Map<String, Value> contexts = new LinkedHashMap<>();
    example
        .path("contexts")
        .properties()
        .forEach(context -> contexts.put(context.getKey(), value(context.getValue())));
    String source = example.path("expr").asText();
    String answer;
    try {
      ExpressionScope scope =
          new ExpressionScope(
              "", Set.copyOf(contexts.keySet()), Set.of(ExpressionFunction.values()));
      Value value =
          new ExpressionParser(source, scope).parse().evaluate(EvaluationContext.of(contexts));
      JsonNode result = example.path("result");
      boolean same =
          example.has("result")
              && value.kind().equals(result.path("kind").asText())
              && same(value, result.path("value"));
      answer = same ? "" : "gave " + value.kind() + " " + value.json();
    } catch (ExpressionException failure) {
      String message = String.valueOf(failure.getMessage());
      boolean expected =
          example.has("err") && message.contains(example.path("err").path("value").asText());
      answer = expected ? "" : "failed: " + message;
    }
    suite.record(name, answer.isEmpty() ? "" : source + ": " + answer);
  }

  private static boolean same(Value value, JsonNode expected) {
    return switch (value) {
      case Value.Null ignored -> expected.isNull() || expected.isMissingNode();
      case Value.Bool(boolean flag) -> expected.isBoolean() && expected.asBoolean() == flag;
      case Value.Num(double number) ->
          expected.isNumber()
              ? expected.asDouble() == number
              : expected.asText().equals(Numerals.format(number));
      case Value.Str(String text) -> expected.isTextual() && expected.asText().equals(text);
      case Value.Array array -> {
        boolean same = expected.isArray() && expected.size() == array.items().size();
        for (int i = 0; same && i < array.items().size(); i++) {
          same = same(array.items().get(i), expected.get(i));
        }
        yield same;
      }
      case Value.Obj object ->
          expected.isObject()
              && expected.size() == object.members().size()
              && expected.properties().stream()
                  .allMatch(member -> same(object.get(member.getKey()), member.getValue()));
    };
  }

  private static Value value(JsonNode node) {
    return Value.fromJson(node.toString());
  }
}
