package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

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
    assertThat(result.workflow().isPresent()).isEqualTo(result.errors().isEmpty());
    assertThat(result.diagnostics()).allSatisfy(found -> assertThat(found.line()).isBetween(1, 14));
  }
}
