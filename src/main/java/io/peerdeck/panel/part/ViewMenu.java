package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.List;
import java.util.function.BooleanSupplier;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The views of a table that have a name: filter, order and columns as they were.
final class ViewMenu extends MenuButton {
  /// More than fit a menu on a small screen.
  static final int MOST = 20;

  private static final int LONGEST_NAME = 60;
  private static final Texts TEXTS = Texts.of("common");
  private final Desk desk;
  private final TableMemory<?> memory;
  private final BooleanSupplier shown;

  /// @param shown sorts the table anew, which a view chosen does not do by itself
  ViewMenu(String id, Desk desk, TableMemory<?> memory, BooleanSupplier shown) {
    super(null, Icons.of(Feather.STAR));
    this.desk = desk;
    this.memory = memory;
    this.shown = shown;
    setId(id + "-views");
    getStyleClass().addAll("button-icon", "flat");
    Buttons.name(this, TEXTS.get("views.menu"));
    setOnShowing(event -> fill());
    fill();
  }

  private void fill() {
    getItems().clear();
    List<TableMemory.SavedView> views = memory.views();
    for (TableMemory.SavedView view : views) {
      getItems()
          .add(
              item(
                  view.name(),
                  () -> {
                    memory.show(view);
                    boolean asked = shown.getAsBoolean();
                    assert asked;
                  }));
    }
    if (!views.isEmpty()) {
      getItems().add(new SeparatorMenuItem());
    }
    MenuItem keep = item(TEXTS.get("views.keep"), this::ask);
    keep.setDisable(views.size() >= MOST);
    getItems().add(keep);
    if (!views.isEmpty()) {
      Menu forget = new Menu(TEXTS.get("views.forget"));
      views.forEach(view -> forget.getItems().add(item(view.name(), () -> forget(view))));
      getItems().add(forget);
    }
  }

  private static MenuItem item(String text, Runnable run) {
    MenuItem item = new MenuItem(text);
    item.setMnemonicParsing(false);
    item.setOnAction(event -> run.run());
    return item;
  }

  private void forget(TableMemory.SavedView view) {
    memory.forgetView(view.name());
    desk.toasts().done(TEXTS.get("views.forgotten", view.name()), () -> memory.keepView(view));
  }

  private void ask() {
    Label title = new Label(TEXTS.get("views.title"));
    title.getStyleClass().add("overlay-title");
    Label text = new Label(TEXTS.get("views.text"));
    text.setWrapText(true);
    TextField name = new TextField();
    name.setId("view-name");
    name.setPromptText(TEXTS.get("views.name"));
    name.setAccessibleText(TEXTS.get("views.name"));
    Button back =
        Buttons.of(Feather.CORNER_UP_LEFT, TEXTS.get("confirm.no"), desk.overlay()::close);
    back.setCancelButton(true);
    Button keep =
        Buttons.of(
            Feather.STAR,
            TEXTS.get("views.save"),
            () -> {
              String called = name.getText().strip();
              desk.overlay().close();
              memory.keepView(called);
              desk.toasts().done(TEXTS.get("views.kept", called));
            },
            "accent");
    keep.setId("view-save");
    keep.setDefaultButton(true);
    keep.setDisable(true);
    name.textProperty()
        .addListener(
            (o, was, is) -> keep.setDisable(is.isBlank() || is.strip().length() > LONGEST_NAME));
    HBox buttons = new HBox(back, keep);
    buttons.getStyleClass().add("overlay-buttons");
    desk.overlay().show(new VBox(title, text, name, buttons), name);
  }
}
