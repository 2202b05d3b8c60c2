package io.peerdeck.panel.part;

import java.util.Optional;
import java.util.function.Supplier;
import javafx.event.EventHandler;
import javafx.scene.control.Control;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;

/// Words for a curious pointer. The tooltip, a window of its own, is made when the pointer comes:
/// most are never seen.
public final class Tip {
  private static final EventHandler<MouseEvent> COMING = event -> make((Control) event.getSource());

  /// Kept with the control. No record: two of them are never compared, but in the first of all
  /// comparisons the virtual machine makes what compares records, just when a window opens.
  private static final class Words {
    private final Supplier<String> now;

    Words(Supplier<String> now) {
      this.now = now;
    }

    String now() {
      return now.get();
    }
  }

  private Tip() {}

  /// Has the control say the words from now on.
  public static void on(Control control, String words) {
    on(control, () -> words);
    if (control.getTooltip() != null) {
      control.getTooltip().setText(words);
    }
  }

  /// Has the control say the words of the moment at which they are shown; no tooltip where there
  /// are none when the pointer comes.
  public static void on(Control control, Supplier<String> words) {
    control.getProperties().put(Tip.class, new Words(words));
    control.addEventHandler(MouseEvent.MOUSE_ENTERED, COMING);
  }

  /// What the control would say now.
  public static Optional<String> of(Control control) {
    return control.getProperties().get(Tip.class) instanceof Words words
        ? Optional.of(words.now()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  private static void make(Control control) {
    Optional<String> words = of(control);
    if (words.isEmpty()) {
      control.setTooltip(null);
    } else if (control.getTooltip() == null) {
      Tooltip tooltip = new Tooltip(words.get());
      tooltip.setOnShowing(event -> of(control).ifPresent(tooltip::setText));
      control.setTooltip(tooltip);
    }
  }
}
