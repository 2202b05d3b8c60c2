package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Matrices, bounds and groups of the jobs that call a workflow.
class CallStrategyTest {
  private static final String ONE =
      """
      on: {workflow_call: {inputs: {target: {type: string}}, outputs: {made: {value: "${{ jobs.make.outputs.made }}"}}}}
      jobs:
        make:
          runs-on: "${{ inputs.target == 'arm' && 'arm64' || 'x64' }}"
          outputs: {made: "${{ steps.s.outputs.m }}"}
          steps: [{id: s, run: "make ${{ inputs.target }}"}]
      """;

  private static final String TWO =
      """
      on: {workflow_call: {inputs: {target: {type: string}}}}
      jobs:
        compile: {runs-on: x, steps: [{run: make}]}
        pack: {needs: compile, runs-on: x, steps: [{run: make}]}
      """;

  private static ParseResult parse(String called, String call) {
    return WorkflowFile.parse(
        "ci.yml",
        """
        on: {workflow_dispatch: {inputs: {list: {default: '["a","arm"]'}}}}
        jobs:
          plan: {runs-on: x, outputs: {list: '["a","b"]'}, steps: [{run: make}]}
          call:
            uses: ./.github/workflows/build.yml
        %s
          last: {needs: call, runs-on: x, steps: [{run: "echo ${{ needs.call.result }}"}]}
        """
            .formatted(call.indent(4).stripTrailing())
            .getBytes(StandardCharsets.UTF_8),
        reference -> Optional.of(called.getBytes(StandardCharsets.UTF_8)));
  }

  private static Workflow workflow(String called, String call) {
    return parse(called, call).orThrow();
  }

  private static List<String> errors(String called, String call) {
    return parse(called, call).errors().stream().map(Diagnostic::message).toList();
  }

  @Test
  void ofTheCallsOfAMatrixNoMoreRunThanMaxParallelSays() {
    Plan plan =
        Plan.of(
            workflow(
                TWO,
                """
                with: {target: "${{ matrix.t }}"}
                strategy: {max-parallel: 2, fail-fast: false, matrix: {t: "${{ fromJSON('[1,2,3]') }}"}}
                """));
    assertThat(plan.job("call (2) / compile").orElseThrow().needs()).isEmpty();
    assertThat(plan.job("call (3) / compile").orElseThrow().needs())
        .containsExactly("call (1) / compile", "call (1) / pack");
    assertThat(plan.job("call (3) / pack").orElseThrow().needs())
        .containsExactlyInAnyOrder("call (3) / compile", "call (1) / compile", "call (1) / pack");
  }

  @Test
  void aCallThatWaitsForAnotherRunsHoweverThatEnded() {
    Workflow workflow =
        workflow(
            TWO,
            "with: {target: x}\n"
                + "strategy: {max-parallel: 1, fail-fast: false, matrix: {t: [1, 2]}}");
    Job second = workflow.jobs().get("call (2) / compile");
    assertThat(second.needs()).contains("call (1) / pack");
    Value.Obj failed =
        LateMatrix.needs(
            Map.of("call (1) / compile", "failure", "call (1) / pack", "skipped"), Map.of());
    assertThat(second.condition().holds(EvaluationContext.of(Map.of("needs", failed)))).isTrue();
  }

  @Test
  void theJobsOfACallAreInItsGroupAsOne() {
    Plan plan =
        Plan.of(
            workflow(
                TWO,
                """
                with: {target: x}
                strategy: {fail-fast: false, matrix: {t: [1, 2]}}
                concurrency: {group: "g-${{ matrix.t }}-${{ github.run_id }}", cancel-in-progress: true}
                """));
    for (String job : List.of("compile", "pack")) {
      assertThat(plan.job("call (2) / " + job).orElseThrow().instances().getFirst().groups())
          .containsExactly(new PlannedGroup("g-2-" + PlannedGroup.RUN, true, "call (2)"));
    }
    String grouped = TWO.replace("jobs:", "concurrency: 'c-${{ inputs.target }}'\njobs:");
    assertThat(
            Plan.of(workflow(grouped, "with: {target: x}"))
                .job("call / pack")
                .orElseThrow()
                .instances()
                .getFirst()
                .groups())
        .containsExactly(new PlannedGroup("c-x", false, "call"));
  }

