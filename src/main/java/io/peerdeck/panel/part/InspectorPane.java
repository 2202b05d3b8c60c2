package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The right zone: explains the selection and holds its actions. Below [#FOLDS_BELOW] it is folded
/// away and comes as a drawer over the work when asked for.
public final class InspectorPane extends VBox {
  /// The width of the window, in em, below which the work needs all the room: 1100 pixels at 100%.
  public static final double FOLDS_BELOW = 78.5;

  private static final Texts TEXTS = Texts.of("common");
  private final ScrollPane scroll = new ScrollPane();
  private final EmptyState empty =
      new EmptyState(
          Feather.SIDEBAR, TEXTS.get("inspector.empty"), TEXTS.get("inspector.emptyText"));

  private Optional<Inspection> next = Optional.empty();
  private boolean told;
  private boolean pressed;

  public InspectorPane(Runnable close) {
    setId("inspector");
    getStyleClass().add("inspector");
    Label title = new Label(TEXTS.get("inspector.title"));
    title.getStyleClass().add("zone-title");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button fold = Buttons.icon(Feather.X, TEXTS.get("inspector.close"), close);
    fold.setId("inspector-close");
    HBox head = new HBox(title, space, fold);
    head.getStyleClass().add("inspector-head");
    scroll.setFitToWidth(true);
    scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
    scroll.setAccessibleText(TEXTS.get("inspector.title"));
    scroll.getStyleClass().add("edge-to-edge");
    VBox.setVgrow(scroll, Priority.ALWAYS);
    getChildren().setAll(head, scroll);
    addEventFilter(MouseEvent.MOUSE_PRESSED, event -> pressed = true);
    addEventFilter(MouseEvent.MOUSE_RELEASED, event -> released());
    addEventFilter(MouseEvent.MOUSE_MOVED, event -> released());
    addEventHandler(MenuButton.ON_HIDDEN, event -> letGo());
    show(Optional.empty());
  }

  /// Says anew how long ago things were.
  public void retellTimes() {
    for (Node node : lookupAll("." + AgoLabel.STYLE)) {
      if (node instanceof AgoLabel label) {
        label.retell();
      }
    }
  }

  /// While something in it is pressed, or a menu of it is open, what is there stays.
  public void show(Optional<Inspection> inspection) {
    next = inspection;
    told = false;
    tell();
  }

  private void tell() {
    if (told || pressed || menuIsOpen()) {
      return;
    }
    told = true;
    double place = scroll.getVvalue();
    FocusKeeper.rebuild(
        this, () -> scroll.setContent(next.<Region>map(Inspection::content).orElse(empty)));
    scroll.setVvalue(place);
  }

  private boolean menuIsOpen() {
    return scroll.getContent() != null
        && scroll.getContent().lookupAll(".menu-button").stream()
            .anyMatch(node -> node instanceof MenuButton menu && menu.isShowing());
  }

  private void released() {
    pressed = false;
    letGo();
  }

  /// What waits is told once what was pressed has heard of its end.
  private void letGo() {
    if (!told) {
      Platform.runLater(this::tell);
    }
  }
}
