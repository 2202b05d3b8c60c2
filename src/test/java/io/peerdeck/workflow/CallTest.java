package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Workflows that call others of the same snapshot.
class CallTest {
  private static final String BUILD =
      """
      on:
        workflow_call:
          inputs:
            target: {type: string, required: true}
            deep: {type: boolean, default: true}
            level: {type: number}
          secrets:
            key: {required: false}
          outputs:
            digest: {value: "${{ jobs.pack.outputs.sum }}-${{ inputs.target }}"}
      env: {FROM: called, TARGET: "${{ inputs.target }}"}
      defaults: {run: {shell: sh}}
      jobs:
        compile:
          runs-on: ${{ inputs.target }}
          steps: [{run: "make ${{ inputs.target }} ${{ inputs.level }}"}]
        pack:
          name: Pack
          needs: compile
          if: inputs.deep
          runs-on: x
          env: {OWN: "${{ needs.compile.result }}", KEY: "${{ secrets.key }}"}
          outputs: {sum: "${{ steps.s.outputs.sum }}"}
          steps: [{id: s, run: pack, if: success()}]
      """;

  private static final String MAIN =
      """
      on: {workflow_dispatch: {inputs: {where: {default: linux}}}}
      env: {FROM: caller}
      jobs:
        first: {runs-on: x, outputs: {o: '1'}, steps: [{run: make}]}
        call:
          needs: first
          if: needs.first.outputs.o == '1'
          uses: ./.github/workflows/build.yml
          with: {target: "${{ inputs.where }}"}
          secrets: {key: "${{ secrets.OTHER }}"}
        last:
          needs: call
          runs-on: x
          env: {D: "${{ needs.call.outputs.digest }}", R: "${{ needs.call.result }}"}
          steps: [{run: make}]
      """;

  @Test
  void calledJobsStandInThePlaceOfTheCall() {
    Plan plan = Plan.of(workflow(MAIN), Map.of("where", "arm"));
    assertThat(plan.jobs())
        .extracting(PlannedJob::id)
        .containsExactly("first", "call / compile", "call / pack", "last");
    assertThat(plan.job("call / compile").orElseThrow().needs()).containsExactly("first");
    assertThat(plan.job("call / pack").orElseThrow().needs())
        .containsExactlyInAnyOrder("call / compile", "first");
    assertThat(plan.job("last").orElseThrow().needs()).contains("call / compile", "call / pack");
    assertThat(plan.job("call / compile").orElseThrow().runsOn()).containsExactly("arm");
    assertThat(plan.job("call / pack").orElseThrow().names()).containsExactly("call / Pack");
  }

  @Test
  void inputsAndSecretsAreWhatTheCallerGave() {
    Workflow workflow = workflow(MAIN);
    Job compile = job(workflow, "call / compile");
    RunStep step = (RunStep) compile.steps().getFirst();
    EvaluationContext context =
        context(Map.of())
            .with("inputs", Value.ofTexts(Map.of("where", "arm"), false))
            .with("secrets", Value.ofTexts(Map.of("OTHER", "s3cret"), false));
    assertThat(step.script().text(context)).isEqualTo("make arm 0");
    assertThat(job(workflow, "call / pack").env().texts(context).get("KEY")).isEqualTo("s3cret");
  }

  @Test
  void envAndDefaultsOfTheCallerDoNotReachIntoTheCall() {
    Workflow workflow = workflow(MAIN);
    assertThat(workflow.env().layers()).isEmpty();
    assertThat(job(workflow, "first").env().texts(EvaluationContext.empty()).get("FROM"))
        .isEqualTo("caller");
    assertThat(job(workflow, "call / compile").env().texts(EvaluationContext.empty()).get("FROM"))
        .isEqualTo("called");
    assertThat(job(workflow, "call / compile").defaults().shell()).isPresent();
    assertThat(job(workflow, "first").defaults().shell()).isEmpty();
  }

  @Test
  void theCallersConditionHoldsForEachOfItsJobs() {
    Condition compile = job(workflow(MAIN), "call / compile").condition();
    assertThat(compile.holds(context(Map.of("first", "success")))).isTrue();
    assertThat(compile.holds(context(Map.of("first", "failure")))).isFalse();
    Condition pack = job(workflow(MAIN), "call / pack").condition();
    assertThat(pack.holds(context(Map.of("first", "success", "call / compile", "success"))))
        .isTrue();
    assertThat(pack.holds(context(Map.of("first", "success", "call / compile", "failure"))))
        .isFalse();
  }

