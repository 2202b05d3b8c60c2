package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a job says besides its log, and how its log is read from any place.
class JobNotesTest {
  private static final TaskRef SAY = new TaskRef("say", 0);
  private static final String FILE =
      """
      name: p2p-workflow notes
      on: push
      jobs:
        say:
          runs-on: linux
          steps:
            - name: remark
              run: |
                echo "::add-mask::hunter22"
                echo "::error file=src/hunter22.py,line=12,endLine=13,col=4,title=Type::wrong hunter22"
                echo "::notice::all read"
                echo "### Done" >> "$GITHUB_STEP_SUMMARY"
                echo "err" >&2
            - if: false
              run: echo never
            - run: for i in $(seq 1 2000); do echo "line $i"; done
      """;

  @TempDir Path temporary;

  @Test
  void annotationsSummaryAndStepTimesCome() throws Exception {
    Instant before = Instant.now().minusMillis(1);
    try (Node node = open()) {
      String run = run(node);
      TaskView say = node.run(run).tasks().getFirst();

      assertThat(say.annotations())
          .extracting(TaskView.AnnotationView::level)
          .containsExactly("error", "notice");
      assertThat(say.annotations().getFirst())
          .isEqualTo(
              new TaskView.AnnotationView(
                  1, "error", "Type", "wrong ***", Optional.of("src/***.py"), 12, 13, 4, 0));
      assertThat(node.summary(run, SAY)).isEqualTo("### Done\n");
      assertThat(say.summaryChars()).isEqualTo(9);

      List<TaskView.StepView> steps = say.steps();
      Instant first = steps.getFirst().startedAt().orElseThrow();
      assertThat(first).isBetween(before, Instant.now());
      assertThat(steps.getFirst().finishedAt().orElseThrow())
          .isBetween(first, Instant.now())
          .isEqualTo(first.plusMillis(steps.getFirst().millis()));
      assertThat(steps.get(1).startedAt()).isEmpty();
      assertThat(steps.get(2).startedAt().orElseThrow()).isAfterOrEqualTo(first);
    }
  }

  @Test
  void aLogIsReadFromAnyPlaceAndFromItsEnd() throws Exception {
    try (Node node = open()) {
      String run = run(node);
      LogChunk all = node.log(run, SAY, 0, 1 << 20, Duration.ZERO);
      assertThat(all.end()).isTrue();
      assertThat(all.size()).isEqualTo(all.next());
      assertThat(all.lines())
          .extracting(LogChunk.Line::number)
          .isEqualTo(java.util.stream.LongStream.range(0, all.lines().size()).boxed().toList());
      assertThat(all.lines())
          .filteredOn(line -> line.text().equals("err"))
          .extracting(LogChunk.Line::step, LogChunk.Line::stream, LogChunk.Line::level)
          .containsExactly(org.assertj.core.groups.Tuple.tuple(1, "err", "plain"));
      assertThat(all.lines())
          .filteredOn(line -> line.level().equals("error"))
          .extracting(LogChunk.Line::text)
          .containsExactly("wrong ***");

      LogChunk tail = node.log(run, SAY, -500, 1 << 20, Duration.ZERO);
      assertThat(tail.start()).isBetween(all.size() - 500, all.size());
      assertThat(tail.lines()).isNotEmpty().hasSizeLessThan(20);
      assertThat(tail.lines()).isEqualTo(lastOf(all, tail.lines().size()));

      LogChunk middle = node.log(run, SAY, tail.start() - 7, 100, Duration.ZERO);
      assertThat(middle.start()).isEqualTo(tail.start());
      assertThat(node.log(run, SAY, Long.MIN_VALUE, 1 << 20, Duration.ZERO)).isEqualTo(all);
    }
  }

  private static List<LogChunk.Line> lastOf(LogChunk chunk, int count) {
    return chunk.lines().subList(chunk.lines().size() - count, chunk.lines().size());
  }

  private Node open() {
    return Node.open(NodeConfig.at(temporary.resolve("data")).withName("solo").offline());
  }

  private String run(Node node) throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("work"));
    Path file = Files.writeString(folder.resolve("wf.yml"), FILE);
    String id = node.submit(SubmitRequest.of(file)).id();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> node.run(id).tasks().stream().allMatch(TaskView::sealed));
    return id;
  }
}
