package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A job whose words cannot be trusted tries to have a command run by a job after it, which runs on
/// another peer without a sandbox.
class SmuggledCommandTest {
  @TempDir Path temporary;

  @Test
  void noOutputAndNoArtifactOfAJobBecomesACommandOfAHostJob() throws Exception {
    Path mark = temporary.resolve("mark");
    Path work = Files.createDirectories(temporary.resolve("work"));
    Path action = Files.createDirectories(work.resolve("act"));
    Files.writeString(
        action.resolve("action.yml"),
        """
        name: Say
        inputs: {word: {default: nothing}}
        runs: {using: composite, steps: [{run: "echo act says ${{ inputs.word }}", shell: bash}]}
        """);
    Path file =
        Files.writeString(
            work.resolve("wf.yml"),
            """
            name: p2p-workflow smuggle
            on: push
            jobs:
              evil:
                runs-on: only-n0
                outputs:
                  plain: only words, of one line
                  shell: ${{ steps.x.outputs.shell }}
                  quote: ${{ steps.x.outputs.quote }}
                  lines: ${{ steps.x.outputs.lines }}
                steps:
                  - id: x
                    run: |
                      echo 'shell=$(touch %1$s)`touch %1$s`' >> "$GITHUB_OUTPUT"
                      echo "quote='; touch %1$s #\\"; touch %1$s #" >> "$GITHUB_OUTPUT"
                      printf 'lines<<E\\na\\ntouch %1$s\\nE\\n' >> "$GITHUB_OUTPUT"
                      mkdir -p loot/act
                      printf 'runs: {using: composite, steps: [{run: "touch %1$s", shell: sh}]}' > loot/act/action.yml
                      printf 'touch %1$s' > 'loot/$(touch pwned).sh'
                  - uses: actions/upload-artifact@v4
                    with: {name: loot, path: loot}
              host:
                runs-on: only-n1
                needs: evil
                env: {LIST: "${{ toJSON(needs.evil.outputs) }}"}
                steps:
                  - uses: actions/checkout@v4
                  - env:
                      WORD: ${{ needs.evil.outputs.shell }}${{ needs.evil.outputs.quote }}
                    run: |
                      echo "as data: $WORD"
                  - run: echo plain ${{ needs.evil.outputs.plain }}
                  - {continue-on-error: true, run: "echo ${{ needs.evil.outputs.shell }}"}
                  - {continue-on-error: true, run: "echo '${{ needs.evil.outputs.quote }}'"}
                  - {continue-on-error: true, run: "echo ${{ needs.evil.outputs.lines }}"}
                  - {continue-on-error: true, run: "echo ${{ env.LIST }}"}
                  - {continue-on-error: true, shell: python, run: "print('${{ needs.evil.outputs.quote }}')"}
                  - uses: ./act
                    continue-on-error: true
                    with: {word: "${{ needs.evil.outputs.shell }}"}
                  - uses: actions/download-artifact@v4
                    continue-on-error: true
                    with: {name: loot}
                  - uses: actions/download-artifact@v4
                    with: {name: loot, path: loot}
                  - run: ls . loot
                  - uses: ./act
                    with: {word: itself}
            """
                .formatted(mark));
    try (TestFleet fleet = new TestFleet(temporary, 2, 2)) {
      for (Node node : fleet.nodes()) {
        PeerRef self = node.status().self();
        node.updatePeer(self.id(), PeerChange.NONE.withLabels(List.of("only-" + self.name())));
      }
      Node submitter = fleet.node(0);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> submitter.peers().stream().anyMatch(p -> p.labels().contains("only-n1")));
      SubmitRequest request = SubmitRequest.of(file).withFolder(work);
      List<SubmitPreview.Problem> warned = submitter.preview(request).problems();
      assertThat(warned).hasSize(5).noneMatch(SubmitPreview.Problem::error);
      assertThat(warned.getFirst().message())
          .startsWith("Another job's output is put into the text of this script")
          .contains("by `env`");
      assertThat(warned.getFirst().line()).isEqualTo(32);

      String run = submitter.submit(request).id();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> submitter.run(run).summary().status().finished());
      TaskView host = submitter.run(run).tasks().getLast();
      assertThat(host.holder().orElseThrow().name()).isEqualTo("n1");
      assertThat(host.conclusion()).as(host.why()).contains("success");
      List<String> log =
          submitter.log(run, host.ref(), 0, 1 << 20, Duration.ZERO).lines().stream()
              .map(LogChunk.Line::text)
              .collect(Collectors.toList());
      assertThat(log)
          .anyMatch(line -> line.startsWith("as data: $(touch " + mark + ")`touch"))
          .contains("plain only words, of one line", "act says itself", "act")
          .anyMatch(line -> line.startsWith("Not sandboxed: this job runs with the rights"));
      assertThat(log).filteredOn(line -> line.contains("more than plain words")).hasSize(6);
      assertThat(log).filteredOn(line -> line.contains("a `path` of its own")).hasSize(1);
      assertThat(mark).doesNotExist();
      assertThat(log).noneMatch(line -> line.equals("pwned"));
      assertThat(fleet.node(1).status().warnings())
          .anyMatch(warning -> warning.startsWith("Jobs on this machine are not sandboxed"));

      String self = submitter.status().self().id();
      fleet.node(1).trust(self, new TrustView("sandboxed", "never"));
      String declined = submitter.submit(request).id();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  submitter
                      .run(declined)
                      .toString()
                      .contains("runs jobs of n0 in a sandbox only, and has none"));
      assertThat(submitter.run(declined).summary().status().finished()).isFalse();
    }
  }
}
