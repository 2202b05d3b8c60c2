package io.peerdeck;

import java.util.Locale;

/// Whether this machine can show windows; where it cannot, JavaFX is told to draw in memory.
final class Display {
  private Display() {}

  /// To be called before the toolkit starts. Returns whether there is a display.
  static boolean prepare() {
    boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    boolean display =
        !linux || System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    if (!display && System.getProperty("glass.platform") == null) {
      System.setProperty("glass.platform", "Headless");
      System.setProperty("prism.order", "sw");
    }
    return display;
  }
}
