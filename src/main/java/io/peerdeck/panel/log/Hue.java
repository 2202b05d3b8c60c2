package io.peerdeck.panel.log;

/// The colours a theme has for terminal output.
enum Hue {
  PLAIN,
  QUIET,
  RED,
  GREEN,
  YELLOW,
  BLUE,
  MAGENTA,
  CYAN;

  /// Least difference between a colour's strongest and weakest part; below it is a grey.
  private static final int COLOURED = 40;

  private static final Hue[] SIXTEEN = {
    QUIET, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, PLAIN,
    QUIET, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, PLAIN
  };

  /// The six hues around the circle from red, each 60 degrees wide.
  private static final Hue[] CIRCLE = {RED, YELLOW, GREEN, CYAN, BLUE, MAGENTA};

  private static final int[] CUBE = {0, 95, 135, 175, 215, 255};

  /// Of the palette of 256: 16 named ones, a cube of 216, 24 greys.
  static Hue of(int index) {
    if (index < 0 || index > 255) {
      return PLAIN;
    }
    if (index < SIXTEEN.length) {
      return SIXTEEN[index];
    }
    if (index >= 232) {
      return index < 244 ? QUIET : PLAIN;
    }
    int place = index - 16;
    return of(CUBE[place / 36], CUBE[place / 6 % 6], CUBE[place % 6]);
  }

  /// The nearest to a colour of 24 bits.
  static Hue of(int red, int green, int blue) {
    int most = Math.max(red, Math.max(green, blue));
    int least = Math.min(red, Math.min(green, blue));
    double span = most - least;
    if (span < COLOURED) {
      return most < 128 ? QUIET : PLAIN;
    }
    double sixth;
    if (most == red) {
      sixth = (green - blue) / span;
    } else if (most == green) {
      sixth = 2 + (blue - red) / span;
    } else {
      sixth = 4 + (red - green) / span;
    }
    return CIRCLE[Math.floorMod(Math.round(sixth), CIRCLE.length)];
  }
}
