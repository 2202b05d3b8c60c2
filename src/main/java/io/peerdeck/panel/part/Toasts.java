package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Delay;
import io.peerdeck.panel.bridge.Texts;
import java.time.Duration;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Short words over the work on something that has been done, with the way back where there is one.
/// They go by themselves and nobody has to read them: what must be read is a notice. A toast stays
/// while the pointer or the focus is on it; Ctrl+Z takes the newest one's way back, Escape sends
/// the focused one away.
public final class Toasts extends VBox {
  private static final Texts TEXTS = Texts.of("common");
  private static final Duration READABLE = Duration.ofSeconds(8);

  /// More at once than anyone reads; the oldest give way.
  static final int SHOWN = 3;

  public Toasts() {
    setId("toasts");
    getStyleClass().add("toasts");
    setPickOnBounds(false);
    setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setVisible(false);
  }

  /// Says that something was done.
  public void done(String text) {
    add(new Toast(text, Optional.empty()));
  }

  /// Says that something was done and offers to undo it once, as long as the words are there.
  public void done(String text, Runnable undo) {
    add(new Toast(text, Optional.of(undo)));
  }

  /// Undoes the newest thing that can be undone. Returns whether there was one.
  public boolean undoNewest() {
    for (int i = getChildren().size() - 1; i >= 0; i--) {
      if (getChildren().get(i) instanceof Toast toast && toast.undo.isPresent()) {
        toast.undone();
        return true;
      }
    }
    return false;
  }

  /// Sends all away.
  public void clear() {
    getChildren().forEach(child -> ((Toast) child).leaving.stop());
    getChildren().clear();
    setVisible(false);
  }

  private void add(Toast toast) {
    getChildren().add(toast);
    if (getChildren().size() > SHOWN) {
      remove((Toast) getChildren().getFirst());
    }
    setVisible(true);
    toast.leaving.start();
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
  }

  private void remove(Toast toast) {
    toast.leaving.stop();
    if (toast.isFocusWithin() && getParent() != null) {
      toast.focusBefore.filter(node -> node.getScene() == getScene()).ifPresent(Node::requestFocus);
    }
    getChildren().remove(toast);
    setVisible(!getChildren().isEmpty());
  }

  private final class Toast extends HBox {
    private final Delay leaving = new Delay(READABLE, () -> Toasts.this.remove(this));
    private final Optional<Runnable> undo;
    private final Optional<Node> focusBefore;

    Toast(String text, Optional<Runnable> undo) {
      this.undo = undo;
      this.focusBefore =
          Optional.ofNullable(Toasts.this.getScene()).map(javafx.scene.Scene::getFocusOwner);
      getStyleClass().add("toast");
      setAccessibleRole(AccessibleRole.TEXT);
      setAccessibleText(text);
      Label words = new Label(text, Icons.of(Mark.DONE.icon()));
      words.setWrapText(true);
      words.getStyleClass().addAll("toast-text");
      getChildren().add(words);
      undo.ifPresent(
          run -> {
            Button back =
                Buttons.of(Feather.CORNER_UP_LEFT, TEXTS.get("toast.undo"), this::undone, "flat");
            back.getStyleClass().add("toast-undo");
            back.setMinWidth(USE_PREF_SIZE);
            Buttons.name(back, TEXTS.get("toast.undoOf", text));
            getChildren().add(back);
          });
      Button close =
          Buttons.icon(Feather.X, TEXTS.get("toast.close"), () -> Toasts.this.remove(this));
      close.getStyleClass().add("toast-close");
      getChildren().add(close);
      InvalidationListener held = o -> hold();
      hoverProperty().addListener(held);
      focusWithinProperty().addListener(held);
      addEventFilter(
          KeyEvent.KEY_PRESSED,
          event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
              Toasts.this.remove(this);
              event.consume();
            }
          });
    }

    private void hold() {
      if (isHover() || isFocusWithin()) {
        leaving.stop();
      } else {
        leaving.start();
      }
    }

    private void undone() {
      Toasts.this.remove(this);
      undo.ifPresent(Runnable::run);
    }
  }
}
