package io.peerdeck.panel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The log view on ten million lines: every place of it can be read, every hit is found, and the
/// panel keeps next to nothing of it.
final class LogFiguresTest {
  private static final long LINES = 10_000_000;

  @Test
  void tenMillionLinesAreOpenedReadThroughAndSearched() {
    FxThread.start();
    ScriptedNode node = new ScriptedNode();
    node.maker = Optional.of(LogFiguresTest::line);
    node.madeLines = LINES;
    LogFigures figures = LogFigures.measure(node, Script.cid(1), new TaskRef("build", 0), "needle");
    System.getLogger("figures").log(System.Logger.Level.INFO, figures);
    assertThat(figures.lines()).isEqualTo(LINES);
    assertThat(figures.hits()).isEqualTo(LINES / 1000);
    assertThat(node.touchedOnFxThread).isFalse();
  }

  private static LogChunk.Line line(long number) {
    String text = number % 1000 == 999 ? "a needle in line " + number : "row " + number;
    return new LogChunk.Line(number, Script.NOW, 1, "out", "plain", text);
  }
}
