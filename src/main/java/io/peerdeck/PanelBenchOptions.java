package io.peerdeck;

import io.peerdeck.panel.PanelWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What can be chosen of `peerdeck bench panel`.
final class PanelBenchOptions {
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "screens, heap, queue, storm, log, idle, start (default: all)")
  private List<PanelBench.Part> only = List.of();

  @Option(
      names = "--history",
      paramLabel = "FOLDER",
      description = "data folder with the long past; made where it is missing, and kept")
  private @Nullable Path history;

  @Option(
      names = "--runs",
      defaultValue = "100000",
      description = "runs in the queue, ten clock entries each (default: ${DEFAULT-VALUE})")
  private int runs = 100_000;

  @Option(
      names = "--log-lines",
      defaultValue = "10000000",
      description = "lines of the long log (default: ${DEFAULT-VALUE})")
  private long logLines = 10_000_000;

  @Option(
      names = "--storm",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "how long the storm of changes lasts (default: ${DEFAULT-VALUE})")
  private long storm = 60;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "20",
      description = "how long the quiet panel is watched (default: ${DEFAULT-VALUE})")
  private long idle = 20;

  /// @param folder empty; what the bench writes stays there
  /// @param launcher of the installed program
  PanelBench bench(
      Path folder, InstantSource wall, Optional<Path> launcher, Consumer<String> progress) {
    Set<PanelBench.Part> parts =
        only.isEmpty() ? EnumSet.allOf(PanelBench.Part.class) : EnumSet.copyOf(only);
    return new PanelBench(
        new PanelBench.Sizes(
            parts,
            runs,
            logLines,
            WARM_UP,
            Duration.ofSeconds(storm),
            Duration.ofSeconds(idle),
            PanelWindow.PACE),
        history == null ? folder.resolve("history") : history,
        folder,
        wall,
        launcher,
        progress);
  }
}
