package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notice;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Ticker;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.palette.Palette;
import io.peerdeck.panel.palette.ShortcutHelp;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.FleetGlance;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.Navigator;
import io.peerdeck.panel.part.NoticeBar;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Overlay;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.Toasts;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.preview.PreviewView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
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
  /// The width of the window, in em, below which header and navigation are icons alone.
  private static final double COMPACT_BELOW = 64;

  private static final Duration TIMES_AGE = Duration.ofSeconds(10);

  private final Stage stage;
  private final Desk desk;
  private final NodeBridge bridge;
  private final Look look;
  private final Views views;
  private final Places places;
  private final InspectorFold fold;
  private final StackPane work = new StackPane();
  private final StackPane middle = new StackPane(work);
  private final BorderPane frame = new BorderPane();
  private final InspectorPane inspector;
  private final ChangeListener<Optional<Inspection>> inspected;
  private final Header header;
  private final Navigation navigation = new Navigation(this::show);
  private final StatusBar statusBar = new StatusBar();
  private final Scene scene;
  private final Ticker times = new Ticker(TIMES_AGE, this::refreshTimes);
  private final List<Offer> offers;
  private final Palette palette;
  private Optional<View> current = Optional.empty();

  Shell(Stage stage, io.peerdeck.node.Node node, PanelOptions options, PanelMemory memory) {
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
            memory,
            options.time());
    this.places = new Places(memory);
    this.views = new Views(desk);
    this.look = new Look(options.theme(), memory);
    this.inspector = new InspectorPane(this::toggleDetails);
    this.inspected = (o, was, is) -> inspector.show(is);
    this.header = new Header(this, look);
    NoticeBar said = new NoticeBar(notices);
    frame.setTop(new VBox(header, new PauseBar(bridge.pause(), this::togglePause)));
    StackPane.setAlignment(said, Pos.TOP_CENTER);
    middle.getChildren().add(said);
    frame.setLeft(navigation);
    frame.setCenter(middle);
    frame.setBottom(statusBar);
    work.getStyleClass().add("work");
    StackPane root = new StackPane(frame);
    root.getStyleClass().add("panel");
    scene = new Scene(root, options.width(), options.height());
    look.dress(scene);
    root.getChildren().addAll(toasts, new DropTarget(scene, this::preview, this::invited), overlay);
    StackPane.setAlignment(toasts, Pos.BOTTOM_CENTER);
    offers = ShellOffers.of(this);
    palette = new Palette(desk, this::offered);
    Shortcuts.install(scene, offers, overlay, this, this::showShortcuts);
    notices
        .unread()
        .addListener((ListChangeListener<Notice>) change -> header.errors(notices.unread()));
    desk.fleet().status().addListener((o, was, is) -> is.ifPresent(this::status));
    fold =
        new InspectorFold(frame, middle, inspector, memory, header::details, ems(options.width()));
    scene.widthProperty().addListener((o, was, is) -> fit());
    look.scale().addListener((o, was, is) -> fit());
    fit();
    stage.setTitle("Peerdeck");
    PanelIcons.addTo(stage);
    stage.setScene(scene);
    desk.fleet().attach();
    times.start();
    arrive(places.now());
    MemoryNotices.tell(desk);
  }

  Desk desk() {
    return desk;
  }

  Scene scene() {
    return scene;
  }

  Look look() {
    return look;
  }

  /// The view shown now.
  View current() {
    return current.orElseThrow();
  }

  @Override
  public void show(Screen wanted) {
    go(new Places.Place(wanted, views.of(wanted).chosenKey()));
  }

  @Override
  public void show(Screen wanted, String key) {
    go(new Places.Place(wanted, Optional.of(key)));
  }

  @Override
  public void openRun(String runId, Optional<TaskRef> task) {
    go(new Places.Place(Screen.RUN, Optional.of(runId)));
    task.ifPresent(ref -> views.run().open(runId, task));
  }

  private void go(Places.Place place) {
    places.go(place, left());
    arrive(place);
  }

  void back() {
    places.back(left()).ifPresent(this::arrive);
  }

  void forward() {
    places.forward(left()).ifPresent(this::arrive);
  }

  /// What is chosen on the screen about to be left.
  private Optional<String> left() {
    return views.of(places.now().screen()).chosenKey();
  }

  private void arrive(Places.Place place) {
    View view = views.of(place.screen());
    place(view);
    navigation.shown(Optional.of(place.screen()));
    place
        .chosen()
        .filter(key -> !view.chosenKey().equals(Optional.of(key)))
        .ifPresent(view::chooseKey);
  }

  @Override
  public void openQueue(String status) {
    show(Screen.QUEUE);
    views.queue().filterBy(status);
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

  void invited(String invitation) {
    Invitation.ask(desk, invitation);
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
    arrive(places.now());
  }

  /// What can be done here and now, this screen's own first.
  private List<Offer> offered() {
    List<Offer> all = new ArrayList<>(current().offers());
    all.addAll(offers);
    return all;
  }

  void openPalette() {
    palette.open();
  }

  void showShortcuts() {
    ShortcutHelp.show(desk.overlay(), offered());
  }

  void togglePause() {
    bridge.pause(!bridge.pause().state().get().on());
  }

  void focusFilter() {
    current.ifPresent(View::focusFilter);
  }

  private double ems(double width) {
    return width / look.scale().get().em();
  }

  /// Gives way where the window is narrow or the writing large.
  private void fit() {
    double ems = ems(scene.getWidth());
    fold.width(ems);
    header.compact(ems < COMPACT_BELOW);
    navigation.compact(ems < COMPACT_BELOW);
  }

  void toggleDetails() {
    fold.toggle();
  }

  private void place(View next) {
    current.filter(view -> view != next).ifPresent(this::leave);
    current = Optional.of(next);
    work.getChildren().setAll(next.root());
    next.inspection().removeListener(inspected);
    next.inspection().addListener(inspected);
    if (!next.attached()) {
      next.attach();
    }
    inspected.changed(next.inspection(), Optional.empty(), next.inspection().get());
    next.focus();
  }

  private void leave(View view) {
    view.inspection().removeListener(inspected);
    view.detach();
  }

  private void status(NodeStatus status) {
    header.show(status);
    navigation.counts(status);
    statusBar.show(status);
  }

  private void refreshTimes() {
    if (stage.isShowing() && !stage.isIconified() && !bridge.pause().state().get().on()) {
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
    look.close();
    bridge.close();
  }
}
