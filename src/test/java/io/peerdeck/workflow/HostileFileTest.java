package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Whatever the bytes, reading ends with an answer that names places inside the file.
class HostileFileTest {
  private static final byte[] VALID =
      """
      name: p2p-workflow &a
      on: {push: {branches: [main]}, workflow_dispatch: {inputs: {n: {type: number, default: 1}}}}
      env: &env {A: "${{ github.ref }}", B: 'x'}
      jobs:
        a:
          runs-on: [ubuntu-latest]
          strategy: {matrix: {os: [a, b], include: [{os: c}], exclude: [{os: a}]}}
          steps:
            - run: |
                echo ${{ matrix.os }} ${{ format('{0}', env.A) }}
              if: ${{ success() && matrix.os != 'a' }}
        b: {needs: [a], runs-on: x, env: *env, steps: [{uses: actions/checkout@v4}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  @Property(tries = 1000)
  void aChangedFileIsReadOrRefused(
      @ForAll @IntRange(min = 0, max = 700) int place,
      @ForAll byte value,
      @ForAll @IntRange(max = 2) int kind) {
    int at = place % VALID.length;
    byte[] changed =
        switch (kind) {
          case 0 -> VALID.clone();
          case 1 -> Arrays.copyOf(VALID, at);
          default -> {
            byte[] shorter = new byte[VALID.length - 1];
            System.arraycopy(VALID, 0, shorter, 0, at);
            System.arraycopy(VALID, at + 1, shorter, at, VALID.length - at - 1);
            yield shorter;
          }
        };
    if (kind == 0) {
      changed[at] = value;
    }
    ParseResult result = WorkflowFile.parse("ci.yml", changed);
    assertThat(result.workflow().isPresent())
        .isEqualTo(result.diagnostics().stream().noneMatch(Diagnostic::isFatal));
    assertThat(result.diagnostics()).allSatisfy(found -> assertThat(found.line()).isBetween(1, 14));
  }

  @Test
  void aBombOfAliasesIsRefusedBeforeItUnfolds() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(messages(text.toString()))
        .singleElement()
        .satisfies(message -> assertThat(message).startsWith("Maximum object size exceeded"));
    assertThat(messages("a: &a [*a]\n")).containsExactly("An anchor contains an alias to itself");
    assertThat(messages("a: *b\n"))
        .containsExactly("Unknown anchor 'b'; define it above with & and this name");
  }

  @Test
  void depthIsBoundedInEveryForm() {
    assertThat(messages("[".repeat(100_000))).hasSize(1);
    assertThat(messages("{a: ".repeat(60) + "}".repeat(60)))
        .containsExactly("Maximum object depth exceeded: at most 50 levels");
    StringBuilder blocks = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      blocks.append(" ".repeat(i)).append("k:\n");
    }
    assertThat(messages(blocks.toString()))
        .containsExactly("Maximum object depth exceeded: at most 50 levels");
    assertThat(messages(Parsed.jobFile("if: " + "(".repeat(5_000) + ")".repeat(5_000))))
        .allSatisfy(message -> assertThat(message).startsWith("Exceeded max expression depth 50"))
        .hasSize(1);
  }

  @Test
  void manyFaultsAreToldUpToTwoHundred() {
    String wrong = "k: v\n".repeat(100_000);
    assertThat(messages(wrong)).hasSizeLessThanOrEqualTo(200);
    StringBuilder keys = new StringBuilder("on: push\njobs: {}\n");
    for (int i = 0; i < 20_000; i++) {
      keys.append("key").append(i).append(": v\n");
    }
    assertThat(messages(keys.toString())).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void aDuplicateKeyIsRefusedWithoutRegardToLetterCase() {
    assertThat(messages("on: push\nOn: push\njobs: {a: {runs-on: x, steps: [{run: m}]}}\n"))
        .containsExactly("'On' is already defined");
  }

  @Test
  void aPatternOfManyStarsIsMatchedInBoundedTime() {
    GlobPattern stars = GlobPattern.of("**a".repeat(300) + "b");
    assertThat(stars.matches("a".repeat(20_000))).isFalse();
  }

  @Test
  void callsThatMultiplyAreRefused() {
    String twice =
        """
        on: workflow_call
        jobs:
          a: {uses: ./NEXT.yml}
          b: {uses: ./NEXT.yml}
        """;
    CalledFiles files =
        reference -> {
          int level = Integer.parseInt(reference.replaceAll("\\D", ""));
          return Optional.of(
              twice.replace("NEXT", String.valueOf(level + 1)).getBytes(StandardCharsets.UTF_8));
        };
    ParseResult read =
        WorkflowFile.parse(
            "ci.yml", twice.replace("NEXT", "1").getBytes(StandardCharsets.UTF_8), files);
    assertThat(read.errors())
        .extracting(Diagnostic::message)
        .singleElement()
        .satisfies(
            message -> assertThat(message).startsWith("Nested reusable workflow depth exceeded "));
  }

  private static List<String> messages(String text) {
    return WorkflowFile.parse("ci.yml", text.getBytes(StandardCharsets.UTF_8)).errors().stream()
        .map(Diagnostic::message)
        .toList();
  }
}
