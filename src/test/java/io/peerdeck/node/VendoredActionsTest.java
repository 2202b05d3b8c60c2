package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VendoredActionsTest {
  private static final String SHA = "0123456789abcdef0123456789abcdef01234567";
  private static final String INNER = "inner/tool@" + SHA;
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temporary;

  @Test
  void anActionVendoredOnOnePeerRunsFromTheSameBytesOnAnother() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")), "no node on this machine");
    Path tool = Files.createDirectories(temporary.resolve("tool/say"));
    Files.writeString(
        tool.resolve("action.yml"),
        """
        name: Say
        inputs: {word: {required: true}}
        outputs: {said: {value: "${{ steps.s.outputs.said }}"}}
        runs:
          using: composite
          steps:
            - id: s
              shell: sh
              run: |
                cat "$GITHUB_ACTION_PATH/words.txt"
                echo "said=${{ inputs.word }} and more" >> "$GITHUB_OUTPUT"
        """);
    Files.writeString(tool.resolve("words.txt"), "these are the words\n");
    Path outer = archive("outer.tar.gz", "outer-" + SHA + "/action.yml", OUTER);
    Path file =
        Files.writeString(
            Files.createDirectories(temporary.resolve("wf")).resolve("wf.yml"),
            """
            name: p2p-workflow vendored
            on: push
            jobs:
              say:
                runs-on: linux
                outputs: {said: "${{ steps.use.outputs.said }}", js: "${{ steps.js.outputs.js }}"}
                steps:
                  - id: use
                    uses: Outer/Wrap@%1$s
                  - id: js
                    uses: octo/script@%1$s
                    with: {who: all}
            """
                .formatted(SHA));
    try (TestFleet fleet = new TestFleet(temporary, 2, 2)) {
      Node one = fleet.node(0);
      Node two = fleet.node(1);
      two.vendorAction("octo/script@" + SHA, javaScript());
      assertThat(two.preview(SubmitRequest.of(file)).problems())
          .singleElement()
          .satisfies(
              problem -> {
                assertThat(problem.line()).isEqualTo(8);
                assertThat(problem.message()).contains("`peerdeck action vendor outer/wrap@" + SHA);
              });
      one.vendorAction("outer/wrap@" + SHA, outer);
      await().atMost(SOON).until(() -> two.actions().size() == 2);
      assertThat(two.preview(SubmitRequest.of(file)).problems().getFirst().message())
          .as("used inside the other")
          .contains("peerdeck action vendor " + INNER);
      VendoredAction kept = one.vendorAction(INNER, temporary.resolve("tool"));
      assertThat(kept.files()).isEqualTo(2);
      await().atMost(SOON).until(() -> two.actions().size() == 3 && one.actions().size() == 3);

      String run = two.submit(SubmitRequest.of(file).withHeld(true)).id();
      await().atMost(SOON).until(() -> TestFleet.knows(one, run));
      two.assign(run, Optional.empty(), one.status().self().id());
      two.release(run);

      await().atMost(SOON).until(() -> two.run(run).summary().status().finished());
      TaskView say = two.run(run).tasks().getFirst();
      assertThat(say.why()).isEmpty();
      assertThat(two.run(run).summary().status()).isEqualTo(RunStatus.COMPLETED);
      assertThat(say.holder().orElseThrow().name()).isEqualTo("n0");
      assertThat(say.outputs()).containsEntry("said", "hello and more");
      assertThat(
              two.log(run, say.ref(), 0, 1 << 20, Duration.ZERO).lines().stream()
                  .map(LogChunk.Line::text)
                  .toList())
          .contains("these are the words", "main for all", "post for all");
      assertThat(say.outputs()).containsEntry("js", "hello all");

      Files.writeString(temporary.resolve("tool/say/words.txt"), "other words");
      assertThatThrownBy(() -> two.vendorAction(INNER, temporary.resolve("tool")))
          .hasMessageContaining("with other files already");
      assertThatThrownBy(() -> two.vendorAction("inner/tool@v1", temporary.resolve("tool")))
          .hasMessageContaining("all 40 digits");
    }
  }

  /// With a file beside the program, which the program reads.
  private Path javaScript() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("script"));
    Files.createDirectories(folder.resolve("lib"));
    Files.writeString(folder.resolve("lib/words.js"), "module.exports = 'hello ';\n");
    Files.writeString(
        folder.resolve("action.yml"),
        "name: Script\ninputs: {who: {required: true}}\n"
            + "runs: {using: node16, main: main.js, post: post.js}\n");
    Files.writeString(
        folder.resolve("main.js"),
        """
        const fs = require('fs');
        const who = process.env.INPUT_WHO;
        console.log('main for ' + who);
        fs.appendFileSync(process.env.GITHUB_OUTPUT, 'js=' + require('./lib/words') + who + '\\n');
        fs.appendFileSync(process.env.GITHUB_STATE, 'who=' + who + '\\n');
        """);
    Files.writeString(
        folder.resolve("post.js"), "console.log('post for ' + process.env.STATE_who);\n");
    return folder;
  }

  private static final String OUTER =
      """
      name: Wrap
      outputs: {said: {value: "${{ steps.in.outputs.said }}"}}
      runs:
        using: composite
        steps:
          - id: in
            uses: %s
            with: {word: hello}
      """
          .formatted("inner/tool/say@" + SHA);

  @Test
  void anArchiveThatLeadsOutOrHoldsLinksIsNotTaken() throws Exception {
    Path link = temporary.resolve("link.tar");
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(Files.newOutputStream(link))) {
      TarArchiveEntry entry = new TarArchiveEntry("a", TarConstants.LF_SYMLINK);
      entry.setLinkName("/etc/passwd");
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
    }
    try (TestFleet fleet = new TestFleet(temporary, 1, 1)) {
      Node node = fleet.node(0);
      assertThatThrownBy(
              () -> node.vendorAction("o/a@" + SHA, archive("bad.tar.gz", "../out", "x")))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("The archive is not taken: `../out` is no place for a file");
      assertThatThrownBy(() -> node.vendorAction("o/a@" + SHA, link))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("it holds links");
      assertThat(temporary.resolve("out")).doesNotExist();
    }
  }

  private Path archive(String name, String entry, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Path file = temporary.resolve(name);
    try (TarArchiveOutputStream out =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      TarArchiveEntry header = new TarArchiveEntry(entry, true);
      header.setSize(content.length);
      out.putArchiveEntry(header);
      out.write(content);
      out.closeArchiveEntry();
    }
    return file;
  }
}
