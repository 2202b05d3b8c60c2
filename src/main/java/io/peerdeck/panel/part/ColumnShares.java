package io.peerdeck.panel.part;

import java.util.List;
import javafx.scene.control.ConstrainedColumnResizeBase;
import javafx.scene.control.TableColumnBase;
import javafx.scene.control.TableView;
import javafx.util.Callback;

/// Columns that fill the table: each as wide as it would like to be, as far as there is room beyond
/// the least of all; what is left over goes to those that can be narrower than they like, which are
/// those of texts. Figures never drift apart. A hand on a header moves the columns right of it.
@SuppressWarnings({"rawtypes", "unchecked"}) // the type of every resize policy
final class ColumnShares extends ConstrainedColumnResizeBase
    implements Callback<TableView.ResizeFeatures, Boolean> {

  @Override
  public Boolean call(TableView.ResizeFeatures features) {
    if (features.getColumn() != null) {
      return TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN.call(features);
    }
    List<? extends TableColumnBase<?, ?>> columns = features.getTable().getVisibleLeafColumns();
    double room = features.getContentWidth();
    double least = 0;
    double wanted = 0;
    double growing = 0;
    for (TableColumnBase<?, ?> column : columns) {
      least += least(column);
      wanted += wanted(column);
      growing += grows(column) ? wanted(column) : 0;
    }
    double part = wanted <= least ? 0 : Math.clamp((room - least) / (wanted - least), 0, 1);
    double over = Math.max(0, room - wanted);
    double x = 0;
    double placed = 0;
    for (int i = 0; i < columns.size(); i++) {
      TableColumnBase<?, ?> column = columns.get(i);
      x += least(column) + part * (wanted(column) - least(column));
      x +=
          growing > 0
              ? (grows(column) ? over * wanted(column) / growing : 0)
              : over / columns.size();
      double width = Math.max(least(column), Math.floor(x + 0.01) - placed);
      features.setColumnWidth(column, width);
      placed += width;
    }
    return true;
  }

  /// In whole pixels, as the table rounds every width up.
  private static double least(TableColumnBase<?, ?> column) {
    return Math.ceil(column.getMinWidth() - 0.01);
  }

  private static double wanted(TableColumnBase<?, ?> column) {
    return Math.max(least(column), Math.ceil(column.getPrefWidth() - 0.01));
  }

  private static boolean grows(TableColumnBase<?, ?> column) {
    return column.getPrefWidth() > column.getMinWidth() + 1;
  }
}
