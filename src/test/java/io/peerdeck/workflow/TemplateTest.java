package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {
  private static final String MATRIX =
      "strategy: {fail-fast: false, matrix: {include: [{n: 3, on: true}]}}";
  private static final EvaluationContext CONTEXT =
      EvaluationContext.of(
          Map.of(
              "env",
              Value.ofTexts(Map.of("WHO", "world"), true),
              "matrix",
              new Value.Obj(Map.of("n", Value.of(3), "on", Value.of(true)))));

  @Test
  void aSingleExpressionKeepsItsTypeAndAMixBecomesText() {
    assertThat(name("${{ matrix.n }}").evaluate(CONTEXT)).isEqualTo(Value.of(3));
    assertThat(name("n=${{ matrix.n }}!").evaluate(CONTEXT)).isEqualTo(Value.of("n=3!"));
    assertThat(name("'${{ env.WHO }}${{ matrix.on }}'").text(CONTEXT)).isEqualTo("worldtrue");
  }

  @Test
  void bracesInAQuotedTextDoNotCloseTheExpression() {
    assertThat(name("${{ format('{0}}}', env.WHO) }}").expressions()).hasSize(1);
    assertThat(name("${{ 'a }} b' }}").text(CONTEXT)).isEqualTo("a }} b");
  }

  @Test
  void aFailureNamesItsPlace() {
    Template template = name("${{ fromJSON(env.WHO) }}");
    assertThatThrownBy(() -> template.text(CONTEXT))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("ci.yml:6:15: error: fromJSON: ");
  }

  @Test
  void minutesAndFlagsAreCheckedWhenEvaluated() {
    Step step =
        Parsed.withJob(
                "steps:",
                "  - run: make",
                "    timeout-minutes: ${{ matrix.n }}",
                "    continue-on-error: ${{ matrix.on }}",
                MATRIX)
            .jobs()
            .get("build")
            .steps()
            .getFirst();
    assertThat(step.timeoutMinutes().orElseThrow().number(CONTEXT)).isEqualTo(3);
    assertThat(step.continueOnError().bool(CONTEXT)).isTrue();
    assertThatThrownBy(() -> step.continueOnError().bool(EvaluationContext.empty()))
        .hasMessageContaining("ci.yml:8:28")
        .hasMessageContaining("expected a boolean");
    assertThatThrownBy(() -> step.timeoutMinutes().orElseThrow().number(EvaluationContext.empty()))
        .hasMessageContaining("expected a number");
  }

  @Test
  void aConditionWithoutStatusFunctionWaitsForSuccess() {
    assertThat(condition("env.WHO == 'world'").holds(CONTEXT)).isTrue();
    assertThat(condition("env.WHO == 'world'").holds(CONTEXT.with(StatusCheck.FAILURE))).isFalse();
    assertThat(condition("${{ failure() }}").holds(CONTEXT.with(StatusCheck.FAILURE))).isTrue();
    assertThat(condition("always()").holds(CONTEXT.with(StatusCheck.CANCELLED))).isTrue();
    assertThat(condition("false").holds(CONTEXT)).isFalse();
    assertThat(condition("''").holds(CONTEXT.with(StatusCheck.SUCCESS))).isTrue();
  }

  private static Condition condition(String text) {
    return Parsed.withJob("steps:", "  - run: make", "    if: " + text, MATRIX)
        .jobs()
        .get("build")
        .steps()
        .getFirst()
        .condition();
  }

  private static Template name(String text) {
    return Parsed.withJob("steps:", "  - name: " + text, "    run: make", MATRIX)
        .jobs()
        .get("build")
        .steps()
        .getFirst()
        .name()
        .orElseThrow();
  }
}
