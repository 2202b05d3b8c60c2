package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import java.time.Instant;
import java.time.InstantSource;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// Names and values, one below the other; ids are short with the whole one in the tooltip and a
/// button that copies it.
public final class Facts extends GridPane {
  private static final Texts TEXTS = Texts.of("common");
  private int row;

  public Facts() {
    getStyleClass().add("facts");
    ColumnConstraints names = new ColumnConstraints();
    names.setMinWidth(USE_PREF_SIZE);
    ColumnConstraints values = new ColumnConstraints();
    values.setHgrow(Priority.ALWAYS);
    values.setFillWidth(true);
    values.setMinWidth(0);
    getColumnConstraints().setAll(names, values);
  }

  public Facts add(String name, String value) {
    Label label = new Label(value);
    label.setWrapText(true);
    return add(name, label);
  }

  public Facts add(String name, Node value) {
    Label label = new Label(name);
    label.getStyleClass().add("fact-name");
    GridPane.setValignment(label, VPos.TOP);
    add(label, 0, row);
    add(value, 1, row);
    row++;
    return this;
  }

  public Facts add(String name, Mark mark, String word) {
    return add(name, new MarkLabel(mark, word));
  }

  /// A moment: how long ago it was, and when in the tooltip.
  public Facts time(String name, Instant at, InstantSource time) {
    return add(name, new AgoLabel(at, time));
  }

  /// An id: short, whole in the tooltip, copied by a click.
  public Facts id(String name, String id) {
    return add(name, copyable(name, Words.shortId(id), id));
  }

  /// A longer text that is shown wrapped and copied by a click.
  public Facts copyable(String name, String value) {
    Button button = copyable(name, value, value);
    button.setWrapText(true);
    return add(name, button);
  }

  public static Button copyable(String name, String shown, String copied) {
    Button button = new Button(shown, Icons.of(Feather.COPY));
    button.getStyleClass().addAll("flat", "copyable");
    button.setMnemonicParsing(false);
    button.setTooltip(new Tooltip(TEXTS.get("copy.tooltip", copied)));
    button.setAccessibleText(TEXTS.get("copy.accessible", name, copied));
    button.setOnAction(event -> DataTableKeys.copied(copied));
    return button;
  }
}
