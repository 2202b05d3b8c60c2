package io.peerdeck.panel.log;

import io.peerdeck.panel.bridge.Words;
import java.util.regex.Pattern;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;

/// One line of a log: number, time, where it came from, text.
public final class LogCell extends ListCell<LogLines.Numbered> {
  private static final PseudoClass FOUND = PseudoClass.getPseudoClass("found");
  private static final Pattern ESCAPES = Pattern.compile("\u001B\\[[0-9;?]*[ -/]*[@-~]");
  private final Label number = new Label();
  private final Label time = new Label();
  private final Label stream = new Label();
  private final Label text = new Label();
  private final HBox face = new HBox(number, time, stream, text);
  private final LogSearch search;

  LogCell(LogSearch search) {
    this.search = search;
    getStyleClass().add("log-cell");
    face.getStyleClass().add("log-line");
    number.getStyleClass().add("log-number");
    time.getStyleClass().add("log-time");
    stream.getStyleClass().add("log-stream");
    for (Label label : new Label[] {number, time, stream, text}) {
      label.setMinWidth(USE_PREF_SIZE);
    }
    text.setMnemonicParsing(false);
  }

  @Override
  protected void updateItem(LogLines.Numbered line, boolean empty) {
    super.updateItem(line, empty);
    if (empty || line == null) {
      setGraphic(null);
      pseudoClassStateChanged(FOUND, false);
      return;
    }
    number.setText(Words.number(line.number()));
    time.setText(Words.timeOfDay(line.line().time()));
    String from = line.line().stream();
    stream.setText(from.equals("out") ? "" : from.equals("peerdeck") ? "»" : from);
    text.setText(plain(line.line().text()));
    text.getStyleClass().removeAll("log-err", "log-peerdeck");
    if (!from.equals("out")) {
      text.getStyleClass().add("log-" + from);
    }
    pseudoClassStateChanged(FOUND, search.isHit(line.number()));
    setGraphic(face);
    setAccessibleText(text.getText());
  }

  /// Without terminal escapes; tabs as four spaces, which is what the grid of a log expects.
  public static String plain(String text) {
    String clean = text.indexOf('\u001B') < 0 ? text : ESCAPES.matcher(text).replaceAll("");
    return clean.replace("\t", "    ");
  }
}
