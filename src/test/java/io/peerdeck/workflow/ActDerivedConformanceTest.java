package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Holds expressions and glob filters to the tables of nektos/act.
class ActDerivedConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ConformanceSuite suite = ConformanceSuite.of("act-derived");

  @Test
  void actsTablesHoldButForWhatIsListed() throws IOException {
    for (Path file : suite.files("act/derived", ".json")) {
      for (Map.Entry<String, JsonNode> table : JSON.readTree(file.toFile()).properties()) {
        int number = 0;
        for (JsonNode row : table.getValue()) {
          String name =
              file.getFileName().toString().replace(".json", "")
                  + "/"
                  + table.getKey()
                  + "#"
                  + number++;
          suite.record(name, difference(table.getKey(), row));
        }
      }
    }
    suite.print();
    assertThat(suite.total()).isPositive();
    assertThat(suite.unexplained()).isEmpty();
  }

  private static String difference(String table, JsonNode row) {
    if (row.has("patterns")) {
      return globs(row);
    }
    if (table.startsWith("TestRewriteSubExpression")) {
      return rewritten(row, ActContexts.of(table));
    }
    boolean text = table.equals("TestInterpolate");
    String source = row.path(row.has("input") ? "input" : "in").asText();
    JsonNode expected = row.path(row.has("expected") ? "expected" : "out");
    String error = row.path(row.has("error") ? "error" : "errMesg").asText("");
    boolean fails = !error.isEmpty() && !error.equals("null");
    try {
      EvaluationContext contexts = ActContexts.of(table);
      Value value = text ? interpolated(source, contexts) : evaluated(source, contexts);
      if (fails) {
        return source + ": gave " + value.json() + " instead of an error: " + error;
      }
      return same(value, expected) ? "" : source + ": gave " + value.json() + ", not " + expected;
    } catch (WorkflowException refused) {
      return fails ? "" : source + ": " + refused.getMessage();
    }
  }

  private static String globs(JsonNode row) {
    GlobFilter filter = GlobFilter.of(texts(row.path("patterns")));
    List<String> inputs = texts(row.path("inputs"));
    boolean skip = !filter.includesAny(inputs);
    boolean ignore = filter.ignoresAll(inputs);
    return skip == row.path("skipResult").asBoolean()
            && ignore == row.path("filterResult").asBoolean()
        ? ""
        : row + ": skipped " + skip + ", ignored " + ignore;
  }

  /// What several `${{ }}` become: one call of `format`. act writes out a single one in a form of
  /// its own, so there the values are compared.
  private static String rewritten(JsonNode row, EvaluationContext contexts) {
    String source = row.path("in").asText();
    String expected = row.path("out").asText();
    if (expected.startsWith("format(")
        && token(source, new Findings()) instanceof Token.Source read
        && read.isText()) {
      String ours = read.expression();
      return ours.equals(expected) ? "" : "became " + ours + " instead of " + expected;
    }
    Value value =
        expected.startsWith("format(")
            ? evaluated(expected, contexts)
            : interpolated(expected, contexts);
    return interpolated(source, contexts).equals(value) ? "" : source + " is not " + value.json();
  }

  private static Token token(String text, Findings findings) {
    Position at = new Position("act", 1, 1);
    return new ScalarReader(findings)
        .read(new YamlNode.Scalar(at, Value.of(text), List.of()), ExpressionScope.ANY);
  }

  private static Value interpolated(String source, EvaluationContext contexts) {
    Findings findings = new Findings();
    Token token = token(source, findings);
    if (findings.hasErrors()) {
      throw new WorkflowException(findings.inOrder());
    }
    return switch (token) {
      case Token.Source expression ->
          Value.of(Expression.parse(expression.expression()).evaluate(contexts).text());
      case Token.Literal literal -> literal.value();
      default -> new Value.Null();
    };
  }

  private static Value evaluated(String source, EvaluationContext contexts) {
    String bare = source.strip();
    bare = bare.endsWith("}}") ? bare.substring(0, bare.length() - 2).strip() : bare;
    bare = bare.startsWith("${{") ? bare.substring(3).strip() : bare;
    return Expression.parse(bare).evaluate(contexts);
  }

  private static boolean same(Value value, JsonNode expected) {
    if (expected.isMissingNode() || expected.isNull()) {
      return value instanceof Value.Null;
    }
    if (expected.isNumber()) {
      return value instanceof Value.Num(double number) && number == expected.asDouble();
    }
    if (expected.isBoolean()) {
      return value instanceof Value.Bool(boolean flag) && flag == expected.asBoolean();
    }
    if (expected.isTextual()) {
      String text = expected.asText();
      return value instanceof Value.Str
          ? value.text().equals(text)
          : value instanceof Value.Num(double number) && Double.isNaN(number) && text.equals("NaN");
    }
    return value.json().replaceAll("\\s", "").equals(expected.toString().replaceAll("\\s", ""));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
