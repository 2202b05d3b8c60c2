package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What third-party JavaScript actions do before the job's first step and after its last.
class PreStepTest {
  private static final String SHA = "@0123456789012345678901234567890123456789";
  private static final String PROGRAM =
      """
      const fs = require('fs');
      const what = require('path').basename(__filename, '.js');
      console.log(what + ' ' + process.env.INPUT_WHO + ' ' + (process.env.STATE_seen || '-'));
      fs.appendFileSync(process.env.GITHUB_STATE, 'seen=' + (process.env.STATE_seen || '') + what[1] + '\\n');
      if (process.env.INPUT_WHO === 'broken') { process.exitCode = 3; }
      """;

  @TempDir Path temporary;
  private final Map<String, Map<String, String>> repositories = new HashMap<>();
  private JobFixture job;

  @BeforeEach
  void begin() {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")), "no node on this machine");
    job = new JobFixture(temporary);
    job.actions =
        (pinned, folder) ->
            repositories
                .getOrDefault(pinned, Map.of())
                .forEach((name, text) -> write(folder.resolve(name), text));
  }

  @Test
  void presRunBeforeTheFirstStepAndPostsAfterTheLastInReverseAndKeepTheirState() {
    script("octo/one", "pre: pre.js, post: post.js");
    script("octo/two", "pre: pre.js, post: post.js, post-if: success()");
    repositories.put(
        "octo/both" + SHA,
        Map.of(
            "action.yml",
            """
            inputs: {name: {default: nobody}}
            runs: {using: composite, steps: [{uses: "octo/two%s", with: {who: "${{ inputs.name }}"}}]}
            """
                .formatted(SHA)));
    JobOutcome outcome =
        job.steps(
            """
            - run: echo first
            - uses: octo/one%1$s
              with: {who: "${{ github.actor }}"}
            - uses: octo/both%1$s
              with: {name: bob}
            - uses: octo/one%1$s
              if: false
              with: {who: skipped}
            - run: echo last; exit 1
            """
                .formatted(SHA));
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(job.output())
        .containsExactly(
            "pre me -",
            "pre bob -",
            "pre skipped -",
            "first",
            "main me r",
            "main bob r",
            "last",
            "post skipped r",
            "post me ra");
    assertThat(outcome.steps().stream().map(step -> step.number() + " " + step.name()))
        .startsWith(
            "1 Pre Run octo/one" + SHA,
            "2 Pre Run octo/two" + SHA,
            "3 Pre Run octo/one" + SHA,
            "4 Run echo first");
  }

  @Test
  void aPreThatFailsFailsTheJobAndOneWhoseConditionIsFalseDoesNotRun() {
    script("octo/one", "pre: pre.js");
    script("octo/linux", "pre: pre.js, pre-if: \"runner.os == 'Linux'\"");
    script("octo/never", "pre: pre.js, pre-if: \"runner.os == 'Windows'\"");
    JobOutcome outcome =
        job.steps(
            """
            - uses: octo/one%1$s
              with: {who: broken}
            - uses: octo/linux%1$s
              with: {who: l}
            - uses: octo/never%1$s
              if: always()
              with: {who: n}
            """
                .formatted(SHA));
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.message()).startsWith("Step 1 (Pre Run octo/one");
    assertThat(job.output()).containsExactly("pre broken -", "pre l -", "main n -");
  }

  private void script(String name, String more) {
    repositories.put(
        name + SHA,
        Map.of(
            "action.yml",
            "inputs: {who: {default: nobody}}\nruns: {using: node20, main: main.js, "
                + more
                + "}\n",
            "pre.js",
            PROGRAM,
            "main.js",
            PROGRAM,
            "post.js",
            PROGRAM));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
