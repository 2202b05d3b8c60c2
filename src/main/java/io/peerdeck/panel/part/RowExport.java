package io.peerdeck.panel.part;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/// Writes rows for other programs: values, not the words on the screen.
enum RowExport {
  /// RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe before it.
  CSV {
    @Override
    <T> void write(List<Column<T>> columns, List<T> rows, Writer to) throws IOException {
      line(columns.stream().<Object>map(Column::id).toList(), to);
      for (T row : rows) {
        line(columns.stream().map(column -> column.exported().apply(row)).toList(), to);
      }
    }
  },
  /// A list of objects.
  JSON {
    @Override
    <T> void write(List<Column<T>> columns, List<T> rows, Writer to) throws IOException {
      try (JsonGenerator json = MAPPER.createGenerator(to)) {
        json.useDefaultPrettyPrinter().writeStartArray();
        for (T row : rows) {
          json.writeStartObject();
          for (Column<T> column : columns) {
            json.writePOJOField(column.id(), column.exported().apply(row));
          }
          json.writeEndObject();
        }
        json.writeEndArray();
      }
    }
  };

  private static final JsonMapper MAPPER = new JsonMapper();

  abstract <T> void write(List<Column<T>> columns, List<T> rows, Writer to) throws IOException;

  private static void line(List<Object> values, Writer to) throws IOException {
    for (int i = 0; i < values.size(); i++) {
      to.write(i == 0 ? "" : ",");
      to.write(values.get(i) instanceof String text ? quoted(text) : values.get(i).toString());
    }
    to.write("\r\n");
  }

  private static String quoted(String text) {
    String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    boolean plain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
