package io.peerdeck.panel;

import io.peerdeck.panel.part.TokenCanvas;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.event.Event;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Slider;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Toggle;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// Whether a scene can be used without a pointer and without eyes: Tab comes to every control and
/// round again, and each has a role and words. On the FX thread.
final class KeyWalk {
  /// More stops than any screen has.
  private static final int MOST = 400;

  private KeyWalk() {}

  /// What is wrong, a sentence each.
  static List<String> of(Scene scene) {
    List<String> found = new ArrayList<>();
    Set<Node> reached = reached(scene, found);
    for (Sight.Seen seen : Sight.of(scene)) {
      Node node = seen.node();
      if (!isControl(node) || isPartOfControl(node) || node.isDisabled()) {
        continue;
      }
      if (!reached.contains(node) && !groupReached(node, reached) && !isLed(node)) {
        found.add("not reached by Tab: " + Sight.name(node));
      }
      AccessibleRole role = node.getAccessibleRole();
      if (role == null || role == AccessibleRole.NODE || role == AccessibleRole.PARENT) {
        found.add("without a role: " + Sight.name(node));
      }
      if (!named(node)) {
        found.add("without words: " + Sight.name(node));
      }
    }
    return found;
  }

  /// Where Tab comes to from where the focus is, until it comes round.
  private static Set<Node> reached(Scene scene, List<String> found) {
    Node start = scene.getFocusOwner();
    Set<Node> stops = round(scene, found);
    // Once more from there: what is left behind for good was no part of the round.
    Set<Node> reached = round(scene, found);
    if (start != null) {
      start.requestFocus();
    }
    stops.removeAll(reached);
    stops.removeIf(stop -> !stop.isFocusTraversable());
    stops.forEach(stop -> found.add("Tab does not come back to " + Sight.name(stop)));
    return reached;
  }

  /// The stops of Tab until it comes to one for the second time.
  private static Set<Node> round(Scene scene, List<String> found) {
    Set<Node> stops = new LinkedHashSet<>();
    for (int i = 0; i < MOST; i++) {
      Node owner = scene.getFocusOwner();
      if (owner == null) {
        found.add("Tab loses the focus");
        return stops;
      }
      if (!stops.add(owner)) {
        return stops;
      }
      tab(owner);
    }
    found.add("Tab does not come round in " + MOST + " steps");
    return stops;
  }

  private static void tab(Node owner) {
    for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
      Event.fireEvent(owner, new KeyEvent(type, "", "\t", KeyCode.TAB, false, false, false, false));
    }
  }

  /// What people work with; labels, bars and panes are only looked at.
  private static boolean isControl(Node node) {
    return switch (node) {
      case ButtonBase b -> true;
      case TextInputControl t -> true;
      case ComboBoxBase<?> c -> true;
      case ChoiceBox<?> c -> true;
      case Slider s -> true;
      case ListView<?> l -> true;
      case TableView<?> t -> true;
      case TabPane t -> true;
      case TokenCanvas c -> c.isFocusTraversable();
      default ->
          node.isFocusTraversable() && !(node instanceof ScrollBar) && !(node instanceof SplitPane);
    };
  }

  /// Arrows go from one of a group to the others.
  private static boolean groupReached(Node node, Set<Node> reached) {
    return node instanceof Toggle toggle
        && toggle.getToggleGroup() != null
        && toggle.getToggleGroup().getToggles().stream().anyMatch(reached::contains);
  }

  /// The palette's list is led by the arrows of its field, where the focus stays.
  private static boolean isLed(Node node) {
    return Set.of("palette-list").contains(String.valueOf(node.getId()));
  }

  /// The field inside a combo box is the combo box.
  private static boolean isPartOfControl(Node node) {
    Parent parent = node.getParent();
    for (int up = 0; parent != null && up < 3; up++, parent = parent.getParent()) {
      if (parent instanceof ComboBoxBase<?> || parent instanceof TextInputControl) {
        return true;
      }
    }
    return false;
  }

  private static boolean named(Node node) {
    String words = node.getAccessibleText();
    return words != null && !words.isBlank()
        || node instanceof Labeled labeled
            && labeled.getText() != null
            && !labeled.getText().isBlank()
        || !(node instanceof Control)
            && node.getParent() instanceof Control parent
            && named(parent);
  }
}
