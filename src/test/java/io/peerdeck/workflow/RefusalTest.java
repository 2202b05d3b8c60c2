package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is refused, where, and in which words.
class RefusalTest {

  static Stream<Arguments> invalid() {
    return Stream.of(
        refused("", "1:1", "The file is empty"),
        refused("- a\n- b\n", "1:1", "A sequence was not expected"),
        refused("on: push\n", "1:1", "Required property is missing: jobs"),
        refused("on: push\njobs: {}\n", "2:7", "at least one job with no dependencies"),
        refused("name: [unclosed\n", "2:1", "Invalid YAML"),
        refused("name: a\n---\nname: b\n", "2:1", "Invalid YAML: but found another document"),
        refused(
            "on: push\nname: !!python/x a\n", "2:7", "Unexpected tag 'tag:yaml.org,2002:python/x'"),
        refused(
            "on: push\nname: !!int a\n",
            "2:7",
            "The value 'a' on line 2 and column 7 is invalid for the type 'tag:yaml.org,2002:int'"),
        refused("a: &x [*x]\n", "1:8", "alias to itself"),
        refused("a: &x\n  b: 1\n  c:\n    *x\n", "4:5", "alias to itself"),
        refused("on: push\n? {a: b}\n: c\n", "2:3", "A key must be a scalar"),
        refused(
            "on: push\njobs: {a: &j {runs-on: x, steps: [{run: b}]}, b: {<<: *j}}\n",
            "2:51",
            "Merge keys"),
        refused("on: pus\u0007h\n", "1:8", "U+0007"),
        refused(job("RUNS-ON: x"), "5:5", "'RUNS-ON' is already defined"),
        refused(job("timeout-minutes: soon"), "5:22", "expected a number of minutes above 0"),
        refused(job("continue-on-error: 1"), "5:24", "expected true or false"),
        refused(job("if: github.ref == "), "5:9", "Unexpected end of expression: '=='"),
        refused(job("if: matrix.os == 'a'"), "5:9", "Unrecognized named-value: 'matrix'"),
        refused(
            job("if: hashFiles('a') == ''"),
            "5:9",
            "hashFiles cannot be called at jobs.<job_id>.if"),
        refused(job("env: [a]"), "5:10", "A sequence was not expected"),
        refused(job("env: {A: {b: c}}"), "5:14", "A mapping was not expected"),
        refused(
            job("env: {A: '${{ env.B }}'}"),
            "5:14",
            "At jobs.<job_id>.env there are: github, inputs"),
        refused(job("env: {A: '${{ '}"), "5:14", "The expression is not closed."),
        refused(job("env: {A: '${{ }}'}"), "5:14", "An expression was expected"),
        refused(
            job("permissions: {content: read}"),
            "5:19",
            "Unexpected value 'content'; did you mean 'contents'?"),
        refused(job("permissions: {contents: admin}"), "5:29", "Unexpected value 'admin'"),
        refused(
            job("strategy: {matrix: {os: []}}"),
            "5:29",
            "Matrix vector 'os' does not contain any values"),
        refused(job("strategy: {matrix: {os: linux}}"), "5:29", "a sequence was expected"),
        refused(
            job("strategy: {matrix: {os: [a], exclude: [{s: a}]}}"),
            "5:44",
            "Matrix exclude key 's' does not match"),
        refused(
            job("strategy: {matrix: {os: [a], exclude: [{os: a}]}}"),
            "5:24",
            "at least one combination"),
        refused(
            job("strategy: {matrx: 1}"),
            "5:16",
            "Unexpected value 'matrx'; did you mean 'matrix'?"),
        refused(job("strategy: {max-parallel: 0}"), "5:30", "a whole number of at least 1"),
        refused(job("needs: build"), "5:12", "creates a cycle"),
        refused(job("steps: []", "steps: []"), "6:5", "'steps' is already defined"),
        refused(job("steps: [{name: a}]"), "5:13", "Add one of these properties: run, shell, uses"),
        refused(job("steps: [{run: a, uses: b}]"), "5:22", "Unexpected value 'uses'"),
        refused(job("steps: [{run: a, with: {b: c}}]"), "5:22", "Unexpected value 'with'"),
        refused(
            job("steps: [{uses: actions/checkout@v4, shell: sh}]"),
            "5:41",
            "Unexpected value 'shell'"),
        refused(
            job("steps: [{uses: checkout}]"), "5:20", "Expected format {org}/{repo}[/path]@ref."),
        refused(
            job("steps: [{uses: actions/upload-artifact@v4}]"),
            "5:20",
            "Input required and not supplied: path"),
        refused(
            job("steps: [{uses: actions/cache@v4, with: {path: a}}]"),
            "5:20",
            "Input required and not supplied: key"),
        refused(job("steps: [{id: 1a, run: b}]"), "5:18", "The identifier '1a' is invalid."),
        refused(job("steps: [{id: __a, run: b}]"), "5:18", "reserved"),
        refused(
            job("steps: [{id: a, run: b}, {id: A, run: b}]"),
            "5:35",
            "may not be used more than once"),
        refused(job("steps: [{run: b, if: 'success('}]"), "5:26", "Unexpected end of expression"),
        refused("on: {push: {types: [a]}}\n", "1:13", "Unexpected value 'types'"),
        refused("on: {issues: {types: [opend]}}\n", "1:23", "did you mean 'opened'?"),
        refused("on: {schedule: [{cron: '* * *'}]}\n", "1:24", "expected five fields"),
        refused(
            "on: {schedule: [{cron: '0 5 * * 1', timezone: 'Mars/Olympus'}]}\n",
            "1:47",
            "expected an IANA name"),
        refused(
            "on: push\nconcurrency: {group: a, queue: max, cancel-in-progress: true}\n",
            "2:32",
            "exclude each other"),
        refused(
            "on: {workflow_dispatch: {inputs: {a: {type: date}}}}\n",
            "1:45",
            "Unexpected value 'date'"),
        refused(
            "on: {workflow_dispatch: {inputs: {a: {type: choice}}}}\n",
            "1:35",
            "needs a list of options"),
        refused(
            "on: {workflow_dispatch: {inputs: {a: {type: boolean, default: no}}}}\n",
            "1:63",
            "is no boolean"),
        refused(job("steps: [{run: a, shell: perl}]"), "5:29", "a format string containing '{0}'"),
        refused(
            "on: push\njobs: {1a: {runs-on: x, steps: [{run: b}]}}\n",
            "2:8",
            "The identifier '1a' is invalid."));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void anInvalidFileIsRefusedAtItsPlace(String yaml, String place, String message) {
    assertFinding(yaml, place, Severity.ERROR, message);
  }

  static Stream<Arguments> unsupported() {
    return Stream.of(
        refused(job("timeout-minutes: 0"), "5:22", "expected a number of minutes above 0"),
        refused(
            "on: {push: {tags: [a], tags-ignore: [b]}}\n"
                + "jobs: {a: {runs-on: x, steps: [{run: b}]}}\n",
            "1:24",
            "you may only define one of"),
        refused(
            "on: push\nconcurrency: 'ci-${{ github.run_number }}'\n",
            "2:14",
            "not known before the run"),
        refused(job("if: success('a')"), "5:9", "use needs.<job_id>.result"),
        refused(job("container: alpine"), "5:5", "jobs run on the peer itself"),
        refused(job("services: {}"), "5:5", "start the service in a run step"),
        refused(job("environment: prod"), "5:5", "use env"),
        refused(
            "on: push\njobs: {a: {uses: ./.github/workflows/b.yml}}\n",
            "2:18",
            "is not in the submitted folder"),
        refused(
            job("strategy: {matrix: {a: ['${{ github.run_id }}']}}"),
            "5:29",
            "'github' is not known before the run"),
        refused(
            job("steps: [{uses: actions/checkout@v4, with: '${{ fromJSON(inputs.a) }}'}]"),
            "5:47",
            "write its entries out"),
        refused(job("env: {A: '${{ secrets.GITHUB_TOKEN }}'}"), "5:14", "There is no GITHUB_TOKEN"),
        refused(job("env: {A: '${{ github.token }}'}"), "5:14", "remove github.token"),
        refused(
            job("defaults: {run: {shell: powershell}}"), "5:29", "use bash, sh, python or pwsh"),
        refused(job("steps: [{run: a, shell: cmd}]"), "5:29", "'cmd' is Windows' own"),
        refused(
            job("steps: [{run: a, shell: powershell}]"), "5:29", "use bash, sh, python or pwsh"),
        refused(job("steps: [{run: a, background: true}]"), "5:22", "one after the other"),
        refused(job("steps: [{uses: actions/stale@v4}]"), "5:20", "do the same in a run step"),
        refused(
            job("steps: [{uses: 'docker://alpine'}]"),
            "5:20",
            "Docker actions do not run on a peer"),
        refused(job("steps: [{uses: actions/checkout@main}]"), "5:20", "write a tag such as @v4"),
        refused(
            job("steps: [{uses: actions/checkout@v4, with: {ref: a}}]"),
            "5:53",
            "gives the submitted snapshot, no other ref"),
        refused(
            "on: push\njobs:\n  a:\n    runs-on: {group: b}\n",
            "4:15",
            "peers have no runner groups"),
        refused("on: push\njobs:\n  a:\n    runs-on: x\n", "3:3", "The job has no steps"));
  }

  @ParameterizedTest
  @MethodSource("unsupported")
  void whatAPeerDoesNotOfferIsRefusedWithWhatToDoInstead(
      String yaml, String place, String message) {
    assertFinding(yaml, place, Severity.UNSUPPORTED, message);
  }

  static Stream<Arguments> doubtful() {
    return Stream.of(
        refused(
            job("if: needs.a.result == 'success'"),
            "5:9",
            "the job does not list 'a' in its needs"),
        refused(job("env: {A: '${{ matrix.a }}'}"), "5:14", "the matrix has no key 'a'"),
        refused(job("env: {A: '${{ inputs.a }}'}"), "5:14", "the workflow declares no input 'a'"),
        refused(
            job("outputs: {a: '${{ steps.a.outputs.a }}'}"),
            "5:18",
            "no earlier step of the job has the id 'a'"),
        refused(
            job("strategy: '${{ fromJSON(needs.a.outputs.b) }}'"),
            "5:15",
            "does not list 'a' in its needs"),
        refused(
            job("strategy: {matrix: '${{ fromJSON(needs.a.outputs.b) }}'}"),
            "5:24",
            "does not list 'a' in its needs"),
        refused(job("steps: [{run: 'echo ${{ github.event }}'}]"), "5:19", "write toJSON"),
        refused(job("env: {A: '${{ github.event > 1 }}'}"), "5:14", "same answer"));
  }

  @ParameterizedTest
  @MethodSource("doubtful")
  void whatCanMeanNothingIsRefusedUnlessTheFileIsWantedAsItIs(
      String yaml, String place, String message) {
    assertFinding(yaml, place, Severity.DOUBTFUL, message);
    assertThat(Parsed.of(yaml).isDoubtful()).isTrue();
    assertThatThrownBy(() -> Parsed.of(yaml).orThrow()).isInstanceOf(WorkflowException.class);
    assertThat(Parsed.of(yaml).diagnostics().stream().map(Diagnostic::asItIs))
        .filteredOn(found -> found.severity() == Severity.WARNING)
        .anyMatch(found -> found.message().contains("as at GitHub"));
  }

  static Stream<Arguments> warned() {
    return Stream.of(
        refused(job("env: {A: '${{ github.repository_id }}'}"), "5:14", "is empty on a peer"),
        refused(
            job("steps: [{run: 'echo ${{ job.check_run_id }}'}]"), "5:19", "is empty on a peer"),
        refused(job("name: 'B ${{ toJSON(vars) }}'"), "5:11", "the job's id is shown"),
        refused(
            job("env: {A: \"${{ inputs.a || 'b' }}\"}"),
            "5:14",
            "the workflow declares no input 'a'"),
        refused(job("env: {A: \"${{ matrix.a != '' }}\"}"), "5:14", "the matrix has no key 'a'"),
        refused(
            job("steps: [{uses: actions/checkout@v4, with: {fetch-depth: 0}}]"),
            "5:61",
            "no git history"));
  }

  @Test
  void aCheckoutMayNameWhatIsSubmittedAndTokensHaveNoEffect() {
    ParseResult read =
        Parsed.of(
            job(
                "steps:",
                "  - uses: actions/checkout@v4",
                "    with:",
                "      repository: ${{ github.repository }}",
                "      ref: ${{ github.head_ref || github.ref }}",
                "      token: ${{ secrets.GITHUB_TOKEN }}",
                "  - uses: actions/setup-node@v4",
                "    with: {token: \"${{ github.token }}\", node-version: 22}"));
    assertThat(read.errors()).isEmpty();
    assertThat(read.diagnostics())
        .extracting(Diagnostic::message)
        .containsOnly("'token' has no effect on a peer: what it opens is there already");
    assertFinding(
        job("steps: [{uses: actions/checkout@v4, with: {repository: octo/other}}]"),
        "5:60",
        Severity.UNSUPPORTED,
        "no other repository; submit the workflow from there");
  }

  @ParameterizedTest
  @MethodSource("warned")
  void whatDiffersFromGitHubIsSaidAndRuns(String yaml, String place, String message) {
    assertFinding(yaml, place, Severity.WARNING, message);
    assertThat(Parsed.of(yaml).workflow()).isPresent();
  }

  @Test
  void anExpressionInABlockIsFoundOnItsOwnLine() {
    String yaml =
        job(
            "steps:",
            "  - run: |",
            "      echo one ${{ github.sha }}",
            "      echo two ${{ nope }}");
    assertFinding(yaml, "8:20", Severity.ERROR, "Unrecognized named-value: 'nope'");
  }

  @Test
  void aCycleIsToldAtEachNeedThatMakesIt() {
    ParseResult result =
        Parsed.of(
            """
            on: push
            jobs:
              a: {runs-on: x, steps: [{run: m}]}
              b: {runs-on: x, needs: [a, c], steps: [{run: m}]}
              c: {runs-on: x, needs: b, steps: [{run: m}]}
            """);
    assertThat(result.diagnostics())
        .extracting(Diagnostic::toString)
        .containsExactly(
            "ci.yml:4:30: error: Job 'b' depends on job 'c' which creates a cycle in the dependency"
                + " graph.",
            "ci.yml:5:26: error: Job 'c' depends on job 'b' which creates a cycle in the dependency"
                + " graph.");
  }

  @Test
  void sizesAreBounded() {
    assertFinding(
        "a".repeat(WorkflowFile.MAX_BYTES + 1),
        "1:1",
        Severity.ERROR,
        "The maximum file size of 1048576 characters has been exceeded");
    assertFinding(
        "a: ".repeat(1) + "[".repeat(60) + "]".repeat(60),
        "1:53",
        Severity.ERROR,
        "Maximum object depth exceeded");
    assertFinding("[".repeat(5_000), "1:1", Severity.ERROR, "Nesting Depth exceeded");
    String levels =
        IntStream.range(1, 10)
            .mapToObj(
                i ->
                    "a%d: &a%d [%s]"
                        .formatted(
                            i,
                            i,
                            Stream.generate(() -> "*a" + (i - 1))
                                .limit(10)
                                .collect(Collectors.joining(","))))
            .collect(Collectors.joining("\n"));
    ParseResult bomb = Parsed.of("a0: &a0 [x]\n" + levels + "\n");
    assertThat(bomb.diagnostics())
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("Maximum object size exceeded"));
    String many = IntStream.range(0, 17).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
    assertFinding(
        job("strategy: {fail-fast: false, matrix: {a: [%s], b: [%s]}}".formatted(many, many)),
        "5:42",
        Severity.ERROR,
        "289 combinations; at most 256");
    String script = "x".repeat(Expression.MAX_LENGTH);
    assertFinding(
        job("steps: [{run: 'echo ${{ github.sha }} " + script + "'}]"),
        "5:19",
        Severity.ERROR,
        "Exceeded max expression length");
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    byte[] latin = "on: push # gr\u00fcn".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(WorkflowFile.parse("ci.yml", latin).diagnostics())
        .extracting(Diagnostic::message)
        .containsExactly("The file is not UTF-8 text; save it as UTF-8");
  }

  private static Arguments refused(String yaml, String place, String message) {
    return Arguments.of(yaml, place, message);
  }

  private static String job(String... lines) {
    return Parsed.jobFile(lines);
  }

  private static void assertFinding(String yaml, String place, Severity severity, String message) {
    List<Diagnostic> found = Parsed.of(yaml).diagnostics();
    assertThat(found)
        .as("%s", found)
        .anySatisfy(
            diagnostic -> {
              assertThat(diagnostic.line() + ":" + diagnostic.column()).isEqualTo(place);
              assertThat(diagnostic.severity()).isEqualTo(severity);
              assertThat(diagnostic.message()).contains(message);
            });
  }
}
