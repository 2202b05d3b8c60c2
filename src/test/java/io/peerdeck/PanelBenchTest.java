package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The panel's benchmark on a short past: every part measures, and the past is made once.
class PanelBenchTest {
  private static final int RUNS = 120;
  private final List<String> told = new ArrayList<>();

  @Test
  void everyPartMeasuresAndTheHistoryIsKept(@TempDir Path folder) throws Exception {
    Path history = folder.resolve("history");
    List<Figure> figures =
        bench(EnumSet.complementOf(EnumSet.of(PanelBench.Part.IDLE)), RUNS, history, folder).run();
    assertThat(figures)
        .extracting(Figure::name)
        .contains(
            "panel.switch.first",
            "panel.heap@" + (1 + 10 * RUNS),
            "panel.filter@" + RUNS,
            "panel.sort@" + RUNS,
            "panel.held@" + RUNS,
            "panel.storm.pulse.p99",
            "panel.log.search@3000");
    assertThat(figures).allSatisfy(figure -> assertThat(figure.value()).isPositive());
    assertThat(told).anyMatch(line -> line.contains("entries signed and written"));
    assertThat(told).anyMatch(line -> line.contains("start is measured by the installed program"));

    told.clear();
    assertThat(bench(Set.of(PanelBench.Part.HEAP), RUNS, history, folder).run()).hasSize(1);
    assertThat(told).noneMatch(line -> line.contains("written"));
    assertThatThrownBy(() -> bench(Set.of(PanelBench.Part.HEAP), 2 * RUNS, history, folder).run())
        .hasMessageContaining("a history of " + RUNS + " runs")
        .hasMessageContaining("name another folder");
  }

  private PanelBench bench(Set<PanelBench.Part> parts, int runs, Path history, Path folder) {
    return new PanelBench(
        new PanelBench.Sizes(
            parts,
            runs,
            3000,
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(100),
            Duration.ofMillis(10)),
        history,
        folder,
        InstantSource.system(),
        Optional.empty(),
        told::add);
  }
}
