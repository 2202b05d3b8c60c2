package io.peerdeck.panel.log;

import java.util.Optional;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;

/// What wheel and pointer do in a [LogArea]: scroll, choose lines, fold groups.
final class LogPointer {
  private static final double WHEEL_ROWS = 3;
  private static final double WHEEL_NOTCH = 40;

  private final LogArea area;

  private LogPointer(LogArea area) {
    this.area = area;
  }

  static void install(LogArea area) {
    LogPointer pointer = new LogPointer(area);
    area.addEventHandler(ScrollEvent.SCROLL, pointer::wheel);
    area.addEventHandler(MouseEvent.MOUSE_PRESSED, pointer::pressed);
    area.addEventHandler(MouseEvent.MOUSE_DRAGGED, pointer::dragged);
  }

  private void wheel(ScrollEvent event) {
    if (event.getDeltaX() != 0 && event.getDeltaY() == 0) {
      area.scrollAside(-event.getDeltaX());
    } else {
      area.scrollBy(-event.getDeltaY() / WHEEL_NOTCH * WHEEL_ROWS * area.rowHeight());
    }
    event.consume();
  }

  private void pressed(MouseEvent event) {
    area.requestFocus();
    Optional<Long> line = area.lineAt(event.getY());
    if (line.isEmpty() || event.getButton() != MouseButton.PRIMARY) {
      return;
    }
    area.row(line.get())
        .filter(LogRow::isGroup)
        .filter(row -> event.getX() <= row.foldEnd() + row.getLayoutX() || twice(event))
        .ifPresent(area::turn);
    area.choose(line.get(), event.isShiftDown());
  }

  private static boolean twice(MouseEvent event) {
    return event.getClickCount() == 2;
  }

  private void dragged(MouseEvent event) {
    if (event.isPrimaryButtonDown()) {
      area.lineAt(event.getY()).ifPresent(line -> area.choose(line, true));
    }
  }
}
