package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.part.Screen;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A queue of 100,000 runs.
final class QueueScaleTest {
  private static final int RUNS = 100_000;

  @Test
  void afterAStormEveryRowSaysWhatTheNodeSays() throws Exception {
    measure(Duration.ofSeconds(3));
  }

  @Test
  @Tag("full")
  void aMinuteOfStorm() throws Exception {
    measure(Duration.ofSeconds(60));
  }

  private static void measure(Duration storm) throws Exception {
    StormyNode crowd = new StormyNode(new ScriptedNode(), new CrowdedRuns(RUNS));
    try (Deck deck = new Deck(crowd.node())) {
      QueueFigures queue = QueueFigures.measure(deck.window, RUNS, "run-4242", 11);
      StormFigures figures =
          StormFigures.measure(deck.window, RUNS, () -> crowd.storm(5000), Duration.ZERO, storm);
      assertThat(queue.rows()).isEqualTo(RUNS);
      assertThat(IntStream.range(0, RUNS).anyMatch(i -> changed(crowd, i))).as("it blew").isTrue();
      deck.show(Screen.QUEUE);
      DataTableOf<RunSummary> table = deck.table("queue");
      assertThat(figures.pulses()).isPositive();
      table.untilRows(RUNS);
      java.util.List<RunSummary> rows = table.rows();
      for (int i = 0; i < RUNS; i++) {
        assertThat(rows.get(i)).isEqualTo(crowd.run(i));
      }
    }
  }

  private static boolean changed(StormyNode crowd, int place) {
    return crowd.run(place).status() != new CrowdedRuns(RUNS).before(place);
  }
}
