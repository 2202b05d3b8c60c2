package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;
import org.kordamp.ikonli.feather.Feather;

/// Enter and double click open a row, Ctrl+C copies the selection, the context menu is the toolbar.
public final class DataTableKeys {
  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);
  private static final Texts TEXTS = Texts.of("common");

  private DataTableKeys() {}

  /// @param made hears of every row the table makes for the screen
  static <T> void install(
      TableView<T> table,
      Consumer<T> open,
      Supplier<String> copied,
      Supplier<List<MenuItem>> items,
      Consumer<TableRow<T>> made) {
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          T row = table.getSelectionModel().getSelectedItem();
          if (COPY.match(event)) {
            copied(copied.get());
            event.consume();
          } else if (event.getCode() == KeyCode.ENTER && row != null) {
            open.accept(row);
            event.consume();
          }
        });
    table.setRowFactory(
        t -> {
          TableRow<T> row = new DataRow<>();
          made.accept(row);
          row.setOnMouseClicked(
              event -> {
                if (event.getClickCount() == 2 && row.getIndex() < table.getItems().size()) {
                  open.accept(table.getItems().get(row.getIndex()));
                }
              });
          return row;
        });
    MenuItem copy = new MenuItem(TEXTS.get("table.copy"), Icons.of(Feather.COPY));
    copy.setAccelerator(COPY);
    copy.setOnAction(event -> copied(copied.get()));
    ContextMenu menu = new ContextMenu(copy);
    menu.setOnShowing(
        event -> {
          menu.getItems().setAll(items.get());
          menu.getItems().add(copy);
        });
    table.setContextMenu(menu);
  }

  /// Copies a text, unless there is none, and says so in the window the person is in.
  public static void copied(String text) {
    if (text.isEmpty()) {
      return;
    }
    copy(text);
    for (Window window : Window.getWindows()) {
      if (window.isFocused() && window.getScene().lookup("#toasts") instanceof Toasts toasts) {
        toasts.done(TEXTS.get("copied"));
      }
    }
  }

  public static void copy(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }
}
