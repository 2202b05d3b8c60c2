package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkflowFileTest {
  private static final String WHOLE =
      """
      name: P2P-Workflow nightly
      run-name: Nightly ${{ inputs.depth }}
      on:
        push:
          branches: [main, 'release/**']
        schedule:
          - cron: '0 3 * * *'
        workflow_dispatch:
          inputs:
            depth: {description: how deep, type: number, default: 2}
            mode: {type: choice, options: [fast, slow]}
      labels: nightly
      permissions: {contents: read}
      env: {LEVEL: 1, MODE: 0644}
      defaults:
        run: {shell: bash, working-directory: src}
      jobs:
        build:
          name: Build
          runs-on: [self-hosted, Linux]
          timeout-minutes: 5
          continue-on-error: true
          env: {NAME: "${{ matrix.os }}"}
          strategy:
            fail-fast: false
            matrix: {os: [a, b]}
          outputs: {sum: "${{ steps.count.outputs.sum }}"}
          defaults: {run: {shell: python}}
          steps:
            - uses: actions/checkout@v4
              with: {path: here}
            - id: count
              name: Count ${{ matrix.os }}
              if: runner.os == 'Linux'
              run: |
                echo one
                echo two
              shell: sh
              working-directory: ${{ github.workspace }}
              env: {A: b}
              continue-on-error: true
              timeout-minutes: 1.5
        report:
          needs: build
          if: always()
          runs-on: ubuntu-latest
          permissions: read-all
          labels: [offline-workflow]
          steps:
            - uses: actions/download-artifact@v4.1.7
      """;

  @Test
  void aWholeFileIsReadIntoTheModel() {
    Workflow workflow = Parsed.workflow(WHOLE);
    assertThat(workflow.title()).isEqualTo("P2P-Workflow nightly");
    assertThat(workflow.triggers())
        .extracting(Trigger::event)
        .containsExactly("push", "schedule", "workflow_dispatch");
    assertThat(workflow.triggers().getFirst().filters())
        .isEqualTo(Map.of("branches", List.of("main", "release/**")));
    assertThat(workflow.inputs().keySet()).containsExactly("depth", "mode");
    assertThat(workflow.inputs().get("depth").defaultValue()).contains(Value.of(2));
    assertThat(workflow.inputs().get("mode").options()).containsExactly("fast", "slow");
    assertThat(workflow.labels()).containsExactly("nightly");
    assertThat(workflow.permissions()).isEqualTo(Map.of("contents", "read"));
    assertThat(workflow.env().texts(EvaluationContext.empty()).get("MODE")).isEqualTo("644");
    assertThat(workflow.defaults().shell().map(Template::source)).contains("bash");
    assertThat(workflow.tags())
        .containsExactly(WorkflowTag.P2P_WORKFLOW, WorkflowTag.OFFLINE_WORKFLOW);
    assertThat(workflow.jobs().keySet()).containsExactly("build", "report");
  }

  @Test
  void aJobHasItsKeys() {
    Job build = Parsed.workflow(WHOLE).jobs().get("build");
    assertThat(build.position()).hasToString("ci.yml:18:3");
    assertThat(build.needs()).isEmpty();
    assertThat(build.timeoutMinutes().number(EvaluationContext.empty())).isEqualTo(5);
    assertThat(build.continueOnError().bool(EvaluationContext.empty())).isTrue();
    assertThat(build.strategy().orElseThrow().failFast().constant()).hasValue(Value.of(false));
    assertThat(build.outputs()).containsOnlyKeys("sum");
    assertThat(build.defaults().over(Parsed.workflow(WHOLE).defaults()))
        .satisfies(
            defaults -> {
              assertThat(defaults.shell().map(Template::source)).contains("python");
              assertThat(defaults.workingDirectory().map(Template::source)).contains("src");
            });
    Job report = Parsed.workflow(WHOLE).jobs().get("report");
    assertThat(report.needs()).containsExactly("build");
    assertThat(report.timeoutMinutes().number(EvaluationContext.empty())).isEqualTo(360);
    assertThat(report.permissions()).isEqualTo(Map.of("all", "read"));
  }

  @Test
  void stepsAreOfTwoKinds() {
    List<Step> steps = Parsed.workflow(WHOLE).jobs().get("build").steps();
    assertThat(steps).extracting(Step::number).containsExactly(1, 2);
    assertThat(steps.get(0))
        .isInstanceOfSatisfying(
            UsesStep.class,
            uses -> {
              assertThat(uses.action())
                  .isEqualTo(new ActionReference.BuiltIn(BuiltInAction.CHECKOUT, "v4"));
              assertThat(uses.with().get("path").source()).isEqualTo("here");
              assertThat(uses.defaultName()).isEqualTo("Run actions/checkout@v4");
            });
    assertThat(steps.get(1))
        .isInstanceOfSatisfying(
            RunStep.class,
            run -> {
              assertThat(run.id()).contains("count");
              assertThat(run.script().source()).isEqualTo("echo one\necho two\n");
              assertThat(run.defaultName()).isEqualTo("Run echo one");
              assertThat(run.shell().map(Template::source)).contains("sh");
              assertThat(
                      run.timeoutMinutes()
                          .map(minutes -> minutes.number(EvaluationContext.empty())))
                  .contains(1.5);
              EvaluationContext context =
                  EvaluationContext.of(
                      Map.of("matrix", new Value.Obj(Map.of("os", Value.of("a")))));
              assertThat(run.displayName(context)).isEqualTo("Count a");
            });
  }

  @Test
  void anActionThatPeersBringMayBePinnedToACommit() {
    Workflow workflow =
        Parsed.workflow(
            Parsed.jobFile(
                "steps: [{uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683}]"));
    Step step = workflow.jobs().values().iterator().next().steps().getFirst();
    assertThat(((UsesStep) step).action()).isInstanceOf(ActionReference.BuiltIn.class);
  }

  @Test
  void onStaysAKeyAndScalarsFollowTheCoreSchema() {
    Workflow workflow =
        Parsed.workflow(
            """
            on: push
            env: {YES: yes, TIME: 1:30, DATE: 2026-01-01, OCTAL: 0o17, HEX: 0x1F, LEAD: 017, VERSION: 3.10, NOT: ~, T: True, Q: '017'}
            jobs: {a: {runs-on: x, steps: [{run: make}]}}
            """);
    assertThat(workflow.env().texts(EvaluationContext.empty()))
        .extractingFromEntries(entry -> entry.getKey() + "=" + entry.getValue())
        .containsExactly(
            "YES=yes",
            "TIME=1:30",
            "DATE=2026-01-01",
            "OCTAL=15",
            "HEX=31",
            "LEAD=17",
            "VERSION=3.1",
            "NOT=",
            "T=true",
            "Q=017");
  }

  @Test
  void anchorsAreUnfolded() {
    Workflow workflow =
        Parsed.workflow(
            """
            on: push
            jobs:
              a: &job
                runs-on: x
                steps: &steps [{run: make}]
              b: {runs-on: y, steps: *steps}
              c: *job
            """);
    assertThat(workflow.jobs().get("b").steps()).hasSize(1);
    assertThat(workflow.jobs().get("c").runsOn()).extracting(Template::source).containsExactly("x");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstKey() {
    assertThat(Parsed.workflow("\uFEFF" + WHOLE).name())
        .isEqualTo(Optional.of("P2P-Workflow nightly"));
  }

  @Test
  void allErrorsAreToldAtOnceInTheOrderOfTheFile() {
    ParseResult result =
        Parsed.of(
            """
            on: psh
            jobs:
              a:
                runs-on: x
                setps: []
                steps: [{run: "${{ nope }}"}]
              b:
                needs: c
                steps: [{run: make}]
            """);
    assertThat(result.workflow()).isEmpty();
    assertThat(result.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "ci.yml:1:5: error: Unexpected value 'psh'; did you mean 'push'?",
            "ci.yml:5:5: error: Unexpected value 'setps'; did you mean 'steps'?",
            "ci.yml:6:19: error: Unrecognized named-value: 'nope'. Located at position 1 within"
                + " expression: nope",
            "ci.yml:8:5: error: Required property is missing: runs-on",
            "ci.yml:8:12: error: Job 'b' depends on unknown job 'c'.");
  }
}
