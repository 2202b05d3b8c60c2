package io.peerdeck.panel.settings;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.WrapRow;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// What pages of the settings are made of, besides the settings themselves.
final class PageParts {
  private static final Texts TEXTS = Texts.of("settings");

  private PageParts() {}

  /// A field that takes the room there is; its prompt is its name.
  static <F extends TextField> F field(F field, String id, String text) {
    field.setId(id);
    field.setPromptText(TEXTS.get(text));
    field.setAccessibleText(TEXTS.get(text));
    HBox.setHgrow(field, Priority.ALWAYS);
    return field;
  }

  /// Enter in one of these fields is the button that belongs to them; it works once all are filled.
  static void entered(Button button, TextField... fields) {
    BooleanBinding some = Bindings.createBooleanBinding(() -> false);
    for (TextField field : fields) {
      field.setOnAction(event -> button.fire());
      some = some.or(field.textProperty().isEmpty());
    }
    button.disableProperty().bind(some);
  }

  /// Parts side by side, the rest below where there is no room.
  static WrapRow line(Region... parts) {
    WrapRow line = new WrapRow(parts);
    line.getStyleClass().add("setting-line");
    return line;
  }

  static Label title(String key) {
    return styled(TEXTS.get(key), "section-title");
  }

  static Label name(String text) {
    Label label = styled(text, "setting-key");
    label.setWrapText(true);
    return label;
  }

  static Label muted(String text) {
    Label label = styled(text, "text-muted");
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  private static Label styled(String text, String style) {
    Label label = new Label(text);
    label.getStyleClass().add(style);
    return label;
  }
}
