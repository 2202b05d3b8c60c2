package io.peerdeck.panel.part;

import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/// A screen whose heart is one table: what is chosen, done and filtered there is chosen, done and
/// filtered in the table.
public abstract class TablePage extends View {
  /// The one table, the same at each call.
  protected abstract DataTable<?> table();

  @Override
  public Region root() {
    return table();
  }

  @Override
  public void focus() {
    table().focusTable();
  }

  @Override
  public List<Offer> offers() {
    return table().actions().offers();
  }

  @Override
  public List<Offer> keys() {
    return table().actions().keys();
  }

  @Override
  public boolean pressed(KeyEvent event) {
    return table().actions().run(event);
  }

  @Override
  public Optional<String> chosenKey() {
    return table().chosenKey();
  }

  @Override
  public void chooseKey(String key) {
    table().select(key);
  }

  @Override
  public void focusFilter() {
    table().filters().field().requestFocus();
  }

  @Override
  public void refreshTimes() {
    table().refreshTimes();
  }
}
