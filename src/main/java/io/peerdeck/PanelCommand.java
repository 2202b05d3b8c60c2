package io.peerdeck;

import io.peerdeck.api.ApiException;
import io.peerdeck.api.NodeHost;
import io.peerdeck.cli.CommonOptions;
import io.peerdeck.panel.PanelApp;
import io.peerdeck.panel.PanelOptions;
import io.peerdeck.panel.PanelWindow;
import io.peerdeck.panel.StartWindow;
import io.peerdeck.panel.memory.PanelMemory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "workflow files to preview, or an invitation (peerdeck:...) to join by")
  private List<String> given = List.of();

  @Option(
      names = "--gallery",
      description = "show the panel's own parts in all their states instead, without a node")
  private boolean gallery;

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
    if (gallery) {
      PanelApp.launchGallery(PanelOptions.standard());
      return 0;
    }
    Handover handover = Handover.of(common.folder(), given);
    return switch (handover.holder()) {
      case PANEL -> {
        handover.toPanel();
        common.out().println("The panel that is open on " + common.folder() + " shows it.");
        yield 0;
      }
      case NOBODY -> open(handover, report, () -> NodeHost.start(options()));
      case NODE ->
          display && StartWindow.mayTakeOver(common.folder())
              ? open(handover, report, () -> handover.takeOver(options()))
              : 1;
    };
  }

  private NodeHost.Options options() {
    return NodeHost.Options.at(common.folder()).withLog(common.log());
  }

  private int open(Handover handover, StartReport report, Callable<NodeHost> opener)
      throws Exception {
    AtomicReference<NodeHost> host = new AtomicReference<>();
    CompletableFuture<PanelWindow> shown = new CompletableFuture<>();
    try {
      PanelApp.launch(
          () -> {
            NodeHost started = opener.call();
            host.set(started);
            // From now on a third start finds a panel, though its window may still be to come.
            started.onOpen(
                request ->
                    shown.thenAccept(window -> window.handedOver(request.files(), request.link())));
            started.onStop(() -> shown.thenAccept(PanelWindow::close));
            report.nodeReady();
            return started.node();
          },
          PanelOptions.standard()
              .withMemory(common.folder().resolve(PanelMemory.FILE))
              .withOpen(handover.files()),
          new Start(handover, report, shown));
    } finally {
      if (host.get() != null) {
        host.get().close();
      }
    }
    return 0;
  }

  private final class Start implements PanelApp.Story {
    private final Handover handover;
    private final StartReport report;
    private final CompletableFuture<PanelWindow> shown;

    Start(Handover handover, StartReport report, CompletableFuture<PanelWindow> shown) {
      this.handover = handover;
      this.report = report;
      this.shown = shown;
    }

    @Override
    public void shown(PanelWindow window) {
      shown.complete(window);
      handover.link().ifPresent(l -> window.handedOver(List.of(), handover.link()));
      if (startReport != null) {
        window.awaitFrame();
        report.firstFrame();
      }
    }

    @Override
    public void opened(PanelWindow window) {
      if (startReport != null) {
        report.write(startReport);
        window.close();
      }
    }

    /// Who starts the panel by a double click reads no terminal: a failure gets a window.
    @Override
    public void failed(Exception why) throws InterruptedException {
      if (display && why instanceof ApiException) {
        StartWindow.cannotStart(String.valueOf(why.getMessage()));
      }
    }
  }
}