  @Test
  void aCallIsWhatItsJobsCameTo() {
    Job last = job(workflow(MAIN), "last");
    EvaluationContext passed =
        context(Map.of("first", "success", "call / compile", "success", "call / pack", "skipped"));
    assertThat(last.condition().holds(passed)).isTrue();
    assertThat(last.env().texts(passed).get("R")).isEqualTo("success");
    EvaluationContext failed =
        context(Map.of("first", "success", "call / compile", "failure", "call / pack", "skipped"));
    assertThat(last.condition().holds(failed)).isFalse();
    assertThat(last.env().texts(failed).get("R")).isEqualTo("failure");
    assertThat(
            last.env()
                .texts(passed.with("inputs", Value.ofTexts(Map.of("where", "arm"), false)))
                .get("D"))
        .isEqualTo("o-call / pack-arm");
  }

  @Test
  void needsAndInputsAreThereAsAWholeToo() {
    String called =
        """
        on: {workflow_call: {inputs: {size: {type: number}}, outputs: {out: {value: "${{ jobs.b.outputs.o }}"}}}}
        jobs:
          a: {runs-on: x, steps: [{run: make}]}
          b:
            needs: a
            if: ${{ !contains(needs.*.result, 'failure') && inputs.size == 3 }}
            runs-on: x
            outputs: {o: '1'}
            steps: [{run: "echo ${{ toJSON(inputs) }} ${{ toJSON(needs) }}"}]
        """;
    Workflow workflow =
        WorkflowFile.parse(
                "ci.yml",
                """
                on: push
                jobs:
                  own: {runs-on: x, steps: [{run: make}]}
                  call: {uses: ./.github/workflows/b.yml, with: {size: 3}}
                  last:
                    needs: [own, call]
                    if: always() && !contains(needs.*.result, 'cancelled')
                    runs-on: x
                    steps: [{run: "echo ${{ toJSON(needs) }} ${{ toJSON(needs.call) }}"}]
                """
                    .getBytes(StandardCharsets.UTF_8),
                reference -> Optional.of(called.getBytes(StandardCharsets.UTF_8)))
            .orThrow();
    Value.Obj needs =
        LateMatrix.needs(
            Map.of("own", "success", "call / a", "success", "call / b", "failure"),
            Map.of("call / b", Map.of("o", "1")));
    EvaluationContext context = EvaluationContext.of(Map.of("needs", needs));
    assertThat(workflow.jobs().get("last").condition().holds(context)).isTrue();
    RunStep last = (RunStep) workflow.jobs().get("last").steps().getFirst();
    assertThat(last.script().text(context).replaceAll("\\s+", ""))
        .contains("\"own\":{\"result\":\"success\"", "\"call\":{")
        .contains("\"result\":\"failure\"", "\"outputs\":{\"out\":\"1\"}")
        .doesNotContain("call/a");
    Job inner = workflow.jobs().get("call / b");
    assertThat(inner.condition().holds(context)).isTrue();
    assertThat(((RunStep) inner.steps().getFirst()).script().text(context).replaceAll("\\s+", ""))
        .contains("{\"size\":3}", "{\"a\":{\"result\":\"success\"");
  }

  @Test
  void aStepsOwnStatusFunctionsSpeakOfItsJob() {
    Step step = job(workflow(MAIN), "call / pack").steps().getFirst();
    assertThat(step.condition().holds(context(Map.of()).with(StatusCheck.SUCCESS))).isTrue();
    assertThat(step.condition().holds(context(Map.of()).with(StatusCheck.FAILURE))).isFalse();
  }

  @Test
  void aBundleIsReadLikeTheFilesItIsOf() {
    WorkflowBundle bundle = WorkflowBundle.of(MAIN.getBytes(StandardCharsets.UTF_8), files(BUILD));
    ParseResult read = WorkflowFile.parse("ci.yml", bundle.bytes());
    assertThat(read.errors()).isEmpty();
    assertThat(read.orThrow().jobs().keySet())
        .containsExactly("first", "call / compile", "call / pack", "last");
    byte[] plain = "on: push\n".getBytes(StandardCharsets.UTF_8);
    assertThat(WorkflowBundle.of(plain, files(BUILD)).bytes()).isEqualTo(plain);
  }

