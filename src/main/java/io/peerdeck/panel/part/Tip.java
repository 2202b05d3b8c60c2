package io.peerdeck.panel.part;

import java.util.Optional;
import javafx.event.EventHandler;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/// Words for a curious pointer. The tooltip, a window of its own, is made when the pointer comes:
/// most are never seen.
public final class Tip {
  private static final EventHandler<MouseEvent> COMING = event -> make((Control) event.getSource());

  private Tip() {}

  /// Has the control say the words from now on.
  public static void on(Control control, String words) {
    control.getProperties().put(Tip.class, words);
    if (control.getTooltip() == null) {
      control.addEventHandler(MouseEvent.MOUSE_ENTERED, COMING);
    } else {
      control.getTooltip().setText(words);
    }
  }

  /// What [#on(Control, String)] has it say.
  public static Optional<String> of(Control control) {
    return Optional.ofNullable((String) control.getProperties().get(Tip.class));
  }

  private static void make(Control control) {
    if (control.getTooltip() == null) {
      of(control).map(Tooltip::new).ifPresent(control::setTooltip);
    }
  }
}
