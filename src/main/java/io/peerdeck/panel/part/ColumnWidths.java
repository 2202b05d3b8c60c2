package io.peerdeck.panel.part;

import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/// The widths of a table's columns and the height of its rows, which the stylesheet cannot set:
/// they grow with the writing, and where even the least widths of what a person wants to see do not
/// fit beside each other the table scrolls.
final class ColumnWidths {
  /// The height of a row in em.
  private static final double ROW = 2.2;

  private final TableView<?> table;
  private final ColumnsInSight<?> sight;
  private final ColumnShares shares = new ColumnShares();
  private final Em em = new Em(this::rescale);
  private double scaled = Em.NORMAL;

  ColumnWidths(TableView<?> table, ColumnsInSight<?> sight) {
    this.table = table;
    this.sight = sight;
    table.widthProperty().addListener(o -> fit());
    rowHeight();
    fit();
  }

  /// Belongs into the scene beside the table.
  Em em() {
    return em;
  }

  double ems(double pixels) {
    return pixels / scaled;
  }

  double pixels(double ems) {
    return ems * scaled;
  }

  private void rescale(double pixels) {
    double factor = pixels / scaled;
    scaled = pixels;
    rowHeight();
    // What grows needs its room before it takes it, what shrinks gives it up after.
    for (TableColumn<?, ?> column : table.getColumns()) {
      if (factor < 1) {
        column.setMinWidth(exact(column.getMinWidth() * factor));
      }
      column.setPrefWidth(exact(column.getPrefWidth() * factor));
      if (factor > 1) {
        column.setMinWidth(exact(column.getMinWidth() * factor));
      }
    }
    fit();
    share();
  }

  /// Without what many changes of size add up to, which would be rounded up to a pixel.
  private static double exact(double pixels) {
    return Math.round(pixels * 1000) / 1000.0;
  }

  /// What a column would like changed, which a policy that stays does not hear of.
  private void share() {
    if (table.getColumnResizePolicy() == shares && table.getWidth() > 0) {
      shares.call(new TableView.ResizeFeatures<>(table, null, 0.0));
    }
  }

  /// All rows the same: what is measured row by row costs more than all else a table does.
  private void rowHeight() {
    table.setFixedCellSize(Math.ceil(ROW * scaled));
  }

  /// Shows as many columns as there is room for.
  void fit() {
    double room = table.getWidth() == 0 ? Double.MAX_VALUE : table.getWidth() - scaled;
    if (sight.fit(room)) {
      table.setColumnResizePolicy(shares);
    } else {
      table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
    }
  }
}
