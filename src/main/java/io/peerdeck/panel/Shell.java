package io.peerdeck.panel;

import io.peerdeck.node.Node;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Ticker;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.palette.Palette;
import io.peerdeck.panel.palette.ShortcutHelp;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.FleetGlance;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.Navigator;
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
import java.util.concurrent.CompletableFuture;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/// The frame around the screens: header, navigation, work, inspector, status bar. It shows one view
/// at a time and detaches the others.
final class Shell implements Navigator, AutoCloseable {
  private static final Duration TIMES_AGE = Duration.ofSeconds(10);

  private final Stage stage;
  private final boolean remembers;
  private final Desk desk;
  private final NodeBridge bridge;
  private final Look look;
  private final Views views;
  private final Places places;
  private final InspectorFold fold;
  private final Workplace work;
  private final SideWindows windows;
  private final ShellFrame frame;
  private final Scene scene;
  private final Ticker times = new Ticker(TIMES_AGE, this::refreshTimes);
  private final List<Offer> offers;
  private final Palette palette;
  private Optional<PreviewView> preview = Optional.empty();

  Shell(Stage stage, CompletableFuture<Node> node, PanelOptions options, PanelMemory memory) {
    this.stage = stage;
    this.remembers = options.memory().isPresent();
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
    this.windows = new SideWindows(desk, look);
    InspectorPane inspector = new InspectorPane(this::toggleDetails);
    this.work = new Workplace(inspector);
    this.frame = new ShellFrame(this, look, work);
    StackPane root = new StackPane();
    root.getStyleClass().add("panel");
    scene = new Scene(root, options.width(), options.height());
    look.dress(scene); // before there is anything in it that would be styled twice
    root.getChildren()
        .addAll(frame, toasts, new DropTarget(scene, this::preview, this::invited), overlay);
    StackPane.setAlignment(toasts, Pos.BOTTOM_CENTER);
    offers = ShellOffers.of(this);
    palette = new Palette(desk, this::offered);
    Shortcuts.install(scene, offers, overlay, this, this::showShortcuts);
    fold =
        new InspectorFold(
            frame,
            frame.middle(),
            inspector,
            memory,
            frame.header()::details,
            ems(options.width()));
    scene.widthProperty().addListener((o, was, is) -> fit());
    scene.heightProperty().addListener((o, was, is) -> fit());
    look.scale().addListener((o, was, is) -> fit());
    fit();
    stage.setTitle("Peerdeck");
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

  Views views() {
    return views;
  }

  Look look() {
    return look;
  }

  Workplace work() {
    return work;
  }

  /// The view shown now.
  View current() {
    return work.current().orElseThrow();
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
    preview.filter(PreviewView::submitted).ifPresent(done -> places.forgetPreview());
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
    if (stage.isShowing() && !stage.isFocused()) {
      stage.toFront(); // sent here from a window beside this one
    }
    boolean previewing = place.preview() && preview.isPresent();
    View view = previewing ? preview.get() : views.of(place.screen());
    place(view);
    frame.navigation().shown(previewing ? Optional.empty() : Optional.of(place.screen()));
    place
        .chosen()
        .filter(key -> !view.chosenKey().equals(Optional.of(key)))
        .ifPresent(view::chooseKey);
  }

  private void place(View view) {
    fold.inspects(view.inspects());
    work.place(view);
  }

  @Override
  public void openQueue(String status) {
    show(Screen.QUEUE);
    views.queue().filterBy(status);
  }

  @Override
  public void preview(List<Path> files) {
    GivenFiles.preview(desk, files).ifPresent(this::preview);
  }

  void preview(PreviewView shown) {
    preview = Optional.of(shown);
    places.preview(left());
    arrive(places.now());
  }

  void invited(String invitation) {
    Invitation.ask(desk, invitation);
  }

  @Override
  public void chooseFiles() {
    GivenFiles.choose(desk, stage).ifPresent(this::preview);
  }

  @Override
  public void leavePreview() {
    back();
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
    List<Offer> all = new ArrayList<>(current().keys());
    all.addAll(offers);
    ShortcutHelp.show(desk.overlay(), all);
  }

  void togglePause() {
    bridge.pause(!bridge.pause().state().get().on());
  }

  void focusFilter() {
    work.current().ifPresent(View::focusFilter);
  }

  private double ems(double width) {
    return width / look.scale().get().em();
  }

  /// Gives way where the window is narrow or the writing large.
  private void fit() {
    double ems = ems(scene.getWidth());
    fold.width(ems);
    frame.size(ems, ems(scene.getHeight()));
  }

  void toggleDetails() {
    fold.toggle();
  }

  /// What only an open panel does: the windows beside it, and the first steps where all is new.
  void opened() {
    windows.restore();
    if (remembers) {
      ObservableValue<Optional<NodeStatus>> status = desk.fleet().status();
      status.subscribe(known -> known.ifPresent(first -> FirstStart.offer(desk, first)));
    }
  }

  SideWindows windows() {
    return windows;
  }

  @Override
  public void openWindow(String runId, Optional<TaskRef> log) {
    windows.open(runId, log);
  }

  /// A tick of the panel's clock: words like "2 min ago" are said anew.
  void refreshTimes() {
    if (stage.isShowing() && !stage.isIconified() && !bridge.pause().state().get().on()) {
      desk.fleet().ask();
      work.refreshTimes();
      windows.all().forEach(SideWindow::refreshTimes);
    }
  }

  @Override
  public void close() {
    times.stop();
    desk.toasts().clear();
    windows.close();
    frame.close();
    work.close();
    desk.fleet().detach();
    look.close();
    bridge.close();
  }
}
