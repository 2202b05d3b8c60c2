package io.peerdeck.panel;

import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.NoticeBar;
import io.peerdeck.panel.part.Overlay;
import io.peerdeck.panel.part.QuietEnd;
import io.peerdeck.panel.part.Toasts;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.run.RunView;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.util.Subscription;

/// A run, or the log of one of its tasks, in a window of its own: the same node, bridge and notices
/// as the main window. Ctrl+W closes it.
final class SideWindow implements AutoCloseable {
  private static final Texts TEXTS = Texts.of("shell");
  private static final double WIDTH = 1000;
  private static final double HEIGHT = 700;

  private final Stage stage = new Stage();
  private final String name;
  private final Look look;
  private final Scene scene;
  private final Workplace work;
  private final Desk desk;
  private final InspectorFold fold;
  private final Subscription scaled;
  private final NoticeBar said;

  /// @param name what its place is remembered by
  /// @param log the task whose log it shows; a whole run without
  /// @param hidden hears when the person closed it
  SideWindow(
      Desk main,
      Look look,
      String name,
      String runId,
      Optional<TaskRef> log,
      Consumer<SideWindow> hidden) {
    this.look = look;
    this.name = name;
    Overlay overlay = new Overlay();
    Toasts toasts = new Toasts();
    this.desk =
        new Desk(
            main.bridge(),
            main.notices(),
            overlay,
            toasts,
            main.fleet(),
            main.navigator(),
            main.files(),
            main.memory(),
            main.time());
    InspectorPane inspector = new InspectorPane(this::toggleDetails);
    this.work = new Workplace(inspector);
    this.said = new NoticeBar(main.notices());
    StackPane middle = new StackPane(work, said);
    StackPane.setAlignment(said, Pos.TOP_CENTER);
    BorderPane frame = new BorderPane(middle);
    StackPane root = new StackPane();
    root.getStyleClass().add("panel");
    StackPane.setAlignment(toasts, Pos.BOTTOM_CENTER);
    scene = new Scene(root, WIDTH, HEIGHT);
    DropTarget drop =
        new DropTarget(scene, main.navigator()::preview, text -> Invitation.ask(desk, text));
    root.getChildren().setAll(frame, toasts, drop, overlay);
    look.dress(scene);
    fold = new InspectorFold(frame, middle, inspector, main.memory(), shown -> {}, ems(WIDTH));
    scene.widthProperty().addListener((o, was, is) -> fold.width(ems(is.doubleValue())));
    scaled = look.scale().subscribe(scale -> fold.width(ems(scene.getWidth())));
    keys(overlay);
    stage.setTitle(TEXTS.get("side.reading"));
    PanelIcons.addTo(stage);
    stage.setScene(scene);
    WindowPlace.keep(stage, main.memory(), name);
    QuietEnd.of(stage);
    stage.setOnHidden(event -> hidden.accept(this));
    stage.show();
    work.place(view(runId, log));
    title(runId, log);
  }

  private View view(String runId, Optional<TaskRef> log) {
    if (log.isPresent()) {
      return new TaskLogView(desk, runId, log.get());
    }
    RunView run = new RunView(desk);
    run.open(runId, Optional.empty());
    return run;
  }

  private void title(String runId, Optional<TaskRef> log) {
    desk.bridge()
        .act(
            TEXTS.get("side.failed"),
            node -> node.run(runId).summary().name(),
            run ->
                stage.setTitle(
                    log.map(task -> TEXTS.get("side.log", task, run))
                        .orElseGet(() -> TEXTS.get("side.run", run))));
  }

  private void keys(Overlay overlay) {
    key(KeyCode.W, stage::close);
    key(KeyCode.F, () -> work.current().ifPresent(View::focusFilter));
    key(KeyCode.I, this::toggleDetails);
    key(KeyCode.Z, desk.toasts()::undoNewest);
    scene.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          boolean free = !overlay.isVisible();
          if (free && work.current().filter(view -> view.pressed(event)).isPresent()) {
            event.consume();
          }
        });
  }

  private void key(KeyCode code, Runnable run) {
    scene.getAccelerators().put(new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN), run);
  }

  private double ems(double width) {
    return width / look.scale().get().em();
  }

  private void toggleDetails() {
    fold.toggle();
  }

  String name() {
    return name;
  }

  Stage stage() {
    return stage;
  }

  /// Whether it reads the node.
  boolean reads() {
    return work.current().filter(View::attached).isPresent();
  }

  void refreshTimes() {
    work.refreshTimes();
  }

  void toFront() {
    stage.setIconified(false);
    stage.toFront();
    stage.requestFocus();
  }

  /// Stops reading and goes, without telling anybody.
  @Override
  public void close() {
    stage.setOnHidden(event -> {});
    desk.overlay().close();
    desk.toasts().clear();
    said.close();
    work.current().ifPresent(View::close);
    scaled.unsubscribe();
    look.undress(scene);
    stage.close();
  }
}
