package io.peerdeck.panel.settings;

import io.peerdeck.node.SettingView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.CommandWords;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.Locale;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// One setting: what it does, its value, checked by the node while it is typed, and the way back.
final class SettingRow extends VBox {
  private static final Texts TEXTS = Texts.of("settings");

  private final Desk desk;
  private final Label source = new Label();
  private final Label problem = new Label();
  private final Button save;
  private final Button undo;
  private final PauseTransition typing = new PauseTransition(Duration.millis(200));
  private final Editor editor;
  private SettingView setting;
  private long checks;

  /// A field and how its text is read and set.
  private interface Editor {
    Control control();

    String text();

    void text(String value);
  }

  SettingRow(Desk desk, SettingView setting) {
    this.desk = desk;
    this.setting = setting;
    getStyleClass().add("setting");
    setId("setting-" + setting.key());
    editor = setting.type().equals("choice") ? new Choice() : new Words();
    editor.control().setId("setting-" + setting.key() + "-value");
    editor.control().setAccessibleText(setting.key() + ": " + setting.description());
    Label key = new Label(setting.key());
    key.getStyleClass().add("setting-key");
    key.setLabelFor(editor.control());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    source.getStyleClass().add("text-muted");
    HBox head = new HBox(key, gap, source);
    head.getStyleClass().add("setting-head");
    Label description = new Label(setting.description());
    description.setWrapText(true);
    description.getStyleClass().add("text-muted");
    save = Buttons.of(Feather.CHECK, TEXTS.get("save"), this::save, "accent");
    save.setId("setting-" + setting.key() + "-save");
    save.setMinWidth(USE_PREF_SIZE);
    undo = Buttons.of(Feather.CORNER_UP_LEFT, TEXTS.get("discard"), this::discard);
    undo.setId("setting-" + setting.key() + "-discard");
    undo.setMinWidth(USE_PREF_SIZE);
    Button command =
        Buttons.icon(Feather.TERMINAL, TEXTS.get("command"), () -> DataTableKeys.copied(command()));
    HBox.setHgrow(editor.control(), Priority.ALWAYS);
    editor.control().setMaxWidth(Double.MAX_VALUE);
    HBox line = new HBox(editor.control(), save, undo, command);
    line.getStyleClass().add("setting-line");
    problem.setId("setting-" + setting.key() + "-problem");
    problem.setWrapText(true);
    problem.setGraphic(new MarkLabel(Mark.PROBLEM, ""));
    getChildren().setAll(head, description, line, problem);
    typing.setOnFinished(event -> check());
    editor.text(setting.value());
    show(setting);
  }

  /// Whether the words are about this setting.
  boolean matches(String words) {
    String all = setting.key() + " " + setting.description() + " " + setting.value();
    return all.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
  }

  /// Puts the focus where its value is typed or chosen.
  void focusValue() {
    editor.control().requestFocus();
  }

  boolean dirty() {
    return !editor.text().equals(setting.value());
  }

  /// Shows what the node says now; what is being typed stays, and what is wrong with it.
  void show(SettingView now) {
    boolean typed = dirty();
    setting = now;
    source.setText(
        TEXTS.get("source." + now.source()) + " · " + TEXTS.get("applied." + now.applied()));
    if (!typed || !dirty()) {
      editor.text(now.value());
      refresh("");
    }
  }

  private void changed() {
    refresh("");
    save.setDisable(true);
    typing.playFromStart();
  }

  private void check() {
    String text = editor.text();
    long check = ++checks;
    desk.bridge()
        .act(
            TEXTS.get("checking"),
            node -> node.checkSetting(setting.key(), text),
            found -> {
              if (check == checks) {
                refresh(found.orElse(""));
              }
            });
  }

  private void refresh(String wrong) {
    boolean dirty = dirty();
    show(save, dirty);
    show(undo, dirty);
    save.setDisable(!wrong.isEmpty());
    problem.setText(wrong);
    show(problem, !wrong.isEmpty());
  }

  private void save() {
    String before = setting.source().equals("default") ? "" : setting.value();
    change(
        editor.text(),
        done ->
            desk.toasts()
                .done(
                    TEXTS.get("saved." + done.applied(), done.key()),
                    () -> change(before, d -> {})));
  }

  private void change(String text, java.util.function.Consumer<SettingView> then) {
    desk.bridge()
        .act(
            TEXTS.get("saving", setting.key()),
            node -> node.changeSetting(setting.key(), text),
            done -> {
              editor.text(done.value());
              show(done);
              then.accept(done);
            });
  }

  private void discard() {
    editor.text(setting.value());
    refresh("");
  }

  private String command() {
    return "peerdeck config set " + setting.key() + " " + CommandWords.quoted(editor.text());
  }

  private static void show(Region region, boolean shown) {
    region.setVisible(shown);
    region.setManaged(shown);
  }

  private final class Words implements Editor {
    private final TextField field = new TextField();

    private Words() {
      field.setPromptText(setting.defaultValue());
      field.textProperty().addListener(o -> changed());
      field.setOnAction(event -> save.fire());
    }

    @Override
    public Control control() {
      return field;
    }

    @Override
    public String text() {
      return field.getText();
    }

    @Override
    public void text(String value) {
      field.setText(value);
    }
  }

  private final class Choice implements Editor {
    private final ComboBox<String> box = new ComboBox<>();

    private Choice() {
      box.getItems().setAll(setting.choices());
      box.setOnAction(event -> changed());
    }

    @Override
    public Control control() {
      return box;
    }

    @Override
    public String text() {
      return box.getValue() == null ? "" : box.getValue();
    }

    @Override
    public void text(String value) {
      box.setValue(value);
    }
  }
}
