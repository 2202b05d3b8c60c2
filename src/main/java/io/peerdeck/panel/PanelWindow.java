package io.peerdeck.panel;

import io.peerdeck.node.Node;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.PngFile;
import io.peerdeck.panel.part.QuietEnd;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.preview.PreviewView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.image.WritableImage;
import javafx.scene.shape.Rectangle;
import javafx.stage.Stage;

/// A window of the panel as other parts of the program hold it: the demo shows screens and saves
/// their pictures. Methods may be called from any thread and return when the panel has done it.
/// The node is not closed with the window.
public final class PanelWindow implements AutoCloseable {
  /// The pause between two steps of [#prepare()] for a person at the panel.
  public static final Duration PACE = Duration.ofMillis(200);

  /// In the panel's memory.
  private static final String NAME = "window";

  private final Stage stage;
  private final Shell shell;
  private final CompletableFuture<Boolean> drawn;
  private final ViewsAhead ahead;
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

  private PanelWindow(Stage stage, Shell shell, CompletableFuture<Boolean> drawn) {
    this.stage = stage;
    this.shell = shell;
    this.drawn = drawn;
    this.ahead = new ViewsAhead(shell.views(), shell.desk().bridge(), shell.work());
    stage.setOnHidden(event -> closed.complete(true));
  }

  /// Opens a window on the node; starts the toolkit if it does not run yet.
  public static PanelWindow open(Node node, PanelOptions options) {
    return open(CompletableFuture.completedFuture(node), options);
  }

  /// The same on a node that is still opening; what is asked of it waits.
  static PanelWindow open(CompletableFuture<Node> node, PanelOptions options) {
    CompletableFuture<Remembered> read = CompletableFuture.supplyAsync(() -> remembered(options));
    FxThread.start();
    Remembered known = FxThread.await(read);
    return FxThread.call(() -> open(new Stage(), node, options, known));
  }

  /// The place is made of the memory here, beside the FX thread: the first record of all takes ten
  /// milliseconds.
  private record Remembered(PanelMemory memory, Optional<WindowPlace> place) {}

  private static Remembered remembered(PanelOptions options) {
    PanelMemory memory = memory(options);
    return new Remembered(memory, WindowPlace.of(memory, NAME));
  }

  private static PanelMemory memory(PanelOptions options) {
    return options
        .memory()
        .map(file -> PanelMemory.open(file, options.time()))
        .orElseGet(PanelMemory::ofThisSession);
  }

