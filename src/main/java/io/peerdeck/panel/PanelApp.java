package io.peerdeck.panel;

import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.DisplayException;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.gallery.GalleryWindow;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.memory.PanelMemory;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;

/// The panel as a program of its own: one window, one node, until the window is closed.
public final class PanelApp {
  private PanelApp() {}

  /// What becomes of a start, told on the thread that launched it.
  public interface Story {
    /// The window is there; the node may still be opening.
    default void shown(PanelWindow window) throws Exception {}

    /// The node is open, and the window shows it.
    default void opened(PanelWindow window) throws Exception {}

    /// It failed; the window is gone, and the panel ends after this.
    default void failed(Exception why) throws Exception {}
  }

  /// Reads what every window needs, while whoever will open one still finds out how: three things
  /// side by side, each of which takes as long as reading the options. Not to be called on the FX
  /// thread.
  public static void ahead() {
    Thread.ofPlatform().name("peerdeck-memory").daemon().start(PanelMemory::ahead);
    try {
      FxThread.start();
    } catch (DisplayException e) {
      return; // told to whoever opens the window
    }
    Platform.runLater(Look::ahead);
    Look.fontsAhead();
  }

  /// Shows the panel while the node opens, and returns when its window is closed and the node
  /// stopped. What opening the node throws is thrown on. Not to be called on the FX thread.
  public static void launch(Callable<Node> opener, PanelOptions options, Story story)
      throws Exception {
    CompletableFuture<Node> opening = opened(opener);
    try {
      FxThread.start();
    } catch (DisplayException e) {
      closeWhatOpened(opening);
      throw e;
    }
    try (PanelWindow window = PanelWindow.open(opening, fitting(options))) {
      story.shown(window);
      got(opening);
      story.opened(window);
      window.prepare();
      window.awaitClosed();
    } catch (Exception e) {
      story.failed(e);
      throw e;
    } finally {
      try {
        closeWhatOpened(opening);
      } finally {
        Platform.exit();
      }
    }
  }

  /// Shows the panel's own parts in all their states instead, without a node, and returns when
  /// that window is closed.
  public static void launchGallery(PanelOptions options) throws InterruptedException {
    FxThread.start();
    PanelOptions fitting = fitting(options);
    try (GalleryWindow window =
        GalleryWindow.open(
            fitting.theme(),
            fitting.width(),
            fitting.height(),
            fitting.time(),
            PanelIcons::addTo)) {
      window.awaitClosed();
    } finally {
      Platform.exit();
    }
  }

  /// A window that is not larger than the screen.
  private static PanelOptions fitting(PanelOptions options) {
    Rectangle2D room = FxThread.call(() -> javafx.stage.Screen.getPrimary().getVisualBounds());
    return options.withSize(
        Math.min(options.width(), room.getWidth()), Math.min(options.height(), room.getHeight()));
  }

  private static CompletableFuture<Node> opened(Callable<Node> opener) {
    CompletableFuture<Node> opening = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("peerdeck-open")
        .start(
            () -> {
              try {
                opening.complete(opener.call());
              } catch (Throwable e) {
                opening.completeExceptionally(e);
              }
            });
    return opening;
  }

  private static void got(CompletableFuture<Node> opening) throws Exception {
    try {
      opening.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static void closeWhatOpened(CompletableFuture<Node> opening) {
    opening.handle((node, failure) -> Optional.ofNullable(node)).join().ifPresent(Node::close);
  }
}
