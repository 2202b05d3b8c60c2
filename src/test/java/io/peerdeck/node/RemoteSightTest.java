package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one node shows of a job that another runs, and of that other.
class RemoteSightTest {
  private static final TaskRef SAY = new TaskRef("say", 0);
  private static final Duration DEADLINE = Duration.ofSeconds(40);

  @TempDir Path temporary;

  @Test
  void stepsLogAndRemarksOfAJobElsewhereAreSeenHere() throws Exception {
    Path go = temporary.resolve("go");
    Path file =
        Files.writeString(
            Files.createDirectories(temporary.resolve("work")).resolve("wf.yml"),
            """
            name: p2p-workflow far
            on: push
            jobs:
              say:
                runs-on: linux
                steps:
                  - run: |
                      for i in $(seq 1 500); do echo "line $i"; done
                      while [ ! -e %s ]; do sleep 0.1; done
                      echo "::warning file=a.py,line=3::look here"
                      echo "### Far" >> "$GITHUB_STEP_SUMMARY"
            """
                .formatted(go));
    try (TestFleet fleet = new TestFleet(temporary.resolve("fleet"), 2, 1)) {
      Node here = fleet.node(0);
      Node there = fleet.node(1);
      String far = there.status().self().id();
      Awaitility.await().atMost(DEADLINE).until(() -> sentences(here).contains("n1 is connected."));
      String run = here.submit(SubmitRequest.of(file).withHeld(true)).id();
      here.assign(run, Optional.empty(), far);
      TaskView waiting = here.run(run).tasks().getFirst();
      assertThat(waiting.ranking()).hasSize(2);
      here.release(run);

      Awaitility.await()
          .atMost(DEADLINE)
          .until(() -> here.log(run, SAY, -300, 1 << 16, Duration.ZERO).size() > 20_000);
      LogChunk end = here.log(run, SAY, -300, 1 << 16, Duration.ZERO);
      assertThat(end.start()).isGreaterThan(end.size() - 300 - 1);
      assertThat(end.lines().getLast().text()).isEqualTo("line 500");
      assertThat(end.end()).isFalse();
      TaskView.StepView step = here.run(run).tasks().getFirst().steps().getFirst();
      assertThat(step.status()).isEqualTo("in_progress");
      assertThat(step.startedAt()).isPresent();
      TaskView.RankedPeer holder =
          here.run(run).tasks().getFirst().ranking().stream()
              .filter(peer -> peer.peer().id().equals(far))
              .findFirst()
              .orElseThrow();
      assertThat(holder.standing()).isEqualTo("holds");

      Files.createFile(go);
      Awaitility.await()
          .atMost(DEADLINE)
          .untilAsserted(
              () -> {
                TaskView task = here.run(run).tasks().getFirst();
                assertThat(task.sealed()).isTrue();
                assertThat(task.annotations())
                    .extracting(TaskView.AnnotationView::message)
                    .containsExactly("look here");
              });
      assertThat(here.summary(run, SAY)).isEqualTo("### Far\n");
      assertThat(here.run(run).tasks().getFirst().steps().getFirst().finishedAt()).isPresent();
      assertThat(here.transfers())
          .anySatisfy(transfer -> assertThat(transfer.name()).contains("Log of say"));

      there.close();
      Awaitility.await()
          .atMost(DEADLINE)
          .until(
              () ->
                  here.events(50).stream()
                      .anyMatch(
                          event ->
                              event.severity().equals("warning")
                                  && event.subject().equals(far)
                                  && event.sentence().startsWith("n1 is not connected")));
    }
  }

  private static List<String> sentences(Node node) {
    return node.events(100).stream().map(EventView::sentence).toList();
  }
}
