package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Delay;
import io.peerdeck.panel.bridge.Notice;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The newest thing said, over the top of the work, so that nothing below it moves. Errors stay
/// until read; the rest goes after a while. While the pointer is on it newer ones wait, so that
/// none is read unseen.
public final class NoticeBar extends HBox implements AutoCloseable {
  private static final Texts TEXTS = Texts.of("common");
  private static final Duration READABLE = Duration.ofSeconds(6);
  private final Notices notices;
  private final MarkLabel title = new MarkLabel();
  private final Label text = new Label();
  private final Label more = new Label();
  private final List<Node> parts;
  private Optional<Notice> shown = Optional.empty();
  private final Delay leaving = new Delay(READABLE, this::readTold);
  private final ListChangeListener<Notice> said = change -> show();

  public NoticeBar(Notices notices) {
    this.notices = notices;
    setId("notice-bar");
    getStyleClass().add("notice-bar");
    setMaxHeight(USE_PREF_SIZE);
    text.setWrapText(true);
    text.setId("notice-text");
    title.setId("notice-title");
    title.setWrapText(true);
    more.getStyleClass().add("count");
    more.setMinWidth(USE_PREF_SIZE);
    VBox words = new VBox(title, text);
    words.getStyleClass().add("notice-words");
    HBox.setHgrow(words, Priority.ALWAYS);
    Button read = Buttons.of(Feather.CHECK, TEXTS.get("notice.read"), this::read);
    read.setId("notice-read");
    read.setMinWidth(USE_PREF_SIZE);
    parts = List.of(words, more, read);
    notices.unread().addListener(said);
    hoverProperty().addListener(o -> show());
    show();
  }

  private void show() {
    setVisible(!notices.unread().isEmpty());
    setManaged(isVisible());
    if (!isVisible()) {
      shown = Optional.empty();
      return;
    }
    getChildren().setAll(parts);
    Notice now = now();
    shown = Optional.of(now);
    title.show(
        now.error() ? Mark.PROBLEM : Mark.DONE,
        now.times() == 1 ? now.title() : TEXTS.get("notice.times", now.title(), now.times()));
    text.setText(now.text());
    text.setVisible(!now.text().isBlank());
    text.setManaged(text.isVisible());
    int others = notices.unread().size() - 1;
    more.setText(others == 0 ? "" : TEXTS.get("notice.more", others));
    getStyleClass().removeAll("tone-bad", "tone-good");
    getStyleClass().add(now.error() ? "tone-bad" : "tone-good");
    if (now.error()) {
      leaving.stop();
    } else {
      leaving.start();
    }
  }

  private Notice now() {
    Notice newest = notices.unread().getFirst();
    return shown
        .filter(held -> isHover())
        .flatMap(held -> notices.unread().stream().filter(held::sameAs).findFirst())
        .orElse(newest);
  }

  private void read() {
    shown.ifPresent(notices::read);
  }

  /// Hears no more; its window is gone.
  @Override
  public void close() {
    leaving.stop();
    notices.unread().removeListener(said);
  }

  private void readTold() {
    notices.unread().removeIf(notice -> !notice.error());
  }
}
