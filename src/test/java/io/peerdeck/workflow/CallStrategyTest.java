package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    return parse(Map.of("./.github/workflows/build.yml", called), call);
  }

  private static ParseResult parse(Map<String, String> called, String call) {
    return WorkflowFile.parse(
        "ci.yml",
        """
        on: {workflow_dispatch: {inputs: {list: {default: '["a","arm"]'}}}}
        jobs:
          plan: {runs-on: x, outputs: {list: '["a","b"]', name: n}, steps: [{run: make}]}
          call:
            uses: ./.github/workflows/build.yml
        %s
          last: {needs: call, runs-on: x, steps: [{run: "echo ${{ needs.call.result }}"}]}
        """
            .formatted(call.indent(4).stripTrailing())
            .getBytes(StandardCharsets.UTF_8),
        reference ->
            Optional.ofNullable(called.get(reference))
                .map(text -> text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Workflow workflow(String called, String call) {
    return parse(called, call).orThrow();
  }

  private static List<String> errors(String called, String call) {
    return parse(called, call).errors().stream().map(Diagnostic::message).toList();
  }

  @Test
  void aMatrixThatIsWrittenOutSaysHowItsCallsRunTogether() {
    Plan plan =
        Plan.of(
            workflow(
                TWO,
                """
                with: {target: "${{ matrix.t }} ${{ strategy.job-index }} of ${{ strategy.job-total }}"}
                strategy: {max-parallel: 2, matrix: {t: "${{ fromJSON('[1,2,3]') }}"}}
                """));
    PlannedJob second = plan.job("call (2) / pack").orElseThrow();
    assertThat(second.needs()).containsExactly("call (2) / compile");
    assertThat(second.calls())
        .containsExactly(
            new PlannedCall("call", "call (2)", new PlannedStrategy(true, OptionalInt.of(2))));
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
    assertThat(planned.names()).containsExactly("call (a) / make", "call (arm) / make");
    assertThat(planned.instances())
        .extracting(PlannedInstance::runsOn)
        .containsExactly(List.of("x64"), List.of("arm64"));
    assertThat(planned.calls())
        .containsExactly(
            new PlannedCall("call", "", new PlannedStrategy(false, OptionalInt.of(1))));
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
    assertThat(indices(planned, needs)).containsExactly(0, 1);
    Job job = workflow.jobs().get("call / make");
    PlannedInstance second = plan.instance(job, 1, needs);
    assertThat(second.name()).isEqualTo("call (b) / make");
    RunStep step = (RunStep) job.steps().getFirst();
    assertThat(step.script().text(EvaluationContext.of(second.around()))).isEqualTo("make b");
  }

  @Test
  void theJobsOfACallHaveTheirOwnMatrixInEachCombination() {
    String own =
        TWO.replace("pack: {", "pack: {strategy: {matrix: {part: [lib, bin]}}, name: 'Pack', ");
    Plan plan =
        Plan.of(
            workflow(
                own,
                """
                with: {target: "${{ matrix.t }}"}
                strategy: {fail-fast: false, matrix: {t: "${{ fromJSON(inputs.list) }}"}}
                """));
    assertThat(plan.job("call / compile").orElseThrow().names())
        .containsExactly("call (a) / compile", "call (arm) / compile");
    PlannedJob pack = plan.job("call / pack").orElseThrow();
    assertThat(pack.names())
        .containsExactly(
            "call (a) / Pack (lib)",
            "call (a) / Pack (bin)",
            "call (arm) / Pack (lib)",
            "call (arm) / Pack (bin)");
    assertThat(pack.instances()).extracting(PlannedInstance::index).containsExactly(0, 256, 1, 257);
    assertThat(indices(pack, new Value.Obj(Map.of()))).containsExactly(0, 256, 1, 257);
  }

  /// The matrices of called jobs may rest on their siblings, on what the caller gives them of its
  /// own matrix, and on what it gives of its needs: here all at once, and two calls deep.
  @Test
  void matricesInCallsAreUnfoldedFromTheirTextAsFromTheFile() {
    String inner =
        """
        on: {workflow_call: {inputs: {list: {type: string}, more: {type: string}}}}
        jobs:
          find: {runs-on: x, outputs: {found: "${{ steps.s.outputs.f }}"}, steps: [{id: s, run: find}]}
          use:
            needs: find
            runs-on: x
            strategy:
              matrix:
                part: "${{ fromJSON(inputs.list) }}"
                found: "${{ fromJSON(needs.find.outputs.found) }}"
                include: [{part: "it's ${{ inputs.more }}", quote: "}}{"}]
            steps: [{run: "use ${{ matrix.part }} ${{ inputs.more }}"}]
        """;
    Workflow workflow =
        workflow(
            inner,
            """
            needs: plan
            with: {list: "${{ toJSON(matrix.t.parts) }}", more: "${{ needs.plan.outputs.name }}-${{ matrix.t.name }}"}
            strategy: {matrix: {t: "${{ fromJSON(needs.plan.outputs.list) }}"}}
            """);
    Plan plan = Plan.of(workflow);
    PlannedJob use = plan.job("call / use").orElseThrow();
    assertThat(use.needs()).containsExactlyInAnyOrder("plan", "call / find");
    assertThat(indices(use, new Value.Obj(Map.of())))
        .as("while nothing is over")
        .containsExactly(0);
    Map<String, Map<String, String>> outputs =
        Map.of(
            "plan",
            Map.of(
                "list",
                "[{\"name\": \"a\", \"parts\": [1, {\"x\": {\"y\": 2}}]}, {\"name\": \"b\","
                    + " \"parts\": [3]}]",
                "name",
                "n"),
            "call / find",
            Map.of("found", "[\"f\", \"g\"]"));
    Value.Obj needs =
        LateMatrix.needs(Map.of("plan", "success", "call / find", "success"), outputs);
    assertThat(indices(use, needs)).containsExactly(0, 256, 512, 768, 1024, 1, 257, 513);
    Job job = workflow.jobs().get("call / use");
    PlannedInstance last = plan.instance(job, 513, needs);
    assertThat(last.name()).isEqualTo("call (b, 3) / use (it's n-b, }}{)");
    assertThat(last.isOneOf(List.of(0, 256, 512, 768, 1024, 1, 257, 513))).isTrue();
    assertThat(last.isOneOf(List.of(0, 1, 257))).isFalse();
    Map<String, Value> seen = new HashMap<>(last.around());
    seen.put("matrix", last.matrix());
    seen.put("needs", needs);
    assertThat(((RunStep) job.steps().getFirst()).script().text(EvaluationContext.of(seen)))
        .isEqualTo("use it's n-b n-b");
    assertThatThrownBy(() -> plan.instance(job, 2, needs))
        .hasMessageContaining("none with number 2");
  }

  /// As a peer does that has the text alone.
  private static List<Integer> indices(PlannedJob job, Value.Obj needs) {
    return LateMatrix.parse(job.late().orElseThrow())
        .indices(
            1024,
            (calls, index, jobs) ->
                Optional.of(needs)
                    .filter(given -> given.members().keySet().containsAll(jobs.orElseThrow())));
  }

  @Test
  void whatAMatrixOfCallsCannotDecideIsRefusedWithTheReason() {
    String late =
        "needs: plan\nstrategy: {matrix: {t: \"${{ fromJSON(needs.plan.outputs.list) }}\"}}\n";
    assertThat(errors(ONE, "with: {target: a}\nstrategy: {matrix: {a: ['${{ github.run_id }}']}}"))
        .first()
        .satisfies(error -> assertThat(error).contains("not known before the run"));
    assertThat(
            errors(
                ONE.replace("${{ jobs.make.outputs.made }}", "${{ inputs.target }}"),
                late + "with: {target: \"${{ matrix.t }}\"}"))
        .isEmpty();
    String nested =
        """
        on: {workflow_call: {inputs: {target: {type: string}}}}
        jobs:
          in: {uses: ./.github/workflows/%s.yml, strategy: {matrix: {m: ["${{ inputs.target }}"]}}, with: {target: "${{ matrix.m }}"}}
        """;
    Map<String, String> files =
        Map.of(
            "./.github/workflows/build.yml", nested.formatted("b"),
            "./.github/workflows/b.yml", nested.formatted("c"),
            "./.github/workflows/c.yml",
                ONE.replace(
                    "make:\n", "make:\n    strategy: {matrix: {m: ['${{ inputs.target }}']}}\n"));
    assertThat(
            parse(files, late + "with: {target: \"${{ matrix.t }}\"}").errors().stream()
                .map(Diagnostic::toString))
        .singleElement()
        .satisfies(
            error ->
                assertThat(error)
                    .startsWith("./.github/workflows/c.yml:3:3: ")
                    .contains("is in 4: a limit of Peerdeck's, not of GitHub's"));
  }

  /// Groups and bounds that the matrix of a call decides travel as text; each peer that unfolds the
  /// instances knows them.
  @Test
  void groupsAndBoundsMayRestOnAMatrixThatIsKnownLater() {
    String called =
        """
        on: {workflow_call: {inputs: {of: {type: string}, most: {type: number}, fast: {type: boolean}}}}
        jobs:
          make:
            runs-on: "${{ inputs.of }}"
            concurrency: {group: "own-${{ matrix.n }}-${{ inputs.of }}-${{ github.actor }}", cancel-in-progress: "${{ inputs.fast }}"}
            strategy: {fail-fast: "${{ inputs.fast }}", max-parallel: "${{ inputs.most }}", matrix: {n: [1, 2]}}
            steps: [{run: make}]
        """;
    Workflow workflow =
        workflow(
            called,
            """
            needs: plan
            concurrency: "call-${{ matrix.t.of }}-${{ vars.STAGE }}"
            strategy: {max-parallel: "${{ fromJSON(needs.plan.outputs.name) }}", matrix: {t: "${{ fromJSON(needs.plan.outputs.list) }}"}}
            with: {of: "${{ matrix.t.of }}", most: "${{ fromJSON(matrix.t.most) }}", fast: "${{ matrix.t.of == 'a' }}"}
            """);
    Plan plan =
        Plan.of(workflow, Map.of(), Map.of("STAGE", "s"), Revision.NONE, SubmittedEvent.BY_HAND);
    PlannedJob make = plan.job("call / make").orElseThrow();
    assertThat(make.instances().getFirst().groups()).isEmpty();
    Value.Obj needs =
        LateMatrix.needs(
            Map.of("plan", "success"),
            Map.of(
                "plan",
                Map.of(
                    "list",
                    "[{\"of\": \"a\", \"most\": 1}, {\"of\": \"b\", \"most\": 2}]",
                    "name",
                    "3")));
    List<LateMatrix.Instance> instances =
        LateMatrix.parse(make.late().orElseThrow())
            .instances(9, (calls, index, jobs) -> Optional.of(needs));
    LateTerms terms = LateTerms.parse(make.terms().orElseThrow());
    assertThat(terms.restOnNeeds()).isTrue();
    LateTerms.Known last = terms.of(instances.getLast(), Optional.of(needs));
    assertThat(last.groups())
        .containsExactly(
            new PlannedGroup("own-2-b-⟨actor⟩", false, ""),
            new PlannedGroup("call-b-s", false, "call"));
    assertThat(last.own()).isEqualTo(new PlannedStrategy(false, OptionalInt.of(2)));
    assertThat(last.calls()).containsExactly(new PlannedStrategy(true, OptionalInt.of(3)));
    assertThat(terms.of(instances.getFirst(), Optional.of(needs)).own())
        .isEqualTo(new PlannedStrategy(true, OptionalInt.of(1)));
    PlannedInstance same = plan.instance(workflow.jobs().get("call / make"), 257, needs);
    assertThat(same.groups()).isEqualTo(last.groups());
    assertThat(same.runsOn()).containsExactly("b");
    assertThat(((Value.Obj) same.strategy()).get("max-parallel")).isEqualTo(Value.of(2));
  }
}
