package io.peerdeck.panel.preview;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.MarkLabel;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// One file: whether it is to be submitted, its name, how it stands.
final class FileCell extends ListCell<PreviewFile> {
  private static final Texts TEXTS = Texts.of("preview");
  private final CheckBox wanted = new CheckBox();
  private final Label name = new Label();
  private final MarkLabel mark = new MarkLabel();
  private final HBox face = new HBox(wanted, new VBox(name, mark));

  /// @param changed hears that a file is wanted or no more
  FileCell(Runnable changed) {
    face.getStyleClass().add("list-line");
    wanted.setOnAction(
        event -> {
          if (getItem() != null) {
            getItem().wanted(wanted.isSelected());
            changed.run();
          }
        });
  }

  @Override
  protected void updateItem(PreviewFile file, boolean empty) {
    super.updateItem(file, empty);
    if (empty || file == null) {
      setGraphic(null);
      return;
    }
    wanted.setId("wanted-" + file.fileName());
    wanted.setSelected(file.wanted() && !file.leftOut());
    wanted.setDisable(!file.ready());
    setTooltip(file.failure().or(file::refusal).map(Tooltip::new).orElse(null));
    wanted.setAccessibleText(TEXTS.get("file.wanted", file.fileName()));
    name.setText(file.fileName());
    mark.show(file.mark(), file.word(TEXTS));
    setGraphic(face);
    setAccessibleText(file.fileName() + ", " + mark.getText());
  }
}
