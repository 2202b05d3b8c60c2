package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PlanTest {

  @Test
  void aMatrixGivesAnInstanceForEachCombinationNamedAsAtGitHub() {
    PlannedJob job =
        planned("strategy: {fail-fast: false, matrix: {os: [linux, mac], node: [18, 20]}}");
    assertThat(job.count()).isEqualTo(4);
    assertThat(job.names())
        .containsExactly(
            "build (linux, 18)", "build (linux, 20)", "build (mac, 18)", "build (mac, 20)");
    assertThat(job.instances().get(1).matrix())
        .isEqualTo(new Value.Obj(Map.of("os", Value.of("linux"), "node", Value.of(20))));
    assertThat(job.instances().get(1).strategy().json())
        .isEqualTo(
            """
            {
              "fail-fast": false,
              "job-index": 1,
              "job-total": 4,
              "max-parallel": 4
            }\
            """);
  }

  @Test
  void includeExtendsWhatItFitsAndElseAdds() {
    // the example of GitHub's manual, "Expanding or adding matrix configurations"
    PlannedJob job =
        planned(
            "strategy:",
            "  fail-fast: false",
            "  matrix:",
            "    fruit: [apple, pear]",
            "    animal: [cat, dog]",
            "    include:",
            "      - color: green",
            "      - color: pink",
            "        animal: cat",
            "      - fruit: apple",
            "        shape: circle",
            "      - fruit: banana",
            "      - fruit: banana",
            "        animal: cat");
    assertThat(
            job.instances().stream()
                .map(instance -> instance.matrix().json().replaceAll("[\\s\"{}]", ""))
                .toList())
        .containsExactly(
            "fruit:apple,animal:cat,color:pink,shape:circle",
            "fruit:apple,animal:dog,color:green,shape:circle",
            "fruit:pear,animal:cat,color:pink",
            "fruit:pear,animal:dog,color:green",
            "fruit:banana",
            "fruit:banana,animal:cat");
    assertThat(job.names())
        .startsWith("build (apple, cat)")
        .endsWith("build (banana)", "build (banana, cat)");
  }

  @Test
  void excludeLeavesOutWhatHasAllItsValues() {
    PlannedJob job =
        planned(
            "strategy: {fail-fast: false, matrix: {os: [a, b], n: [1, 2], exclude: [{os: a, n: 1},"
                + " {os: b}]}}");
    assertThat(job.names()).containsExactly("build (a, 2)");
  }

  @Test
  void anIncludeAloneIsAListOfInstances() {
    PlannedJob job =
        planned(
            "strategy: {fail-fast: false, matrix: {include: [{site: x, n: 1}, {site: y, n: 2}]}}");
    assertThat(job.names()).containsExactly("build (x, 1)", "build (y, 2)");
  }

  @Test
  void aNameWithExpressionsStandsAloneAndOneWithoutGetsTheValues() {
    assertThat(
            planned(
                    "name: Part ${{ matrix.n }} of ${{ strategy.job-total }}",
                    "strategy: {matrix: {n: [7, 8]}}")
                .names())
        .containsExactly("Part 7 of 2", "Part 8 of 2");
    assertThat(planned("name: Part", "strategy: {matrix: {n: [7, 8]}}").names())
        .containsExactly("Part (7)", "Part (8)");
    assertThat(planned("name: Part").names()).containsExactly("Part");
    assertThat(planned("name: Part ${{ github.run_id }}").names()).containsExactly("build");
    assertThat(planned("strategy: {matrix: {n: [{a: 1, b: [x, y]}]}}").names())
        .containsExactly("build (1, x, y)");
    assertThat(planned("strategy: {matrix: {n: [" + "v".repeat(200) + "]}}").names().getFirst())
        .hasSize(100)
        .endsWith("...");
  }

  @Test
  void aGroupMayBeNamedByWhatIsCheckedOut() {
    Workflow workflow =
        Parsed.workflow(
            """
            name: CI
            on: push
            concurrency: ${{ github.workflow }}-${{ github.event.pull_request.number || github.ref }}
            jobs: {a: {runs-on: linux, steps: [{run: make}]}}
            """);
    Revision main = new Revision("octo/tools", "refs/heads/main", "a".repeat(40));
    assertThat(
            Plan.of(workflow, Map.of(), Map.of(), main, SubmittedEvent.BY_HAND)
                .group()
                .orElseThrow()
                .name())
        .isEqualTo("CI-refs/heads/main");
    assertThat(Plan.of(workflow).group().orElseThrow().name()).isEqualTo("CI-");
    assertThatThrownBy(() -> new Revision("octo/tools", "refs/heads/a b", ""))
        .hasMessageContaining("is no ref");
  }

  @Test
  void labelsGroupsAndMatricesMayComeFromVariablesOfTheSubmitter() {
    Workflow workflow =
        Parsed.workflow(
            """
            on: push
            concurrency: "ci-${{ vars.STAGE }}"
            jobs:
              build:
                name: "Build for ${{ vars.stage }} ${{ matrix.v }}"
                runs-on: "${{ vars.RUNNER || 'ubuntu-latest' }}"
                strategy: {max-parallel: "${{ fromJSON(vars.MOST) }}", matrix: {v: "${{ fromJSON(vars.LIST) }}"}}
                steps: [{run: "echo ${{ vars.OTHER }}"}]
            """);
    Plan plan =
        Plan.of(
            workflow,
            Map.of(),
            Map.of("STAGE", "test", "RUNNER", "gpu", "LIST", "[1, 2]", "MOST", "1", "OTHER", "o"),
            Revision.NONE,
            SubmittedEvent.BY_HAND);
    PlannedJob job = plan.jobs().getFirst();
    assertThat(plan.group().orElseThrow().name()).isEqualTo("ci-test");
    assertThat(job.names()).containsExactly("Build for test 1", "Build for test 2");
    assertThat(job.runsOn()).containsExactly("gpu");
    assertThat(job.strategy().orElseThrow().maxParallel()).hasValue(1);
    assertThat(plan.vars()).as("what steps read stays at home").doesNotContainKey("OTHER");
  }

  @Test
  void aJobThatIsSkippedInAnyCaseAsksForNoLabels() {
    Workflow workflow =
        Parsed.workflow(
            """
            on: [push, workflow_dispatch]
            jobs:
              never: {if: "github.event_name == 'push' && needs.x.result", runs-on: mac, needs: x, steps: [{run: a}]}
              after: {needs: never, runs-on: mac, steps: [{run: a}]}
              always: {needs: never, if: always(), runs-on: mac, steps: [{run: a}]}
              failed: {needs: x, if: failure(), runs-on: mac, steps: [{run: a}]}
              open: {if: "vars.MAY == 'yes'", runs-on: mac, steps: [{run: a}]}
              either: {needs: x, if: "github.event_name == 'push' || needs.x.result == 'success'", runs-on: mac, steps: [{run: a}]}
              x: {runs-on: mac, steps: [{run: a}]}
            """);
    assertThat(Plan.of(workflow).jobs())
        .filteredOn(job -> job.runsOn().isEmpty())
        .extracting(PlannedJob::id)
        .containsExactly("never", "after");
    Plan earlier =
        Plan.ofEarlier(workflow, Map.of(), Map.of(), Revision.NONE, SubmittedEvent.BY_HAND);
    assertThat(earlier.jobs()).allMatch(job -> job.runsOn().equals(List.of("mac")));
  }

  @Test
  void labelsMayComeFromTheMatrix() {
    Workflow workflow =
        Parsed.workflow(
            """
            on: push
            jobs:
              a:
                runs-on: [Self-Hosted, "${{ matrix.os }}"]
                strategy: {matrix: {os: [Linux], n: [1, 2]}}
                steps: [{run: make}]
            """);
    assertThat(Plan.of(workflow).jobs().getFirst().runsOn())
        .containsExactly("self-hosted", "linux");
  }

  @Test
  void eachInstanceHasItsOwnLabels() {
    Workflow workflow =
        Parsed.workflow(
            """
            on: push
            jobs:
              a:
                runs-on: [self-hosted, "${{ matrix.os }}"]
                strategy: {matrix: {os: [linux, mac]}}
                steps: [{run: make}]
            """);
    PlannedJob job = Plan.of(workflow).jobs().getFirst();
    assertThat(job.runsOn()).containsExactly("self-hosted");
    assertThat(job.instances())
        .extracting(PlannedInstance::runsOn)
        .containsExactly(List.of("self-hosted", "linux"), List.of("self-hosted", "mac"));
  }

  @Test
  void aMatrixMayComeFromOneExpression() {
    assertThat(
            planned(
                    "strategy:",
                    "  matrix: >-",
                    "    ${{ fromJSON('{\"os\": [\"a\", \"b\"], \"include\": [{\"os\": \"c\"}]}')"
                        + " }}")
                .names())
        .containsExactly("build (a)", "build (b)", "build (c)");
    assertThat(Parsed.of(Parsed.jobFile("strategy: {matrix: \"${{ fromJSON('[1]') }}\"}")).errors())
        .extracting(Diagnostic::message)
        .containsExactly("The matrix must be a mapping of names to lists, not Array");
  }

  @Test
  void anExpressionAmongTheItemsOfAListStandsForTheItemsItGives() {
    assertThat(
            planned(
                    "strategy:",
                    "  matrix:",
                    "    v: [a, \"${{ fromJSON('[\\\"b\\\", \\\"c\\\"]') }}\", [d]]")
                .names())
        .containsExactly("build (a)", "build (b)", "build (c)", "build (d)");
  }

  @Test
  void aStrategyMayComeFromExpressionsInPartAndAsAWhole() {
    String inputs =
        "on: {workflow_dispatch: {inputs: {all: {default: '{}'}, fast: {type: boolean}}}}";
    Workflow parts =
        Parsed.workflow(
            inputs
                + """

                jobs:
                  a:
                    runs-on: x
                    strategy:
                      fail-fast: ${{ inputs.fast }}
                      max-parallel: ${{ fromJSON('2') }}
                      matrix:
                        os: ${{ fromJSON('["l", "m"]') }}
                        include: ${{ fromJSON('[{"os":"l","n":1}]') }}
                        exclude: [{os: '${{ inputs.all }}'}]
                    steps: [{run: make}]
                """);
    PlannedJob planned = Plan.of(parts).jobs().getFirst();
    assertThat(planned.strategy()).hasValue(new PlannedStrategy(false, OptionalInt.of(2)));
    assertThat(planned.names()).containsExactly("a (l)", "a (m)");
    assertThat(Plan.of(parts, Map.of("fast", "true")).jobs().getFirst().strategy())
        .hasValue(new PlannedStrategy(true, OptionalInt.of(2)));
    Workflow whole =
        Parsed.workflow(
            inputs
                + """

                jobs:
                  a:
                    runs-on: x
                    strategy: ${{ fromJSON(inputs.all) }}
                    steps: [{run: make}]
                """);
    PlannedJob given =
        Plan.of(whole, Map.of("all", "{\"matrix\": {\"n\": [1, 2]}, \"max-parallel\": 1}"))
            .jobs()
            .getFirst();
    assertThat(given.names()).containsExactly("a (1)", "a (2)");
    assertThat(given.strategy()).hasValue(new PlannedStrategy(true, OptionalInt.of(1)));
    assertThatThrownBy(
            () -> Plan.of(whole, Map.of("all", "{\"matrix\": {\"n\": [1]}, \"max-parallel\": 0}")))
        .hasMessageContaining("expected a whole number of at least 1");
  }

  @Test
  void inputsDecideLabelsAndMatrix() {
    Workflow workflow =
        Parsed.workflow(
            """
            name: Build
            on:
              workflow_dispatch:
                inputs:
                  what: {required: true}
                  parts: {default: '[1, 2]'}
            jobs:
              a:
                runs-on: ${{ inputs.what }}
                strategy: {matrix: {part: "${{ fromJSON(inputs.parts) }}"}}
                steps: [{run: make}]
            """);
    Plan plan = Plan.of(workflow, Map.of("what", "gpu", "parts", "[1, 2, 3]"));
    assertThat(plan.job("a").orElseThrow().runsOn()).containsExactly("gpu");
    assertThat(plan.job("a").orElseThrow().count()).isEqualTo(3);
    assertThatThrownBy(() -> Plan.of(workflow))
        .isInstanceOf(WorkflowException.class)
        .hasMessageContaining("ci.yml:5:7: error: Required input 'what' not provided");
    assertThatThrownBy(() -> Plan.of(workflow, Map.of("what", "gpu", "parts", "7")))
        .hasMessageContaining("ci.yml:10:31: error: Matrix vector 'part' must be a list");
  }

  @Test
  void theGraphHasLayersAncestorsAndDependents() {
    JobGraph graph =
        JobGraph.of(
            Map.of(
                "a",
                List.of(),
                "b",
                List.of("a"),
                "c",
                List.of("a"),
                "d",
                List.of("b", "c"),
                "e",
                List.of()));
    assertThat(graph.layers()).hasSize(3);
    assertThat(graph.layers().getFirst()).containsExactlyInAnyOrder("a", "e");
    assertThat(graph.ancestors("d")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(graph.dependents("a")).containsExactlyInAnyOrder("b", "c");
  }

  private static PlannedJob planned(String... lines) {
    return Plan.of(Parsed.withJob(lines)).jobs().getFirst();
  }
}
