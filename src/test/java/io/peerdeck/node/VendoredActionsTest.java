package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.peerdeck.schedule.RunStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
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
      await().atMost(SOON).until(() -> knows(one, run));
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

  private static boolean knows(Node node, String run) {
    try {
      return node.run(run).tasks().size() == 1;
    } catch (NodeException notYet) {
      return false;
    }
  }

  @Test
  void archivesThatLeadOutOrLieAreRefused() throws Exception {
    for (String name :
        List.of("../out.txt", "a/../../out.txt", "/etc/out.txt", "a\\..\\b", "C:x")) {
      Path zip = temporary.resolve("bad.zip");
      try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
        out.putNextEntry(new ZipEntry(name));
        out.write(1);
        out.closeEntry();
      }
      assertRefused(zip, "no name for a file inside a folder");
      assertRefused(archive("bad.tar.gz", name, "x"), "no name for a file inside a folder");
    }
    assertRefused(tar("link.tar", header("a", 0, '2')), "a link or a device");
    assertRefused(tar("hard.tar", header("a", 0, '1')), "a link or a device");
    assertRefused(tar("huge.tar", header("a", 1L << 32, '0')), "unpacks to more than 256 MiB");
    assertRefused(tar("cut.tar", header("a", 100, '0')), "ends in the middle");
    assertRefused(tar("twice.tar", header("a", 0, '0'), header("a", 0, '0')), "is there twice");
    assertThat(temporary.resolve("out.txt")).doesNotExist();
    Path bomb = temporary.resolve("bomb.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(bomb))) {
      out.putNextEntry(new ZipEntry("zeros"));
      byte[] zeros = new byte[1 << 20];
      for (int mib = 0; mib < 257; mib++) {
        out.write(zeros);
      }
      out.closeEntry();
    }
    assertRefused(bomb, "unpacks to more than 256 MiB");
  }

  private void assertRefused(Path archive, String why) throws IOException {
    Path target = Files.createTempDirectory(temporary, "target").toRealPath();
    assertThatThrownBy(() -> ActionArchive.unpack(archive, target))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining(why);
  }

  private Path archive(String name, String entry, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    tar.write(header(entry, content.length, '0'));
    tar.write(content);
    tar.write(new byte[(512 - content.length % 512) % 512 + 1024]);
    Path file = temporary.resolve(name);
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(tar.toByteArray());
    }
    return file;
  }

  private Path tar(String name, byte[]... headers) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    for (byte[] header : headers) {
      tar.write(header);
    }
    return Files.write(temporary.resolve(name), tar.toByteArray());
  }

  private static byte[] header(String name, long size, char kind) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, "%011o".formatted(size));
    header[156] = (byte) kind;
    put(header, 257, "ustar");
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
