package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1 + 1 | Unexpected symbol: '+'. Located at position 3 within expression: 1 + 1",
        "github. | Unexpected end of expression: '.'. Located at position 7 within expression:"
            + " github.",
        "contains('a') | Too few parameters supplied: 'contains'. Located at position 1 within"
            + " expression: contains('a')",
        "success(1) | Too many parameters supplied: 'success'. Located at position 1 within"
            + " expression: success(1)",
        "nothing() | Unrecognized function: 'nothing'. Located at position 1 within expression:"
            + " nothing()",
        "* | Unexpected symbol: '*'. Located at position 1 within expression: *",
        "a[1 | Unexpected end of expression: '1'. Located at position 3 within expression: a[1",
        "case(true, 1, false, 2) | Even number of parameters supplied",
      })
  void aFaultIsToldInGitHubsWords(String source, String message) {
    assertThatThrownBy(() -> Expression.parse(source))
        .isInstanceOf(ExpressionException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aLoneNumberSignIsNoNumber() {
    assertThatThrownBy(() -> Expression.parse("-")).hasMessageContaining("Unexpected symbol: '-'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      value = {
        "1 < 2 == true => true",
        "!(1 == 1) || 'x' == 'X' => true",
        "'' || 'other' => other",
        "'a''b' => a'b",
        "github.REF => main",
        "github['ref'] => main",
        "github.missing.deeper => ``",
        "join(github.labels.*.name, '+') => bug+ui",
        "contains(github.labels.*.name, 'UI') => true",
        "format('{0} {{1}} {1}', 'a', 2) => a {1} 2",
        "toJSON(fromJSON('[1, {\"a\": null}]')[1].a) => null",
        "1e3 => 1000",
        "0.1 => 0.1",
        "123456789012345678 => 1.23456789012346E+17",
        "0.00001 => 1E-05",
        "null == 0 && '' == 0 && 'abc' != 0 => true",
      })
  void expressionsGiveWhatGitHubGives(String source, String expected) {
    Value labels = Value.fromJson("[{\"name\": \"bug\"}, {\"name\": \"ui\"}]");
    Value github = new Value.Obj(Map.of("ref", Value.of("main"), "labels", labels));
    EvaluationContext context = EvaluationContext.of(Map.of("github", github));
    assertThat(Expression.parse(source).evaluate(context).text()).isEqualTo(expected);
  }

  @Test
  void variablesAreToldApartByLetterCaseAndOtherContextsAreNot() {
    EvaluationContext context =
        EvaluationContext.of(
            Map.of(
                "env", Value.ofTexts(Map.of("Path", "p"), true),
                "inputs", Value.ofTexts(Map.of("Path", "q"), false)));
    assertThat(Expression.parse("env.PATH").evaluate(context)).isEqualTo(new Value.Null());
    assertThat(Expression.parse("inputs.PATH").evaluate(context)).isEqualTo(Value.of("q"));
  }

  @Test
  void statusFunctionsAnswerWhatTheContextSays() {
    EvaluationContext failed = EvaluationContext.empty().with(StatusCheck.FAILURE);
    assertThat(
            Expression.parse("failure() && !success() && !cancelled() && always()")
                .evaluate(failed))
        .isEqualTo(Value.of(true));
    EvaluationContext skipped = EvaluationContext.empty().with(StatusCheck.SKIPPED);
    assertThat(Expression.parse("success() || failure() || cancelled()").evaluate(skipped))
        .isEqualTo(Value.of(false));
  }

  @Test
  void hashFilesAsksThePort() {
    EvaluationContext context =
        EvaluationContext.empty().with((FileHashes) patterns -> "hash of " + patterns);
    assertThat(Expression.parse("hashFiles('a', '**/b')").evaluate(context))
        .isEqualTo(Value.of("hash of " + List.of("a", "**/b")));
    assertThatThrownBy(() -> Expression.parse("hashFiles('a')").evaluate(EvaluationContext.empty()))
        .hasMessageContaining("workspace");
  }

  @Test
  void operandsAreEvaluatedOnlyAsFarAsNeeded() {
    assertThat(Expression.parse("true || fromJSON('{')").evaluate(EvaluationContext.empty()))
        .isEqualTo(Value.of(true));
    assertThatThrownBy(
            () -> Expression.parse("false || fromJSON('{')").evaluate(EvaluationContext.empty()))
        .hasMessageContaining("fromJSON");
  }

  @Test
  void hostileSizesAreRefusedAndDoNotOverflow() {
    assertThatThrownBy(() -> Expression.parse("(".repeat(20_000)))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> Expression.parse("!".repeat(20_000) + "1"))
        .hasMessageContaining("max expression depth 50");
    assertThatThrownBy(() -> Expression.parse("1==".repeat(6_000) + "1"))
        .hasMessageContaining("max expression depth 50");
    assertThatThrownBy(() -> Expression.parse("a" + "[0]".repeat(6_000)))
        .hasMessageContaining("max expression depth 50");
    assertThatThrownBy(() -> Expression.parse(" ".repeat(21_001)))
        .hasMessageContaining("max expression length 21000");
    assertThatThrownBy(() -> Value.fromJson("[".repeat(5_000)))
        .isInstanceOf(ExpressionException.class);
    String twice = "format('{0}{0}', ";
    String doubling = twice.repeat(40) + "'0123456789'" + ")".repeat(40);
    assertThatThrownBy(() -> Expression.parse(doubling).evaluate(EvaluationContext.empty()))
        .hasMessageContaining("maximum allowed memory size");
  }
}
