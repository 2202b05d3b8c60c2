package io.peerdeck.panel.peers;

import io.peerdeck.panel.bridge.Texts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/// The roles of a member, each with what it allows.
final class RoleBoxes extends VBox {
  static final List<String> ROLES = List.of("admin", "operator", "worker", "observer");

  /// Of a machine that submits and works.
  static final List<String> USUAL = List.of("operator", "worker");

  private static final Texts TEXTS = Texts.of("peers");
  private final List<CheckBox> boxes = new ArrayList<>();

  RoleBoxes(Collection<String> chosen, Runnable changed) {
    getStyleClass().add("role-boxes");
    for (String role : ROLES) {
      CheckBox box = new CheckBox(role);
      box.setId("role-" + role);
      String words = TEXTS.get("role." + role);
      box.setAccessibleText(role + ": " + words);
      box.setTooltip(new Tooltip(words));
      Label meaning = new Label(words);
      meaning.getStyleClass().add("fact-name");
      meaning.setWrapText(true);
      box.setSelected(chosen.contains(role));
      box.selectedProperty().addListener(o -> changed.run());
      boxes.add(box);
      getChildren().add(new VBox(box, meaning));
    }
  }

  /// Where the focus begins.
  CheckBox first() {
    return boxes.getFirst();
  }

  List<String> chosen() {
    return boxes.stream().filter(CheckBox::isSelected).map(CheckBox::getText).toList();
  }
}
