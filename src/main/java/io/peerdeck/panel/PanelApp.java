package io.peerdeck.panel;

import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.gallery.GalleryWindow;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;

/// The panel as a program of its own: one window, one node, until the window is closed.
public final class PanelApp {
  private PanelApp() {}

  /// Opens the node while the toolkit starts, shows the panel and returns when its window is
  /// closed and the node stopped. What opening the node throws is thrown on, before any window is
  /// shown. Not to be called on the FX thread.
  public static void launch(Callable<Node> opener, PanelOptions options) throws Exception {
    launch(opener, options, window -> {});
  }

  /// The same, and hands the window over once it is open, on the calling thread.
  public static void launch(
      Callable<Node> opener, PanelOptions options, Consumer<PanelWindow> opened) throws Exception {
    Future<Node> opening = opened(opener);
    FxThread.start();
    try (Node node = got(opening);
        PanelWindow window = PanelWindow.open(node, fitting(options))) {
      opened.accept(window);
      window.awaitClosed();
    } finally {
      Platform.exit();
    }
  }

  /// The same for a node that runs already; closes it in the end.
  public static void launch(Node node, PanelOptions options) throws Exception {
    launch(() -> node, options);
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

  private static Future<Node> opened(Callable<Node> opener) {
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

  private static Node got(Future<Node> opening) throws Exception {
    try {
      return opening.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
