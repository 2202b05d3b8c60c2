package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Asks for two moments; either may be left open. Checked as they are typed.
final class TimeForm extends VBox {
  private static final Texts TEXTS = Texts.of("common");
  private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private final TextField from = field("time-from", TEXTS.get("time.from"));
  private final TextField until = field("time-until", TEXTS.get("time.until"));
  private final Label problem = new Label();
  private final Button use;

  private TimeForm(Overlay overlay, Consumer<Optional<TimeRange>> chosen) {
    setId("time-form");
    Label title = new Label(TEXTS.get("time.title"));
    title.getStyleClass().add("overlay-title");
    problem.setWrapText(true);
    problem.setId("time-problem");
    Button back = Buttons.of(Feather.CORNER_UP_LEFT, TEXTS.get("confirm.no"), overlay::close);
    back.setCancelButton(true);
    use =
        Buttons.of(
            Feather.CHECK,
            TEXTS.get("time.use"),
            () -> {
              Optional<TimeRange> range = range();
              overlay.close();
              chosen.accept(range);
            },
            "accent");
    use.setId("time-use");
    use.setDefaultButton(true);
    HBox buttons = new HBox(back, use);
    buttons.getStyleClass().add("overlay-buttons");
    getChildren()
        .setAll(
            title,
            new Facts().add(TEXTS.get("time.from"), from).add(TEXTS.get("time.until"), until),
            problem,
            buttons);
    from.textProperty().addListener(o -> check());
    until.textProperty().addListener(o -> check());
    check();
  }

  static void show(Overlay overlay, Consumer<Optional<TimeRange>> chosen) {
    TimeForm form = new TimeForm(overlay, chosen);
    overlay.show(form, form.from);
  }

  private static TextField field(String id, String name) {
    TextField field = new TextField();
    field.setId(id);
    field.setPromptText(TEXTS.get("time.prompt"));
    field.setAccessibleText(name);
    return field;
  }

  private void check() {
    String wrong = "";
    try {
      Optional<Instant> begin = moment(from.getText());
      Optional<Instant> end = moment(until.getText());
      if (begin.isPresent() && end.isPresent() && !begin.get().isBefore(end.get())) {
        wrong = TEXTS.get("time.backwards");
      }
    } catch (DateTimeParseException e) {
      wrong = TEXTS.get("time.unreadable", e.getParsedString());
    }
    problem.setText(wrong);
    use.setDisable(!wrong.isEmpty());
  }

  private Optional<TimeRange> range() {
    Optional<Instant> begin = moment(from.getText());
    Optional<Instant> end = moment(until.getText());
    return begin.isEmpty() && end.isEmpty()
        ? Optional.empty()
        : Optional.of(new TimeRange.Between(begin, end));
  }

  /// A day, or a day and a time, in this machine's zone.
  private static Optional<Instant> moment(String typed) {
    String text = typed.strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    LocalDateTime at =
        text.length() <= 10
            ? LocalDate.parse(text).atStartOfDay()
            : LocalDateTime.parse(text, MINUTES);
    return Optional.of(at.atZone(ZoneId.systemDefault()).toInstant());
  }
}
