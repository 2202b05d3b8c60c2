package io.peerdeck.panel;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeView;
import javafx.scene.text.Text;

/// Whether every row of a list that stands for something says something, and every list that has
/// something shows a row of it.
final class RowWalk {
  private RowWalk() {}

  /// What is wrong, a sentence each. On the FX thread.
  static List<String> of(Scene scene) {
    List<String> found = new ArrayList<>();
    List<Node> seen = Sight.of(scene).stream().map(Sight.Seen::node).toList();
    for (Node node : seen) {
      if (node instanceof IndexedCell<?> row && !(node instanceof TableCell) && !row.isEmpty()) {
        if (!says(row)) {
          found.add("says nothing: row " + row.getIndex() + " of " + Sight.name(row));
        }
      } else if (node instanceof Control list && size(list) > 0 && rows(list, seen) == 0) {
        found.add("shows none of its " + size(list) + " rows: " + Sight.name(list));
      }
    }
    return found;
  }

  private static int size(Control list) {
    return switch (list) {
      case TableView<?> table -> table.getItems().size();
      case ListView<?> plain -> plain.getItems().size();
      case TreeView<?> tree -> tree.getExpandedItemCount();
      default -> 0;
    };
  }

  private static long rows(Control list, List<Node> seen) {
    return seen.stream()
        .filter(node -> node instanceof IndexedCell<?> row && !row.isEmpty() && isIn(node, list))
        .count();
  }

  private static boolean isIn(Node node, Node list) {
    Node up = node;
    while (up != null && up != list) {
      up = up.getParent();
    }
    return up == list;
  }

  private static boolean says(Node node) {
    if (!node.isVisible() || node.getOpacity() == 0) {
      return false;
    }
    return switch (node) {
      case Text text -> !text.getText().isBlank();
      case Parent parent -> parent.getChildrenUnmodifiable().stream().anyMatch(RowWalk::says);
      default -> false;
    };
  }
}
