package io.peerdeck.panel.bridge;

import io.peerdeck.node.Change;
import java.util.HashSet;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// Whether what the node announces is held back, so that what is on the screen stays as it is.
public final class Pause {
  /// Above this many different changes everything is read anew instead.
  static final int KEPT = 10_000;

  private final ReadOnlyObjectWrapper<State> state =
      new ReadOnlyObjectWrapper<>(new State(false, 0));
  private final Set<Change> held = new HashSet<>();
  private boolean on;

  /// @param waiting different changes held back
  public record State(boolean on, int waiting) {}

  /// For the FX thread.
  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  /// Returns once nothing is held back; for readers with a thread of their own.
  public synchronized void await() throws InterruptedException {
    while (on) {
      wait();
    }
  }

  /// Keeps the changes for later if on. Returns whether it did.
  synchronized boolean holds(Set<Change> changes) {
    if (on && held.size() < KEPT) {
      held.addAll(changes);
    }
    return on;
  }

  synchronized void start() {
    on = true;
    tell();
  }

  /// Ends the pause and returns what happened meanwhile; empty when that was too much to keep.
  synchronized Set<Change> stop() {
    on = false;
    notifyAll();
    Set<Change> missed = held.size() < KEPT ? Set.copyOf(held) : Set.of();
    held.clear();
    tell();
    return missed;
  }

  /// On the FX thread.
  synchronized void tell() {
    state.set(new State(on, held.size()));
  }
}
