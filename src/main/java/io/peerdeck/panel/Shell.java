package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notice;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Ticker;
import io.peerdeck.panel.cache.CachesView;
import io.peerdeck.panel.clock.ClockView;
import io.peerdeck.panel.overview.OverviewView;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.FleetGlance;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.Navigator;
import io.peerdeck.panel.part.NoticeBar;
import io.peerdeck.panel.part.Overlay;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.Toasts;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.peers.PeersView;
import io.peerdeck.panel.preview.PreviewView;
import io.peerdeck.panel.queue.QueueView;
import io.peerdeck.panel.run.RunView;
import io.peerdeck.panel.transfers.TransfersView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// The frame around the screens: header, navigation, work, inspector, status bar. It shows one view
/// at a time and detaches the others.
final class Shell implements Navigator, AutoCloseable {
  private static final Duration TIMES_AGE = Duration.ofSeconds(10);

  private final Stage stage;
  private final Desk desk;
  private final NodeBridge bridge;
  private final Themes themes;
  private final Map<Screen, View> views = new EnumMap<>(Screen.class);
  private final StackPane work = new StackPane();
  private final StackPane middle = new StackPane(work);
  private final BorderPane frame = new BorderPane();
  private final InspectorPane inspector;
  private final Header header;
  private final Navigation navigation = new Navigation(this::show);
  private final StatusBar statusBar = new StatusBar();
  private final Scene scene;
  private final Ticker times = new Ticker(TIMES_AGE, this::refreshTimes);
  private Optional<View> current = Optional.empty();
  private Screen screen = Screen.OVERVIEW;
  private boolean narrow;
  private boolean details;

  Shell(Stage stage, io.peerdeck.node.Node node, PanelOptions options) {
    this.stage = stage;
    Notices notices = new Notices(options.time());
    this.bridge = new NodeBridge(node, notices);
    Overlay overlay = new Overlay();
    Toasts toasts = new Toasts();
    this.desk =
        new Desk(
            bridge,
            notices,
            overlay,
            toasts,
            new FleetGlance(bridge),
            this,
            options.files(),
            options.time());
    this.themes = new Themes(options.theme());
    this.inspector = new InspectorPane(this::toggleDetails);
    this.header =
        new Header(this::chooseFiles, themes, () -> Needs.show(desk), this::toggleDetails);
    frame.setTop(new VBox(header, new NoticeBar(notices)));
    frame.setLeft(navigation);
    frame.setCenter(middle);
    frame.setBottom(statusBar);
    work.getStyleClass().add("work");
    StackPane root = new StackPane(frame);
    root.getStyleClass().add("panel");
    scene = new Scene(root, options.width(), options.height());
    scene.getStylesheets().add(stylesheet());
    root.getChildren().addAll(toasts, new DropTarget(scene, this::preview), overlay);
    StackPane.setAlignment(toasts, Pos.BOTTOM_CENTER);
    Shortcuts.install(scene, this, overlay);
    notices
        .unread()
        .addListener((ListChangeListener<Notice>) change -> header.errors(notices.unread()));
    desk.fleet().status().addListener((o, was, is) -> is.ifPresent(this::status));
    scene.widthProperty().addListener((o, was, is) -> fold());
    narrow = options.width() < InspectorPane.FOLDS_BELOW;
    details = !narrow;
    placeInspector();
    stage.setTitle("Peerdeck");
    PanelIcons.addTo(stage);
    stage.setScene(scene);
    desk.fleet().attach();
    times.start();
    show(Screen.OVERVIEW);
  }

  static String stylesheet() {
    return java.util.Objects.requireNonNull(Shell.class.getResource("panel.css")).toExternalForm();
  }

  Desk desk() {
    return desk;
  }

  Scene scene() {
    return scene;
  }

  Themes themes() {
    return themes;
  }

  /// The view shown now.
  View current() {
    return current.orElseThrow();
  }

  View view(Screen wanted) {
    return views.computeIfAbsent(wanted, this::create);
  }

  private View create(Screen wanted) {
    return switch (wanted) {
      case OVERVIEW -> new OverviewView(desk);
      case QUEUE -> new QueueView(desk);
      case RUN -> new RunView(desk);
      case CLOCK -> new ClockView(desk);
      case PEERS -> new PeersView(desk);
      case CACHES -> new CachesView(desk);
      case TRANSFERS -> new TransfersView(desk);
    };
  }

  @Override
  public void show(Screen wanted) {
    screen = wanted;
    place(view(wanted));
    navigation.shown(Optional.of(wanted));
  }

  @Override
  public void openRun(String runId, Optional<TaskRef> task) {
    if (view(Screen.RUN) instanceof RunView run) {
      run.open(runId, task);
    }
    show(Screen.RUN);
  }

  @Override
  public void openQueue(String status) {
    show(Screen.QUEUE);
    if (view(Screen.QUEUE) instanceof QueueView queue) {
      queue.filterBy(status);
    }
  }

  @Override
  public void preview(List<Path> files) {
    if (files.isEmpty()) {
      Texts texts = Texts.of("shell");
      desk.notices().problem(texts.get("drop.none"), texts.get("drop.noneText"));
      return;
    }
    place(new PreviewView(desk, files));
    navigation.shown(Optional.empty());
  }

  @Override
  public void chooseFiles() {
    try {
      List<Path> files = desk.files().workflows(stage);
      if (!files.isEmpty()) {
        preview(files);
      }
    } catch (RuntimeException e) {
      Texts texts = Texts.of("shell");
      desk.notices().problem(texts.get("choose.failed"), texts.get("choose.instead"));
    }
  }

  @Override
  public void leavePreview() {
    show(screen);
  }

  void focusFilter() {
    current.ifPresent(View::focusFilter);
  }

  void toggleDetails() {
    details = !details;
    placeInspector();
  }

  private void place(View next) {
    current.filter(view -> view != next).ifPresent(View::detach);
    boolean again = current.filter(view -> view == next).isPresent();
    current = Optional.of(next);
    work.getChildren().setAll(next.root());
    if (!again) {
      next.inspection()
          .addListener((o, was, is) -> current.filter(v -> v == next).ifPresent(v -> inspect(is)));
      next.attach();
    }
    inspect(next.inspection().get());
    next.focus();
  }

  private void inspect(Optional<Inspection> shown) {
    inspector.show(shown);
  }

  private void status(NodeStatus status) {
    header.show(status);
    navigation.counts(status);
    statusBar.show(status);
  }

  private void fold() {
    boolean now = scene.getWidth() < InspectorPane.FOLDS_BELOW;
    if (now != narrow) {
      narrow = now;
      details = !now;
      placeInspector();
    }
  }

  private void placeInspector() {
    frame.setRight(null);
    middle.getChildren().remove(inspector);
    inspector.getStyleClass().remove("drawer");
    inspector.setMaxWidth(StackPane.USE_PREF_SIZE);
    if (details && narrow) {
      inspector.getStyleClass().add("drawer");
      StackPane.setAlignment(inspector, Pos.CENTER_RIGHT);
      middle.getChildren().add(inspector);
    } else if (details) {
      frame.setRight(inspector);
    }
    header.details(details);
  }

  private void refreshTimes() {
    if (stage.isShowing() && !stage.isIconified()) {
      desk.fleet().ask();
      current.ifPresent(View::refreshTimes);
    }
  }

  @Override
  public void close() {
    times.stop();
    desk.toasts().clear();
    current.ifPresent(View::detach);
    desk.fleet().detach();
    themes.close();
    bridge.close();
  }
}
