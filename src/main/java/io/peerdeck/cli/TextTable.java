package io.peerdeck.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Rows in aligned columns, for people.
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  void row(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(printable(cell.toString()));
    }
    rows.add(row);
  }

  /// Control characters come from other machines' files and would steer the terminal.
  static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  void print(CommonOptions common) {
    print(common.out(), common.terminal().colours());
  }

  private void print(PrintWriter out, boolean colours) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String cell = row.get(column);
        line.append(colours ? Terminal.coloured(cell, row == rows.getFirst()) : cell);
        if (column < widths.length - 1) {
          line.append(" ".repeat(widths[column] - cell.length() + 2));
        }
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
