package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.kordamp.ikonli.feather.Feather;

/// Gives the rows shown to other programs: the columns shown, in their order, as CSV or JSON, to
/// the clipboard or into a file.
final class ExportMenu<T> extends MenuButton {
  private static final Texts TEXTS = Texts.of("common");
  private final String id;
  private final String title;
  private final Desk desk;
  private final ColumnSet<T> columns;
  private final ColumnsInSight<T> sight;
  private final Supplier<List<T>> rows;

  ExportMenu(
      String id,
      String title,
      Desk desk,
      ColumnSet<T> columns,
      ColumnsInSight<T> sight,
      Supplier<List<T>> rows) {
    super(null, Icons.of(Feather.DOWNLOAD));
    this.id = id;
    this.title = title;
    this.desk = desk;
    this.columns = columns;
    this.sight = sight;
    this.rows = rows;
    setId(id + "-export");
    getStyleClass().addAll("button-icon", "flat");
    Buttons.name(this, TEXTS.get("export.menu"));
    for (RowExport format : RowExport.values()) {
      getItems().add(item("export.copy", format, this::copy));
    }
    for (RowExport format : RowExport.values()) {
      getItems().add(item("export.save", format, this::save));
    }
  }

  private static MenuItem item(
      String key, RowExport format, java.util.function.Consumer<RowExport> run) {
    MenuItem item = new MenuItem(TEXTS.get(key, format.name()));
    item.setOnAction(event -> run.accept(format));
    return item;
  }

  private void copy(RowExport format) {
    List<T> some = rows.get();
    List<Column<T>> shown = columns.wanted(sight);
    desk.bridge()
        .act(
            TEXTS.get("export.failed"),
            node -> {
              StringWriter text = new StringWriter();
              write(format, shown, some, text);
              return text.toString();
            },
            text -> {
              DataTableKeys.copy(text);
              desk.toasts().done(TEXTS.count("export.copied", some.size()));
            });
  }

  private void save(RowExport format) {
    Optional<Path> chosen;
    try {
      chosen =
          desk.files()
              .save(
                  getScene().getWindow(),
                  TEXTS.get("export.title", title),
                  id + "." + format.name().toLowerCase(Locale.ROOT));
    } catch (RuntimeException e) {
      desk.notices().problem(TEXTS.get("export.failed"), TEXTS.get("export.instead"));
      return;
    }
    List<T> some = rows.get();
    List<Column<T>> shown = columns.wanted(sight);
    chosen.ifPresent(
        file ->
            desk.bridge()
                .act(
                    TEXTS.get("export.failed"),
                    node -> {
                      try (Writer to = Files.newBufferedWriter(file)) {
                        write(format, shown, some, to);
                      } catch (IOException e) {
                        throw new UncheckedIOException(file + ": " + e.getMessage(), e);
                      }
                      return file;
                    },
                    done ->
                        desk.toasts()
                            .done(
                                TEXTS.get(
                                    "export.saved",
                                    TEXTS.count("export.rows", some.size()),
                                    done))));
  }

  private static <T> void write(
      RowExport format, List<Column<T>> columns, List<T> rows, Writer to) {
    try {
      format.write(columns, rows, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
