package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.DialogFileChoice;
import io.peerdeck.panel.part.FleetGlance;
import io.peerdeck.panel.part.Overlay;
import io.peerdeck.panel.part.QuietEnd;
import io.peerdeck.panel.part.Toasts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// The gallery's window: pages at the left, the part in its states at the right, theme and scale
/// above. Methods may be called from any thread.
public final class GalleryWindow implements AutoCloseable {
  private static final Texts TEXTS = Texts.of("gallery");

  private final Stage stage = new Stage();
  private final PanelMemory memory = PanelMemory.ofThisSession();
  private final Desk desk;
  private final Look look;
  private final ListView<GalleryPage> pages = new ListView<>();
  private final ScrollPane place = new ScrollPane();
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
  private Optional<Exhibit> shown = Optional.empty();

  private GalleryWindow(Theme theme, double width, double height, InstantSource time) {
    Notices notices = new Notices(time);
    NodeBridge bridge = new NodeBridge(SampleNode.at(time), notices);
    this.desk =
        new Desk(
            bridge,
            notices,
            new Overlay(),
            new Toasts(),
            new FleetGlance(bridge),
            new NowhereElse(notices),
            new DialogFileChoice(),
            memory,
            time);
    this.look = new Look(theme, memory);
    StackPane root = new StackPane(frame(), desk.toasts(), desk.overlay());
    StackPane.setAlignment(desk.toasts(), Pos.BOTTOM_CENTER);
    root.getStyleClass().add("panel");
    Scene scene = new Scene(root, width, height);
    look.dress(scene);
    stage.setTitle(TEXTS.get("title"));
    stage.setScene(scene);
    stage.setOnHidden(event -> closed.complete(true));
    QuietEnd.of(stage);
    pages.getSelectionModel().selectFirst();
  }

  /// Opens the window on its first page.
  ///
  /// @param width of the content in pixels; `height` likewise
  /// @param dress hears of the stage before it is shown
  public static GalleryWindow open(
      Theme theme, double width, double height, InstantSource time, Consumer<Stage> dress) {
    FxThread.start();
    return FxThread.call(
        () -> {
          GalleryWindow window = new GalleryWindow(theme, width, height, time);
          dress.accept(window.stage);
          window.stage.show();
          return window;
        });
  }

  private BorderPane frame() {
    Label title = new Label(TEXTS.get("title"));
    title.getStyleClass().add("app-name");
    title.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(title, Priority.ALWAYS);
    HBox header = new HBox(title, new LookBar(look));
    header.getStyleClass().add("header");
    pages.setId("gallery-pages");
    pages.setAccessibleText(TEXTS.get("pages"));
    pages.getStyleClass().add("gallery-pages");
    pages.setCellFactory(list -> new PageCell());
    pages.getItems().setAll(GalleryPages.all());
    pages
        .getSelectionModel()
        .selectedItemProperty()
        .subscribe(page -> Optional.ofNullable(page).ifPresent(this::show));
    place.setFitToWidth(true);
    place.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    place.setAccessibleText(TEXTS.get("states"));
    place.getStyleClass().add("edge-to-edge");
    BorderPane frame = new BorderPane(place);
    frame.setTop(header);
    frame.setLeft(pages);
    return frame;
  }

  private void show(GalleryPage page) {
    shown.ifPresent(Exhibit::left);
    Exhibit exhibit = page.made().apply(desk);
    shown = Optional.of(exhibit);
    Label title = new Label(page.title());
    title.getStyleClass().add("screen-title");
    Label about = new Label(page.about());
    about.setWrapText(true);
    about.getStyleClass().add("fact-name");
    VBox content = new VBox(title, about, exhibit.root());
    content.setId("gallery-page");
    content.getStyleClass().add("gallery-page");
    place.setContent(content);
    place.setVvalue(0);
  }

  /// The pages there are, by id in their order, with the parts each is about.
  public static Map<String, List<Class<? extends Node>>> contents() {
    return GalleryPages.all().stream()
        .collect(
            Collectors.toMap(
                GalleryPage::id, GalleryPage::shows, (a, b) -> a, java.util.LinkedHashMap::new));
  }

  /// Goes to the page with this id.
  public void show(String id) {
    FxThread.run(
        () ->
            pages.getItems().stream()
                .filter(page -> page.id().equals(id))
                .findFirst()
                .ifPresentOrElse(
                    pages.getSelectionModel()::select,
                    () -> {
                      throw new IllegalArgumentException("the gallery has no page " + id);
                    }));
  }

  public Scene scene() {
    return stage.getScene();
  }

  /// Used on the FX thread only.
  public Look look() {
    return look;
  }

  /// Waits until nothing is being read or waiting to be shown, at most `deadline`. Returns whether
  /// it is so.
  public boolean settle(Duration deadline) {
    return desk.bridge().settle(deadline);
  }

  /// Waits until the person closes the window.
  public void awaitClosed() throws InterruptedException {
    try {
      boolean hidden = closed.get();
      assert hidden;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    FxThread.run(
        () -> {
          shown.ifPresent(Exhibit::left);
          desk.overlay().close();
          desk.toasts().clear();
          stage.close();
          look.close();
          desk.bridge().close();
        });
    memory.close();
  }

  private static final class PageCell extends ListCell<GalleryPage> {
    @Override
    protected void updateItem(GalleryPage page, boolean empty) {
      super.updateItem(page, empty);
      setText(empty || page == null ? null : page.title());
    }
  }
}
