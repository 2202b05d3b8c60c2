package io.peerdeck.panel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Finding a line of a log by few readings.
final class LogIndexTest {
  private final ScriptedNode node = new ScriptedNode();
  private final LogSource source = new LogSource(() -> node, "run", new TaskRef("build", 0));

  LogIndexTest() {
    node.madeLines = 3_000_000;
    node.maker =
        Optional.of(
            number ->
                new LogChunk.Line(
                    number, Script.NOW, (int) (number / 1_000_000) + 1, "out", "plain", "x"));
  }

  @Test
  void anyLineIsFoundOnceTheEndIsKnown() {
    LogIndex index = new LogIndex();
    index.learn(source.read(-LogSource.CHUNK));
    assertThat(index.lines()).isEqualTo(3_000_000);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      long line = random.nextLong(3_000_000);
      LogChunk chunk = index.chunkWith(source, line, () -> false).orElseThrow();
      assertThat(chunk.lines().stream().map(LogChunk.Line::number)).contains(line);
    }
    assertThat(index.chunkWith(source, 3_000_000, () -> false)).isEmpty();
  }

  @Test
  void theFirstChunkOfAStepIsFoundByHalves() {
    LogIndex index = new LogIndex();
    long size = source.read(-1).size();
    List<LogChunk.Line> lines =
        index
            .firstChunk(
                source,
                size,
                chunk -> chunk.lines().stream().anyMatch(line -> line.step() >= 2),
                () -> false)
            .orElseThrow()
            .lines();
    assertThat(lines.stream().filter(line -> line.step() >= 2).findFirst().orElseThrow().number())
        .isEqualTo(1_000_000);
  }
}
