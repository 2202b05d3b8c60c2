package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;

/// A screen. Its watches read only between [#attach()] and [#detach()]: hidden it costs nothing.
public abstract class View {
  private final List<Watch<?>> watches = new ArrayList<>();
  private final ReadOnlyObjectWrapper<Optional<Inspection>> inspection =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private boolean attached;

  public abstract Region root();

  /// Puts the focus where work starts.
  public abstract void focus();

  /// Fills in what is known, or hardly changes. Called once, detached, some time before it is first
  /// shown.
  public void ahead() {}

  /// Shows relative times anew; called every few seconds while attached.
  public void refreshTimes() {}

  /// Focuses the filter or search field, if there is one.
  public void focusFilter() {}

  /// The key of what is chosen here: the one selected row, the run shown.
  public Optional<String> chosenKey() {
    return Optional.empty();
  }

  /// Chooses the row or thing with this key, as soon as it is there.
  public void chooseKey(String key) {}

  /// What can be done here now, for the palette: usually its [Actions#offers()].
  public List<Offer> offers() {
    return List.of();
  }

  /// All that has keys here, whether it makes sense now or not: for the list of keys.
  public List<Offer> keys() {
    return offers();
  }

  /// Does what these keys stand for on this screen; returns whether they stand for something.
  public boolean pressed(KeyEvent event) {
    return runs(event);
  }

  /// Runs what has these keys among [#keys()].
  protected final boolean runs(KeyEvent event) {
    for (Offer offer : keys()) {
      if (offer.shortcut().filter(keys -> keys.match(event)).isPresent()) {
        offer.run().run();
        return true;
      }
    }
    return false;
  }

  public void attach() {
    attached = true;
    watches.forEach(Watch::attach);
  }

  public void detach() {
    attached = false;
    watches.forEach(Watch::detach);
  }

  /// Detaches for good: the window it was in is gone.
  public final void close() {
    detach();
    watches.forEach(Watch::close);
    watches.clear();
  }

  public final boolean attached() {
    return attached;
  }

  /// Belongs to this view from now on, attached and detached with it.
  public final <T> Watch<T> own(Watch<T> watch) {
    watches.add(watch);
    if (attached) {
      watch.attach();
    }
    return watch;
  }

  public final ReadOnlyObjectProperty<Optional<Inspection>> inspection() {
    return inspection.getReadOnlyProperty();
  }

  public final void inspect(Inspection shown) {
    inspection.set(Optional.of(shown));
  }

  /// Whether anything here can be inspected; where nothing can, the inspector leaves its room to
  /// the work.
  public boolean inspects() {
    return true;
  }

  public final void inspectNothing() {
    inspection.set(Optional.empty());
  }
}
