package io.peerdeck.panel.look;

import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Whether numbers below each other line up in the system's font. JavaFX cannot ask a font for its
/// tabular figures, so where its usual ones differ in width, columns of numbers are monospaced.
final class Figures {
  private static final double SAME = 0.01;

  private Figures() {}

  /// Those of the usual font; reading fonts takes a while the first time.
  static boolean uneven() {
    return Usual.UNEVEN;
  }

  private static final class Usual {
    static final boolean UNEVEN = uneven(Font.getDefault());
  }

  static boolean uneven(Font font) {
    double zero = width('0', font);
    for (char digit = '1'; digit <= '9'; digit++) {
      if (Math.abs(width(digit, font) - zero) > SAME) {
        return true;
      }
    }
    return false;
  }

  private static double width(char digit, Font font) {
    Text text = new Text(String.valueOf(digit).repeat(10));
    text.setFont(font);
    return text.getLayoutBounds().getWidth() / 10;
  }
}
