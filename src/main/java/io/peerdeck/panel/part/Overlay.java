package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// A card over the dimmed window: questions and lists. Escape closes it, focus stays in it and goes
/// back to where it was.
public final class Overlay extends StackPane {
  private static final Texts TEXTS = Texts.of("common");
  private Optional<Node> focusBefore = Optional.empty();
  private final ChangeListener<Node> keepFocus = (o, was, is) -> kept(was, is);

  public Overlay() {
    setId("overlay");
    getStyleClass().add("overlay");
    setVisible(false);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            close();
            event.consume();
          }
        });
    setOnMousePressed(
        event -> {
          if (event.getTarget() == this) {
            close();
          }
        });
  }

  public void show(Region card, Node focused) {
    if (!isVisible()) {
      focusBefore = Optional.ofNullable(getScene().getFocusOwner());
    }
    card.getStyleClass().add("overlay-card");
    card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    // A card that is too high is squeezed where it scrolls, not where it speaks.
    card.getChildrenUnmodifiable().stream()
        .filter(Label.class::isInstance)
        .forEach(words -> ((Label) words).setMinHeight(USE_PREF_SIZE));
    getChildren().setAll(card);
    setVisible(true);
    focused.requestFocus();
    getScene().focusOwnerProperty().removeListener(keepFocus);
    getScene().focusOwnerProperty().addListener(keepFocus);
  }

  /// Asks before what cannot be undone, naming it.
  public void confirm(String title, String text, String yes, Runnable run) {
    confirm(Confirm.one(title, text, yes, run));
  }

  /// Asks before what cannot be undone. The focus starts on the way back.
  public void confirm(Confirm question) {
    Button no = Buttons.of(Feather.CORNER_UP_LEFT, TEXTS.get("confirm.no"), this::close);
    no.setId("confirm-no");
    no.setCancelButton(true);
    no.setMinWidth(USE_PREF_SIZE);
    Button go = Buttons.of(Feather.CHECK, question.yes(), () -> {}, "danger");
    go.setId("confirm-yes");
    go.setMinWidth(USE_PREF_SIZE);
    go.addEventHandler(
        ActionEvent.ACTION,
        event -> {
          close();
          question.run().run();
        });
    HBox buttons = new HBox(no, go);
    buttons.getStyleClass().add("overlay-buttons");
    VBox card = question.card();
    card.getChildren().add(buttons);
    show(card, no);
  }

  public void close() {
    if (!isVisible()) {
      return;
    }
    getScene().focusOwnerProperty().removeListener(keepFocus);
    setVisible(false);
    getChildren().clear();
    focusBefore.ifPresent(Node::requestFocus);
    focusBefore = Optional.empty();
  }

  /// Round at the ends: from the last part of the card Tab goes to its first, and back.
  private void kept(@Nullable Node left, @Nullable Node focused) {
    for (Node node = focused; node != null; node = node.getParent()) {
      if (node == this) {
        return;
      }
    }
    List<Node> stops = new ArrayList<>();
    collect(getChildren().getFirst(), stops);
    if (!stops.isEmpty()) {
      (left == stops.getFirst() ? stops.getLast() : stops.getFirst()).requestFocus();
    }
  }

  private static void collect(Node node, List<Node> stops) {
    if (!node.isVisible() || node.isDisabled()) {
      return;
    }
    if (node.isFocusTraversable()) {
      stops.add(node);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, stops));
    }
  }
}