  @Test
  void whatDoesNotFitTheCalledWorkflowIsRefusedAtTheCall() {
    assertThat(errors(call("with: {target: a, other: b}")))
        .containsExactly(
            "ci.yml:5:30: error: Invalid input, other is not defined in the referenced workflow.");
    assertThat(errors(call("with: {deep: true}")))
        .containsExactly(
            "ci.yml:4:11: error: Input target is required, but not provided while calling.");
    assertThat(errors(call("with: {target: a, deep: 7}")))
        .containsExactly("ci.yml:5:29: error: Unexpected value '7': the input is a boolean");
  }

  @Test
  void aCallWithAMatrixIsMadeForEachCombination() {
    ParseResult read =
        WorkflowFile.parse(
            "ci.yml",
            """
            on: push
            jobs:
              call:
                strategy: {matrix: {os: [linux, 'm:1'], level: [3]}}
                uses: ./.github/workflows/build.yml
                with: {target: "${{ matrix.os }}", level: "${{ matrix.level }}"}
                secrets: inherit
              last:
                needs: call
                runs-on: x
                env: {D: "${{ needs.call.outputs.digest }}", R: "${{ needs.call.result }}"}
                steps: [{run: make}]
            """
                .getBytes(StandardCharsets.UTF_8),
            files(BUILD));
    assertThat(read.diagnostics()).isEmpty();
    Workflow workflow = read.orThrow();
    assertThat(workflow.jobs().keySet())
        .containsExactly(
            "call (linux, 3) / compile",
            "call (linux, 3) / pack",
            "call (m.1, 3) / compile",
            "call (m.1, 3) / pack",
            "last");
    Job compile = job(workflow, "call (m.1, 3) / compile");
    assertThat(((RunStep) compile.steps().getFirst()).script().text(context(Map.of())))
        .isEqualTo("make m:1 3");
    assertThat(SecretReferences.in(workflow, job(workflow, "call (linux, 3) / pack")))
        .containsExactly("KEY");
    Map<String, String> results = new HashMap<>();
    workflow.jobs().keySet().forEach(id -> results.put(id, "success"));
    assertThat(job(workflow, "last").env().texts(context(results)).get("D"))
        .isEqualTo("o-call (m.1, 3) / pack-m:1");
    results.put("call (linux, 3) / pack", "failure");
    assertThat(job(workflow, "last").env().texts(context(results)).get("R")).isEqualTo("failure");
    assertThat(job(workflow, "last").condition().holds(context(results))).isFalse();
  }

  @Test
  void aSecretIsAskedForUnderTheNameTheSubmittedFileHas() {
    Workflow workflow = workflow(MAIN);
    assertThat(SecretReferences.in(workflow, job(workflow, "call / pack")))
        .containsExactly("OTHER");
    assertThat(SecretReferences.in(workflow, job(workflow, "call / compile"))).isEmpty();
  }

  @Test
  void outputsArePassedOnThroughSeveralCalls() {
    Map<String, String> files = new HashMap<>();
    files.put("./.github/workflows/build.yml", BUILD);
    files.put(
        "./.github/workflows/middle.yml",
        """
        on:
          workflow_call:
            inputs: {t: {type: string, default: none}}
            outputs: {sum: {value: "<${{ jobs.inner.outputs.digest }} ${{ jobs.inner.result }}>"}}
        jobs:
          inner: {uses: ./.github/workflows/build.yml, with: {target: "${{ inputs.t }}"}}
        """);
    Workflow workflow =
        parse(
                """
                on: push
                jobs:
                  outer: {uses: ./.github/workflows/middle.yml, with: {t: top}}
                  last:
                    needs: outer
                    runs-on: x
                    env: {D: "${{ needs.outer.outputs.sum }}"}
                    steps: [{run: make}]
                """,
                files)
            .orThrow();
    assertThat(
            job(workflow, "last")
                .env()
                .texts(
                    context(
                        Map.of(
                            "outer / inner / compile", "success",
                            "outer / inner / pack", "success")))
                .get("D"))
        .isEqualTo("<o-outer / inner / pack-top success>");
  }

