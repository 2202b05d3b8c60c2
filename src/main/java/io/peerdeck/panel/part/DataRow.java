package io.peerdeck.panel.part;

import javafx.scene.control.TableRow;

/// A row of a [DataTable]. Another item changes what its cells say, not where they are: laid out
/// anew for it, all that is in the row would be styled anew too, which is most of what another
/// filter costs. Columns of other widths tell it apart, see [CellsOnScreen#place()].
final class DataRow<T> extends TableRow<T> {
  private boolean placed;

  @Override
  public void updateIndex(int index) {
    placed = !getChildren().isEmpty();
    try {
      super.updateIndex(index);
    } finally {
      placed = false;
    }
  }

  @Override
  public void requestLayout() {
    if (!placed) {
      super.requestLayout();
    }
  }
}
