package io.peerdeck.panel;

import io.peerdeck.panel.bridge.Notice;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The list behind the flag: the node's warnings and what has been said and not been read.
final class Needs {
  private static final Texts TEXTS = Texts.of("shell");

  /// Above this height the list scrolls.
  private static final double TALL = 340;

  private Needs() {}

  static void show(Desk desk) {
    Label title = new Label(TEXTS.get("needs.title"));
    title.getStyleClass().add("overlay-title");
    VBox list = new VBox();
    list.getStyleClass().add("needs-list");
    desk.fleet()
        .status()
        .get()
        .ifPresent(s -> s.warnings().forEach(w -> list.getChildren().add(warning(w))));
    List<Notice> unread = List.copyOf(desk.notices().unread());
    unread.forEach(notice -> list.getChildren().add(notice(notice)));
    if (list.getChildren().isEmpty()) {
      list.getChildren().add(new Label(TEXTS.get("needs.nothing")));
    }
    ScrollPane scroll = new ScrollPane(list);
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(TEXTS.get("needs.title"));
    scroll.getStyleClass().addAll("edge-to-edge", "needs-scroll");
    list.heightProperty()
        .addListener(
            (o, was, is) -> scroll.setPrefViewportHeight(Math.min(is.doubleValue(), TALL)));
    Button close = Buttons.of(Feather.X, TEXTS.get("needs.close"), desk.overlay()::close);
    close.setId("needs-close");
    Button read =
        Buttons.of(
            Feather.CHECK,
            TEXTS.get("needs.readAll"),
            () -> {
              unread.forEach(desk.notices()::read);
              desk.overlay().close();
            });
    read.setId("needs-read");
    read.setDisable(unread.isEmpty());
    HBox buttons = new HBox(read, close);
    buttons.getStyleClass().add("overlay-buttons");
    VBox card = new VBox(title, scroll, buttons);
    card.setId("needs");
    desk.overlay().show(card, close);
  }

  private static VBox warning(String text) {
    return item(new MarkLabel(Mark.WARNING), text);
  }

  private static VBox notice(Notice notice) {
    Mark mark = notice.error() ? Mark.PROBLEM : Mark.DONE;
    String at = Words.timeOfDay(notice.at());
    return item(new MarkLabel(mark, TEXTS.get("needs.at", notice.title(), at)), notice.text());
  }

  private static VBox item(MarkLabel mark, String text) {
    Label body = new Label(text);
    body.setWrapText(true);
    VBox item = new VBox(mark, body);
    item.getStyleClass().add("needs-item");
    return item;
  }
}