  @Test
  void callsNestTenLevelsDeepAndFiftyFilesWideAndNoFurther() {
    assertThat(parse(next(1), chain(9)).errors()).isEmpty();
    assertThat(parse(next(1), chain(10)).errors())
        .extracting(Diagnostic::message)
        .contains("Nested reusable workflow depth exceeded 9.");
    Map<String, String> files = new HashMap<>();
    StringBuilder jobs = new StringBuilder("on: push\njobs:\n");
    for (int i = 0; i < 51; i++) {
      files.put("./w" + i + ".yml", LEAF);
      jobs.append("  j" + i + ": {uses: ./w" + i + ".yml}\n");
    }
    CalledFiles held = reference -> Optional.ofNullable(files.get(reference)).map(CallTest::bytes);
    WorkflowBundle bundle = WorkflowBundle.of(bytes(jobs.toString()), held);
    assertThat(WorkflowFile.parse("ci.yml", bundle.bytes()).errors())
        .singleElement()
        .satisfies(error -> assertThat(error.message()).contains("more than 50 or over 1 MiB"));
    String wide =
        "on: push\njobs:\n  a:\n    uses: ./w0.yml\n    strategy: {fail-fast: false, matrix: {a: "
            + IntStream.range(0, 16).boxed().toList()
            + ", b: "
            + IntStream.range(0, 16).boxed().toList()
            + "}}\n  b: {runs-on: x, steps: [{run: make}]}\n";
    assertThat(parse(wide, files).errors())
        .extracting(Diagnostic::message)
        .containsExactly("The workflow and all it calls may not contain more than 256 jobs");
  }

  private static final String LEAF =
      "on: workflow_call\njobs: {a: {runs-on: x, steps: [{run: make}]}}\n";

  private static String next(int level) {
    return "on: [push, workflow_call]\njobs: {a: {uses: ./n" + level + ".yml}}\n";
  }

  private static Map<String, String> chain(int length) {
    Map<String, String> files = new HashMap<>();
    for (int level = 1; level < length; level++) {
      files.put("./n" + level + ".yml", next(level + 1));
    }
    files.put("./n" + length + ".yml", LEAF);
    return files;
  }

  private static ParseResult parse(String yaml, Map<String, String> files) {
    return WorkflowFile.parse(
        "ci.yml",
        bytes(yaml),
        reference -> Optional.ofNullable(files.get(reference)).map(CallTest::bytes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aWorkflowThatCallsItselfIsRefused() {
    String circle = "on: workflow_call\njobs:\n  again: {uses: ./.github/workflows/build.yml}\n";
    ParseResult read =
        WorkflowFile.parse(
            "ci.yml", call("name: a").getBytes(StandardCharsets.UTF_8), files(circle));
    assertThat(read.errors())
        .extracting(Diagnostic::message)
        .containsExactly("The workflow './.github/workflows/build.yml' calls itself");
  }

  @Test
  void aFileThatIsNotThereIsRefusedByName() {
    assertThat(Parsed.of(call("name: a")).errors())
        .extracting(Diagnostic::message)
        .singleElement()
        .satisfies(message -> assertThat(message).contains("is not in the submitted folder"));
  }

  private static String call(String more) {
    return "on: push\njobs:\n  call:\n    uses: ./.github/workflows/build.yml\n    " + more + "\n";
  }

  private static List<String> errors(String yaml) {
    return WorkflowFile.parse("ci.yml", yaml.getBytes(StandardCharsets.UTF_8), files(BUILD))
        .errors()
        .stream()
        .map(Diagnostic::toString)
        .toList();
  }

  private static Workflow workflow(String yaml) {
    ParseResult read =
        WorkflowFile.parse("ci.yml", yaml.getBytes(StandardCharsets.UTF_8), files(BUILD));
    assertThat(read.errors()).isEmpty();
    return read.orThrow();
  }

  private static CalledFiles files(String build) {
    return reference ->
        reference.equals("./.github/workflows/build.yml")
            ? Optional.of(build.getBytes(StandardCharsets.UTF_8))
            : Optional.empty();
  }

  private static Job job(Workflow workflow, String id) {
    return Optional.ofNullable(workflow.jobs().get(id)).orElseThrow();
  }

  /// The `needs` context of jobs with these results; each has the outputs `o` and `sum`.
  private static EvaluationContext context(Map<String, String> results) {
    Map<String, Value> needs = new HashMap<>();
    results.forEach(
        (id, result) ->
            needs.put(
                id,
                new Value.Obj(
                    Map.of(
                        "result",
                        Value.of(result),
                        "outputs",
                        Value.ofTexts(Map.of("o", "1", "sum", "o-" + id), false)))));
    return EvaluationContext.of(Map.of("needs", new Value.Obj(needs)));
  }
}