  @Test
  void aJobIsInItsOwnGroupAndThoseOfTheCalledFileAndTheCall() {
    String grouped =
        TWO.replace("jobs:", "concurrency: 'file'\njobs:")
            .replace("pack: {", "pack: {concurrency: 'job', ");
    Plan plan = Plan.of(workflow(grouped, "with: {target: x}\nconcurrency: call"));
    assertThat(plan.job("call / compile").orElseThrow().instances().getFirst().groups())
        .containsExactly(
            new PlannedGroup("file", false, "call"), new PlannedGroup("call", false, "call"));
    assertThat(plan.job("call / pack").orElseThrow().instances().getFirst().groups())
        .containsExactly(
            new PlannedGroup("job", false, ""),
            new PlannedGroup("file", false, "call"),
            new PlannedGroup("call", false, "call"));
  }

  @Test
  void aGroupThatIsHeldAroundTheJobIsADeadlockAndRefused() {
    String grouped = TWO.replace("jobs:", "concurrency: 'c-${{ inputs.target }}'\njobs:");
    Workflow same = workflow(grouped, "with: {target: x}\nconcurrency: {group: C-x}");
    assertThatThrownBy(() -> Plan.of(same))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("ci.yml:7:")
        .hasMessageContaining("Deadlock: 'call / compile' would wait for the concurrency group")
        .hasMessageContaining("'C-x', which a call around it holds");

    String byName = TWO.replace("jobs:", "concurrency: '${{ github.workflow }}'\njobs:");
    ParseResult whole =
        WorkflowFile.parse(
            "ci.yml",
            """
            name: CI
            on: push
            concurrency: ${{ github.workflow }}
            jobs: {call: {uses: ./.github/workflows/build.yml, with: {target: x}}}
            """
                .getBytes(StandardCharsets.UTF_8),
            reference -> Optional.of(byName.getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(whole::orThrow)
        .hasMessageContaining("build.yml:2:")
        .hasMessageContaining("'CI', which its run holds");
  }

  @Test
  void aMatrixFromInputsIsThatOfTheCalledJob() {
    Workflow workflow =
        workflow(
            ONE,
            """
            with: {target: "${{ matrix.t }}"}
            strategy: {max-parallel: 1, fail-fast: false, matrix: {t: "${{ fromJSON(inputs.list) }}"}}
            """);
    PlannedJob planned = Plan.of(workflow).job("call / make").orElseThrow();
    assertThat(planned.names()).containsExactly("call / make (a)", "call / make (arm)");
    assertThat(planned.instances())
        .extracting(PlannedInstance::runsOn)
        .containsExactly(List.of("x64"), List.of("arm64"));
    assertThat(planned.strategy().orElseThrow().maxParallel()).hasValue(1);
    assertThat(planned.strategy().orElseThrow().failFast()).isFalse();
    assertThat(
            Plan.of(workflow, Map.of("list", "[1,2,3]")).job("call / make").orElseThrow().count())
        .isEqualTo(3);
  }

  @Test
  void aMatrixFromNeedsIsUnfoldedOnceTheseAreOver() {
    Workflow workflow =
        workflow(
            ONE.replaceFirst("\"\\$\\{\\{ inputs.target == .*", "x"),
            """
            needs: plan
            with: {target: "${{ matrix.t }}"}
            strategy: {matrix: {t: "${{ fromJSON(needs.plan.outputs.list) }}"}}
            """);
    Plan plan = Plan.of(workflow);
    PlannedJob planned = plan.job("call / make").orElseThrow();
    Value.Obj needs =
        LateMatrix.needs(
            Map.of("plan", "success"), Map.of("plan", Map.of("list", "[\"a\",\"b\"]")));
    assertThat(LateMatrix.parse(planned.late().orElseThrow()).count(needs)).isEqualTo(2);
    Job job = workflow.jobs().get("call / make");
    PlannedInstance second = plan.instance(job, 1, needs);
    assertThat(second.name()).isEqualTo("call / make (b)");
    RunStep step = (RunStep) job.steps().getFirst();
    assertThat(step.script().text(EvaluationContext.of(Map.of("matrix", second.matrix()))))
        .isEqualTo("make b");
  }

  @Test
  void whatCannotBeHandedOnIsRefusedWithTheReason() {
    String matrix = "{t: \"${{ fromJSON(inputs.list) }}\"}";
    assertThat(errors(TWO, "with: {target: a}\nstrategy: {matrix: " + matrix + "}"))
        .singleElement()
        .satisfies(error -> assertThat(error).contains("as the called jobs need one another"));
    assertThat(
            errors(
                ONE.replace("    runs-on", "    strategy: {matrix: {a: [1]}}\n    runs-on"),
                "with: {target: a}\nstrategy: {matrix: " + matrix + "}"))
        .singleElement()
        .satisfies(error -> assertThat(error).contains("have a matrix of their own"));
    assertThat(errors(ONE, "with: {target: a}\nstrategy: {matrix: {a: ['${{ github.run_id }}']}}"))
        .first()
        .satisfies(error -> assertThat(error).contains("not known before the run"));
  }
}
