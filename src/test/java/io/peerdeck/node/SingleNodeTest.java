package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.schedule.RunStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One node off the network does the main job alone.
class SingleNodeTest {
  @TempDir Path temporary;
  private Node node;

  @BeforeEach
  void open() {
    node =
        Node.open(NodeConfig.at(temporary.resolve("data")).withName("solo").withSlots(2).offline());
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void aRunGoesFromSubmitToSealedWithLogOutputsAndArtifact() throws Exception {
    Path file =
        workflow(
            """
            name: p2p-workflow hello
            on: push
            jobs:
              make:
                runs-on: ubuntu-latest
                outputs:
                  word: ${{ steps.say.outputs.word }}
                steps:
                  - uses: actions/checkout@v4
                  - id: say
                    run: |
                      echo "hello from $RUNNER_NAME"
                      echo "word=peers" >> "$GITHUB_OUTPUT"
                      cp wf.yml copy.yml
                  - uses: actions/upload-artifact@v4
                    with:
                      name: copy
                      path: copy.yml
              use:
                runs-on: ubuntu-latest
                needs: make
                steps:
                  - uses: actions/download-artifact@v4
                    with:
                      name: copy
                  - run: test -s copy.yml && echo "got ${{ needs.make.outputs.word }}"
            """);

    RunSummary submitted = node.submit(SubmitRequest.of(file));
    RunDetail run = finished(submitted.id());

    assertThat(run.summary().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(run.tasks()).allMatch(TaskView::sealed);
    TaskView make = run.tasks().getFirst();
    assertThat(make.outputs()).containsEntry("word", "peers");
    assertThat(make.artifacts()).extracting(TaskView.ArtifactView::name).containsExactly("copy");
    assertThat(text(submitted.id(), "make")).contains("hello from solo");
    assertThat(text(submitted.id(), "use")).contains("got peers");
    Path saved = temporary.resolve("saved");
    node.saveArtifact(make.artifacts().getFirst().cid(), saved);
    assertThat(Files.readString(saved.resolve("copy.yml"))).isEqualTo(Files.readString(file));
    assertThat(node.verifyClock(progress -> {}).ok()).isTrue();
  }

  @Test
  void theLogOfATaskThatNobodyRunsIsWaitedForAndNotAskedForWithoutPause() throws Exception {
    Path file =
        workflow(
            """
            name: p2p-workflow later
            on: push
            jobs:
              say:
                runs-on: linux
                steps:
                  - run: echo now
            """);
    String run = node.submit(SubmitRequest.of(file).withHeld(true)).id();
    long begun = System.nanoTime();
    LogChunk none = node.log(run, TaskRef.parse("say"), 0, 1 << 16, Duration.ofMillis(600));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(590));
    assertThat(none.lines()).isEmpty();
    assertThat(none.end()).isFalse();
    CompletableFuture<LogChunk> first =
        CompletableFuture.supplyAsync(
            () -> node.log(run, TaskRef.parse("say"), 0, 1 << 16, Duration.ofMinutes(1)));
    node.release(run);
    assertThat(first.get(1, TimeUnit.MINUTES).lines()).isNotEmpty();
  }

  @Test
  void aFailingJobFailsItsRunAndSkipsWhatNeedsIt() throws Exception {
    Path file =
        workflow(
            """
            name: offline-workflow fails
            on: push
            jobs:
              bad:
                runs-on: linux
                steps:
                  - run: exit 3
              after:
                runs-on: linux
                needs: bad
                steps:
                  - run: echo never
              always:
                runs-on: linux
                needs: bad
                if: always()
                steps:
                  - run: echo "bad was ${{ needs.bad.result }}"
            """);

    RunSummary submitted = node.submit(SubmitRequest.of(file));
    RunDetail run = finished(submitted.id());

    assertThat(run.summary().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.tasks())
        .extracting(task -> task.conclusion().orElse(""))
        .containsExactly("failure", "skipped", "success");
    assertThat(text(submitted.id(), "always")).contains("bad was failure");
  }

  @Test
  void aJobThatMayFailCountsAsASuccessAndSaysSo() throws Exception {
    Path file =
        workflow(
            """
            name: offline-workflow tolerant
            on: push
            jobs:
              try:
                runs-on: linux
                strategy:
                  matrix:
                    may: [true, false]
                continue-on-error: ${{ matrix.may }}
                steps:
                  - run: exit 4
              lenient:
                runs-on: linux
                continue-on-error: true
                steps:
                  - run: exit 5
              after:
                runs-on: linux
                needs: lenient
                steps:
                  - run: echo "lenient was ${{ needs.lenient.result }}"
            """);

    String id = node.submit(SubmitRequest.of(file)).id();
    RunDetail run = finished(id);

    assertThat(run.tasks())
        .extracting(task -> task.conclusion().orElse(""))
        .containsExactly("success", "failure", "success", "success");
    assertThat(run.tasks().getFirst().why())
        .startsWith("Failed, and counts as a success by its continue-on-error: ")
        .contains("4");
    assertThat(text(id, "after")).contains("lenient was success");
  }

  @Test
  void aCancelledRunStopsItsProcesses() throws Exception {
    Path file =
        workflow(
            """
            name: p2p-workflow sleeper
            on: push
            jobs:
              sleep:
                runs-on: linux
                steps:
                  - run: |
                      echo "alive"
                      sleep 600
            """);
    String id = node.submit(SubmitRequest.of(file)).id();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> text(id, "sleep").contains("alive"));

    node.cancel(id, "no longer wanted");

    assertThat(finished(id).summary().status()).isEqualTo(RunStatus.CANCELLED);
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> node.status().slotsBusy() == 0);
  }

  @Test
  void whatIsWrongIsRefusedWithPositionAndNothingIsStored() throws Exception {
    Path file =
        workflow(
            """
            name: p2p-workflow broken
            on: push
            jobs:
              a:
                runs-on: linux
                services:
                  db: {image: postgres}
                steps:
                  - run: echo
            """);
    long before = node.status().clockEntries();

    SubmitPreview preview = node.preview(SubmitRequest.of(file));

    assertThat(preview.submittable()).isFalse();
    assertThat(preview.problems()).anyMatch(problem -> problem.line() == 6 && problem.error());
    assertThatThrownBy(() -> node.submit(SubmitRequest.of(file)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("wf.yml:6:");
    assertThat(node.status().clockEntries()).isEqualTo(before);
  }

  @Test
  void anUntaggedFileIsRefusedUnlessTheOperatorInsists() throws Exception {
    Path file =
        workflow("name: plain\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}");
    assertThatThrownBy(() -> node.submit(SubmitRequest.of(file)))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("not tagged");
    assertThat(node.submit(SubmitRequest.of(file).withUntagged(true)).id()).startsWith("bafy");
  }

  @Test
  void labelsMayComeFromAMatrixThatNeededJobsGive() throws Exception {
    Path file =
        workflow(
            """
            name: p2p-workflow late labels
            on: push
            jobs:
              plan:
                runs-on: linux
                outputs: {on: "${{ steps.o.outputs.on }}"}
                steps:
                  - id: o
                    run: echo 'on=["linux","nowhere"]' >> "$GITHUB_OUTPUT"
              each:
                needs: plan
                strategy: {matrix: {on: "${{ fromJSON(needs.plan.outputs.on) }}"}}
                runs-on: ${{ matrix.on }}
                steps: [{run: 'true'}]
            """);
    String run = node.submit(SubmitRequest.of(file)).id();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              assertThat(node.run(run).tasks()).hasSize(3);
              assertThat(node.run(run).tasks().get(1).status()).isEqualTo(RunStatus.COMPLETED);
              assertThat(node.run(run).tasks().get(2).why())
                  .contains("does not carry all of the labels nowhere");
            });
  }

  @Test
  void whatIsAlwaysEmptyIsRefusedUnlessTheFileIsWantedAsItIs() throws Exception {
    Path file =
        workflow(
            "name: p2p-workflow\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'test -z"
                + " \"${{ inputs.none }}\"'}]}}");
    SubmitPreview refused = node.preview(SubmitRequest.of(file));
    assertThat(refused.doubtful()).isTrue();
    assertThat(refused.submittable()).isFalse();
    assertThat(refused.problems()).anyMatch(problem -> problem.message().contains("--as-is"));
    assertThatThrownBy(() -> node.submit(SubmitRequest.of(file)))
        .hasMessageContaining("always empty");

    SubmitRequest asIs = SubmitRequest.of(file).withAsIs(true);
    SubmitPreview taken = node.preview(asIs);
    assertThat(taken.submittable()).isTrue();
    assertThat(taken.problems())
        .anyMatch(problem -> !problem.error() && problem.message().contains("as at GitHub"));
    String run = node.submit(asIs).id();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(node.run(run).summary().status()).isEqualTo(RunStatus.COMPLETED));
  }

  @Test
  void thePreviewNamesTheOwnersOfTheSubmissionThatFollows() throws Exception {
    Path file =
        workflow(
            "name: p2p-workflow\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}");
    SubmitPreview preview = node.preview(SubmitRequest.of(file));
    RunSummary run = node.submit(SubmitRequest.of(file).withRunId(preview.runId().orElseThrow()));
    assertThat(run.id()).isEqualTo(preview.runId().orElseThrow());
    assertThat(preview.jobs().getFirst().owners().getFirst().map(PeerRef::name)).contains("solo");
  }

  @Test
  void aHeldRunWaitsUntilItIsReleased() throws Exception {
    Path file =
        workflow(
            "name: p2p-workflow\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}");
    String id = node.submit(SubmitRequest.of(file).withHeld(true)).id();
    assertThat(node.run(id).summary().waitsFor()).contains("held");
    node.prioritise(id, 1);
    node.release(id);
    assertThat(finished(id).summary().status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(node.runs(RunQuery.all(10)).runs())
        .extracting(RunSummary::priority)
        .containsExactly(1);
  }

  @Test
  void aTaskTellsWhoWouldGetItAndWhyNotTheOthers() throws Exception {
    Path file =
        workflow(
            """
            name: p2p-workflow
            on: push
            jobs:
              a: {runs-on: linux, steps: [{run: 'true'}]}
              b: {runs-on: [linux, gpu], steps: [{run: 'true'}]}
            """);
    node.submit(SubmitRequest.of(file).withHeld(true));
    String id = node.submit(SubmitRequest.of(file)).id();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> node.run(id).tasks().getFirst().sealed());

    TaskView done = node.run(id).tasks().getFirst();
    assertThat(done.ranking().getFirst().standing()).isEqualTo("holds");
    assertThat(done.ranking().getFirst().why()).isEqualTo("Its result counts.");
    TaskView stuck = node.run(id).tasks().getLast();
    assertThat(stuck.ranking()).isEmpty();
    assertThat(stuck.excluded().getFirst().why()).isEqualTo("Lacks the label gpu.");
    assertThat(stuck.why()).contains("gpu");
    Awaitility.await() // lists follow within moments
        .untilAsserted(
            () ->
                assertThat(node.runs(RunQuery.all(9)).runs())
                    .allMatch(run -> run.position().isEmpty())); // begun, or held
  }

  @Test
  void nodesOfTwoFoldersOnOneMachineBothListen() {
    try (Node one = Node.open(NodeConfig.at(temporary.resolve("one")));
        Node two = Node.open(NodeConfig.at(temporary.resolve("two")))) {
      assertThat(one.status().addresses()).isNotEmpty();
      assertThat(two.status().addresses())
          .isNotEmpty()
          .doesNotContainAnyElementsOf(one.status().addresses());
    }
  }

  @Test
  void aSecondStartOnTheFolderIsRefusedAndTheNextOneFindsEverything() throws Exception {
    Path file =
        workflow(
            "name: p2p-workflow\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}");
    String id = node.submit(SubmitRequest.of(file)).id();
    finished(id);
    NodeConfig again = NodeConfig.at(temporary.resolve("data")).offline();
    assertThatThrownBy(() -> Node.open(again)).hasMessageContaining("already runs");
    node.close();
    node = Node.open(again);
    assertThat(node.run(id.substring(id.length() - 8)).summary().status())
        .isEqualTo(RunStatus.COMPLETED);
  }

  private Path workflow(String text) throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("work"));
    return Files.writeString(folder.resolve("wf.yml"), text);
  }

  private RunDetail finished(String id) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.run(id).summary().status().finished());
    RunStatus status = node.run(id).summary().status();
    if (status != RunStatus.CANCELLED) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> node.run(id).tasks().stream().allMatch(TaskView::sealed));
    }
    return node.run(id);
  }

  private List<String> text(String run, String job) {
    return node.log(run, TaskRef.parse(job), 0, 1 << 20, Duration.ZERO).lines().stream()
        .map(LogChunk.Line::text)
        .toList();
  }
}
