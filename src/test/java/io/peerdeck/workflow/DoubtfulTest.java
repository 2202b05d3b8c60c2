package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What GitHub runs and nobody can mean: refused unless it is wanted as it is.
class DoubtfulTest {

  static Stream<Arguments> doubtful() {
    return Stream.of(
        step("run: 'x ${{ github.actor.name }}'", "github.actor is a text, which has no members"),
        step("run: 'x ${{ env.A.b }}'", "env.A.b is always empty: env.A is a text"),
        step("run: 'x ${{ env[0] }}'", "A mapping has members by text, not by a number"),
        step("run: 'x ${{ vars }}'", "a mapping is written into a text"),
        step("run: 'x ${{ job.container.os }}'", "job.container has no 'os'"),
        step("run: 'x ${{ strategy.total }}'", "strategy has no 'total'"),
        step("run: 'x ${{ fromJSON(''{\"a\": 1}'').b }}'", "always empty"),
        step("run: 'x ${{ fromJSON(''[1'') }}'", "fromJSON fails each time"),
        step("run: \"x ${{ format('{0}{1}', 1, 2, 3) }}\"", "has no place {2}"),
        step("run: \"x ${{ format('{0}{1}', 1) }}\"", "format fails each time"),
        step("{if: \"1 == 2\", run: a}", "names nothing that can change"),
        step("{if: \"true ${{ env.A }}\", run: a}", "always true"),
        step("{run: a, env: '${{ matrix.os }}'}", "env needs a mapping, and this is a text"),
        step("{run: a, env: {A B: c}}", "No program can ask for the variable 'A B'"),
        on("schedule", "A schedule without cron starts nothing"),
        on("[push, schedule]", "A schedule without cron starts nothing"),
        on("{schedule: [{cron: '*/4 * * * *'}]}", "every five minutes at most"),
        on("{schedule: [{cron: '1,3 5 * * *'}]}", "every five minutes at most"),
        on("{create: {tags: [v*]}}", "'tags' of create is ignored"),
        on("{workflow_dispatch: {tags: [v*]}}", "'tags' of workflow_dispatch is ignored"),
        call("a: {type: string, required: true, default: b}", "never used"),
        call("a: {type: boolean, default: '${{ github.sha }}'}", "a boolean is expected"),
        call("a: {type: string, default: '${{ inputs.b }}'}", "declares no input 'b'"));
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void whatNobodyCanMeanIsRefusedUnlessItIsWantedAsItIs(String yaml, String message) {
    List<Diagnostic> found = Parsed.of(yaml).diagnostics();
    assertThat(found)
        .as("%s", found)
        .anySatisfy(
            diagnostic -> {
              assertThat(diagnostic.severity()).isEqualTo(Severity.DOUBTFUL);
              assertThat(diagnostic.message()).contains(message);
              assertThat(diagnostic.asItIs().isError()).isFalse();
            });
  }

  @Test
  void whatPeopleMeanIsNotDoubted() {
    String yaml =
        """
        name: p2p-workflow sound
        on:
          push: {branches: [main], tags: [v*]}
          schedule: [{cron: '*/5 0-6 * * 1-5'}, {cron: '0,30 * * * *'}]
          workflow_dispatch: {inputs: {level: {default: high, required: true}}}
        env: {A: '{"b": 1}'}
        jobs:
          a:
            if: false
            runs-on: linux
            strategy: {matrix: {os: [linux], more: [{a: 1}], v: ['${{ 1 }}', '${{ true }}']}}
            services: {db: {image: postgres}}
            steps:
              - if: ${{ true }}
                run: echo "${{ fromJSON(env.A).b }} ${{ matrix.more.a }} ${{ matrix.v.x }}"
              - if: runner.os == 'Linux' && runner.debug == '1' && github.event.head_commit.author.name
                run: echo "${{ job.services.db.ports[5432] }} ${{ job.check_run_id }} ${{ secrets.X }}"
              - if: hashFiles('a') != '' || always()
                run: echo "${{ format('{{{0}}}', strategy.job-index) }} ${{ github.run_number > 3 }}"
        """;
    assertThat(Parsed.of(yaml).diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(Diagnostic::message) // the container alone, which a peer does not offer
        .singleElement()
        .satisfies(message -> assertThat(message).contains("services"));
  }

  private static Arguments step(String step, String message) {
    return Arguments.of(
        Parsed.jobFile("strategy: {matrix: {os: [a, b]}}", "steps: [" + braced(step) + "]"),
        message);
  }

  private static String braced(String step) {
    return step.startsWith("{") ? step : "{" + step + "}";
  }

  private static Arguments on(String on, String message) {
    return Arguments.of(
        "name: p2p-workflow x\non: %s\njobs: {a: {runs-on: linux, steps: [{run: a}]}}\n"
            .formatted(on),
        message);
  }

  private static Arguments call(String input, String message) {
    return on("{workflow_call: {inputs: {" + input + "}}}", message);
  }
}
