package io.peerdeck.panel.part;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;

/// Puts the focus back on the control of the same id after its surroundings were built anew.
public final class FocusKeeper {
  private FocusKeeper() {}

  public static void rebuild(Parent surroundings, Runnable building) {
    Optional<String> focused = focused(surroundings);
    building.run();
    focused
        .map(id -> surroundings.lookup("#" + id))
        .filter(node -> !node.isDisabled())
        .ifPresent(Node::requestFocus);
  }

  private static Optional<String> focused(Parent surroundings) {
    Node owner = surroundings.getScene() == null ? null : surroundings.getScene().getFocusOwner();
    if (owner == null) {
      return Optional.empty();
    }
    for (Node node = owner; node != null; node = node.getParent()) {
      if (node == surroundings) {
        return Optional.ofNullable(owner.getId()).filter(id -> id.matches("[\\w-]+"));
      }
    }
    return Optional.empty();
  }
}
