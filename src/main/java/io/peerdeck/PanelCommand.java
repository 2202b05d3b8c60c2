package io.peerdeck;

import io.peerdeck.api.NodeHost;
import io.peerdeck.cli.CommonOptions;
import io.peerdeck.panel.PanelApp;
import io.peerdeck.panel.PanelOptions;
import io.peerdeck.panel.PanelWindow;
import io.peerdeck.panel.memory.PanelMemory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck panel`: the control panel with a node inside, and the loopback API beside it.
@Command(name = "panel", description = "open the control panel")
final class PanelCommand implements Callable<Integer> {
  private final boolean display;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "workflow files to preview")
  private List<Path> files = List.of();

  /// For the benchmark of the start: notes the times and closes the window again.
  @Option(names = "--start-report", paramLabel = "FILE", hidden = true)
  private @Nullable Path startReport;

  PanelCommand(boolean display) {
    this.display = display;
  }

  @Override
  public Integer call() throws Exception {
    StartReport report = new StartReport(InstantSource.system());
    if (!display && startReport == null) {
      common
          .err()
          .println("There is no display to open the panel on; `peerdeck node` runs without one.");
      return 1;
    }
    AtomicReference<NodeHost> host = new AtomicReference<>();
    try {
      PanelApp.launch(
          () -> {
            NodeHost started = NodeHost.start(NodeHost.Options.at(common.folder()));
            host.set(started);
            report.nodeReady();
            return started.node();
          },
          PanelOptions.standard()
              .withMemory(common.folder().resolve(PanelMemory.FILE))
              .withOpen(files.stream().map(file -> file.toAbsolutePath().normalize()).toList()),
          window -> report(report, window));
    } finally {
      if (host.get() != null) {
        host.get().close();
      }
    }
    return 0;
  }

  private void report(StartReport report, PanelWindow window) {
    if (startReport != null) {
      window.awaitFrame();
      report.firstFrame();
      report.write(startReport);
      window.close();
    }
  }
}