  private static PanelWindow open(
      Stage stage, CompletableFuture<Node> node, PanelOptions options, Remembered known) {
    // What is shown first is the window itself: reading the node, and laying out anew what it says,
    // would hold the first frame up.
    CompletableFuture<Boolean> drawn = new CompletableFuture<>();
    Shell shell =
        new Shell(stage, node.thenCombine(drawn, (opened, yes) -> opened), options, known.memory());
    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> unexpected(shell, e));
    stage.setWidth(options.width());
    stage.setHeight(options.height());
    WindowPlace.keep(stage, known.memory(), NAME, known.place());
    QuietEnd.of(stage);
    stage.show();
    onScreen()
        .thenAccept(
            yes -> {
              drawn.complete(yes);
              PanelIcons.addSoonTo(stage); // reading them takes as much as drawing the window
            });
    shell.opened();
    if (!options.open().isEmpty()) {
      shell.preview(options.open());
    }
    return new PanelWindow(stage, shell, drawn);
  }

  private static void unexpected(Shell shell, Throwable e) {
    Texts texts = Texts.of("common");
    System.getLogger("io.peerdeck.panel").log(System.Logger.Level.ERROR, "in the panel", e);
    String where = e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0].toString();
    Platform.runLater(
        () ->
            shell
                .desk()
                .notices()
                .problem(texts.get("failure.panel"), texts.get("failure.panelText", e, where)));
  }

  Shell shell() {
    return shell;
  }

  Stage stage() {
    return stage;
  }

  /// Makes the screens nobody has visited yet, one by one while nothing else goes on; returns at
  /// once.
  public void prepare() {
    prepare(PACE);
  }

  /// The same with another pause between two steps.
  public void prepare(Duration pace) {
    FxThread.run(() -> ahead.start(pace));
  }

  /// True once [#prepare()] has made all, false if the window was closed before.
  public CompletableFuture<Boolean> prepared() {
    return ahead.done();
  }

  /// Goes to a screen.
  public void show(Screen screen) {
    FxThread.run(() -> shell.show(screen));
  }

  /// Opens a run on the Run screen, with this task's log where given.
  public void openRun(String runId, Optional<TaskRef> task) {
    FxThread.run(() -> shell.openRun(runId, task));
  }

  /// Opens the preview of workflow files, as dropping them does.
  public void preview(List<Path> files) {
    FxThread.run(() -> shell.preview(files));
  }

  /// The same with what would be asked of the node besides.
  public void previewOf(List<SubmitRequest> requests) {
    FxThread.run(() -> shell.preview(PreviewView.of(shell.desk(), requests)));
  }

  /// Shows what another start of the program was given: comes to the front, previews the files, or
  /// asks whether to join by the link.
  public void handedOver(List<Path> files, Optional<String> link) {
    FxThread.run(
        () -> {
          stage.setIconified(false);
          stage.toFront();
          stage.requestFocus();
          if (!files.isEmpty()) {
            shell.preview(files);
          }
          link.flatMap(Invitation::in).ifPresent(shell::invited);
        });
  }

  /// Changes the colours.
  public void theme(Theme theme) {
    FxThread.run(() -> shell.look().choose(theme));
  }

  /// Changes the size of the writing, and of all else with it.
  public void scale(Scale scale) {
    FxThread.run(() -> shell.look().choose(scale));
  }

  /// Waits until the screen shows what it asked the node for, at most `deadline`. Returns whether
  /// it does: nothing is asked and nothing waits to be shown for some frames on end.
  public boolean settle(Duration deadline) {
    return shell.desk().bridge().settle(deadline);
  }

  /// Waits until the window is on the screen for the first time.
  public void awaitFrame() {
    FxThread.await(drawn);
  }

  /// Saves a picture of the window's content as PNG, folders made as needed.
  public void snapshot(Path png) {
    WritableImage image = FxThread.call(() -> shell.scene().snapshot(null));
    try {
      PngFile.write(image, png);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the picture " + png, e);
    }
  }

  /// Waits until the person closes the window.
  void awaitClosed() throws InterruptedException {
    try {
      boolean hidden = closed.get();
      assert hidden;
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Closes the window and stops reading the node.
  @Override
  public void close() {
    FxThread.run(
        () -> {
          ahead.close();
          shell.desk().overlay().close();
          shell.close();
          stage.close();
        });
    shell.desk().memory().close();
  }

  /// When what is in the window now is on the screen to the last pixel; a pulse only hands it to
  /// the renderer.
  private static CompletableFuture<Boolean> onScreen() {
    return nextPulse().thenCompose(yes -> rendered());
  }

  /// The renderer does one thing after the other, so a dot that is drawn now is drawn after all
  /// else; and what it has drawn it brings to the screen on the FX thread, in turn.
  private static CompletableFuture<Boolean> rendered() {
    CompletableFuture<Boolean> shown = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            new Rectangle(1, 1).snapshot(null, null);
          } finally {
            Platform.runLater(() -> shown.complete(true));
          }
        });
    return shown;
  }

  /// Completed as a pulse begins: what is in the window by then is handed over in it.
  private static CompletableFuture<Boolean> nextPulse() {
    CompletableFuture<Boolean> pulse = new CompletableFuture<>();
    Platform.runLater(
        () ->
            new AnimationTimer() {
              @Override
              public void handle(long now) {
                stop();
                pulse.complete(true);
              }
            }.start());
    return pulse;
  }
}
