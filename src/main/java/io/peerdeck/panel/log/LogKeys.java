package io.peerdeck.panel.log;

import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// The keys of a log.
final class LogKeys {
  /// Heights of a row: about six letters.
  private static final double ASIDE = 3;

  private final LogView view;

  private LogKeys(LogView view) {
    this.view = view;
  }

  static void install(LogView view) {
    view.area().addEventFilter(KeyEvent.KEY_PRESSED, new LogKeys(view)::pressed);
  }

  private void pressed(KeyEvent event) {
    boolean used = event.isShortcutDown() ? withShortcut(event.getCode()) : plain(event);
    if (used) {
      event.consume();
    }
  }

  private boolean withShortcut(KeyCode key) {
    if (key == KeyCode.C) {
      view.copy();
      return true;
    }
    if (key == KeyCode.A && view.lines() > 0) {
      view.area().choose(0, false);
      view.area().choose(view.lines() - 1, true);
      return true;
    }
    return false;
  }

  private void move(KeyEvent event, int rows) {
    if (event.isShiftDown()) {
      view.following(false);
      view.area().chooseOn(rows);
    } else {
      view.area().scrollBy(rows * view.area().rowHeight());
    }
  }

  private boolean plain(KeyEvent event) {
    LogArea area = view.area();
    double page = area.rowsInSight() * area.rowHeight();
    switch (event.getCode()) {
      case UP -> move(event, -1);
      case DOWN -> move(event, 1);
      case LEFT -> area.scrollAside(-ASIDE * area.rowHeight());
      case RIGHT -> area.scrollAside(ASIDE * area.rowHeight());
      case ENTER -> area.turnChosen();
      case PAGE_UP -> area.scrollBy(-page);
      case PAGE_DOWN, SPACE -> area.scrollBy(page);
      case HOME -> {
        view.following(false);
        area.showBeginning();
      }
      case END -> view.following(true);
      case F3 -> view.go(!event.isShiftDown());
      default -> {
        return false;
      }
    }
    return true;
  }
}
