package io.peerdeck.panel.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A line of terminal output as pieces of one look each. Of the escapes only SGR (ECMA-48 8.3.117)
/// is kept; every colour, also one of 256 or 24 bits, becomes the nearest of the theme's own, so
/// that it can be read on every ground. All other escapes and control characters are dropped, and
/// characters that turn the direction of text are shown as replaced, so that no log can disguise
/// what it says.
public final class Ansi {
  /// Longer numbers in an escape are nobody's colour.
  private static final int MOST_DIGITS = 4;

  private static final int MOST_NUMBERS = 32;
  private static final char ESCAPE = '\u001B';

  /// Part of a line.
  ///
  /// @param styles style classes, from a fixed set
  record Piece(String text, List<String> styles) {}

  private final String line;
  private final List<Piece> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private Optional<Hue> ink = Optional.empty();
  private Optional<Hue> ground = Optional.empty();
  private boolean bold;
  private boolean italic;
  private boolean underline;
  private boolean faint;
  private int at;

  private Ansi(String line) {
    this.line = line;
  }

  static List<Piece> pieces(String line) {
    if (isPlain(line)) {
      return List.of(new Piece(line, List.of()));
    }
    Ansi ansi = new Ansi(line);
    ansi.read();
    return List.copyOf(ansi.pieces);
  }

  /// The same without any look: what is searched, copied and read aloud.
  public static String plain(String line) {
    if (isPlain(line)) {
      return line;
    }
    Ansi ansi = new Ansi(line);
    ansi.read();
    StringBuilder all = new StringBuilder(line.length());
    ansi.pieces.forEach(piece -> all.append(piece.text()));
    return all.toString();
  }

  private static boolean isPlain(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c < ' ' || (c >= 0x7f && (c <= 0x9f || turns(c)))) {
        return false;
      }
    }
    return true;
  }

  /// Unicode's bidirectional controls (UAX 9) and line separators.
  private static boolean turns(char c) {
    return (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2066' && c <= '\u2069')
        || c == '\u200e'
        || c == '\u200f'
        || c == '\u2028'
        || c == '\u2029'
        || c == '\u061c';
  }

  private void read() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == ESCAPE) {
        escape();
      } else if (c == '\u009b') {
        control();
      } else if (c == '\t') {
        text.append("    ");
      } else if (turns(c)) {
        text.append('\ufffd');
      } else if (c >= ' ' && (c < 0x7f || c > 0x9f)) {
        text.append(c);
      }
    }
    flush();
  }

  private void escape() {
    if (at >= line.length()) {
      return;
    }
    switch (line.charAt(at++)) {
      case '[' -> control();
      case ']', 'P', '^', '_', 'X' -> string();
      case '(', ')', '*', '+', '#', '%', ' ' -> at = Math.min(line.length(), at + 1);
      default -> {}
    }
  }

  /// Skips a string up to its terminator: a title, a link, a device's answer.
  private void string() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '\u0007' || c == '\u009c') {
        return;
      }
      if (c == ESCAPE) {
        at = Math.min(line.length(), at + 1);
        return;
      }
    }
  }

  private void control() {
    int from = at;
    while (at < line.length() && line.charAt(at) >= ' ' && line.charAt(at) < '@') {
      at++;
    }
    if (at >= line.length()) {
      return;
    }
    char last = line.charAt(at++);
    if (last == 'm') {
      flush();
      select(numbers(line.substring(from, at - 1)));
    }
  }

  private static List<Integer> numbers(String parameters) {
    List<Integer> numbers = new ArrayList<>();
    for (String part : parameters.split("[;:]", MOST_NUMBERS + 1)) {
      boolean number =
          !part.isEmpty()
              && part.length() <= MOST_DIGITS
              && part.chars().allMatch(c -> c >= '0' && c <= '9');
      numbers.add(number ? Integer.parseInt(part) : part.isEmpty() ? 0 : -1);
    }
    return numbers;
  }

  private void select(List<Integer> numbers) {
    for (int i = 0; i < numbers.size(); i++) {
      int number = numbers.get(i);
      switch (number) {
        case 0 -> reset();
        case 1 -> bold = true;
        case 2 -> faint = true;
        case 3 -> italic = true;
        case 4 -> underline = true;
        case 22 -> {
          bold = false;
          faint = false;
        }
        case 23 -> italic = false;
        case 24 -> underline = false;
        case 38, 48 -> {
          i = extended(numbers, i, number == 38);
        }
        case 39 -> ink = Optional.empty();
        case 49 -> ground = Optional.empty();
        default -> basic(number);
      }
    }
  }

  private void basic(int number) {
    if (number >= 30 && number <= 37) {
      ink = Optional.of(Hue.of(number - 30));
    } else if (number >= 40 && number <= 47) {
      ground = Optional.of(Hue.of(number - 40));
    } else if (number >= 90 && number <= 97) {
      ink = Optional.of(Hue.of(number - 90 + 8));
    } else if (number >= 100 && number <= 107) {
      ground = Optional.of(Hue.of(number - 100 + 8));
    }
  }

  private int extended(List<Integer> numbers, int i, boolean inkWanted) {
    int kind = i + 1 < numbers.size() ? numbers.get(i + 1) : -1;
    int used = kind == 5 ? 2 : kind == 2 ? 4 : 1;
    if (i + used < numbers.size() && used > 1) {
      Hue hue =
          kind == 5
              ? Hue.of(numbers.get(i + 2))
              : Hue.of(numbers.get(i + 2), numbers.get(i + 3), numbers.get(i + 4));
      if (inkWanted) {
        ink = Optional.of(hue);
      } else {
        ground = Optional.of(hue);
      }
    }
    return i + used;
  }

  private void reset() {
    ink = Optional.empty();
    ground = Optional.empty();
    bold = false;
    faint = false;
    italic = false;
    underline = false;
  }

  private void flush() {
    if (text.isEmpty()) {
      return;
    }
    List<String> styles = new ArrayList<>();
    // A coloured ground without a coloured ink says the same by the ink: it stays readable.
    ink.filter(hue -> hue != Hue.PLAIN)
        .or(() -> ground.filter(hue -> hue != Hue.PLAIN && hue != Hue.QUIET))
        .ifPresent(hue -> styles.add("ansi-" + hue.name().toLowerCase(Locale.ROOT)));
    if (faint && styles.isEmpty()) {
      styles.add("ansi-quiet");
    }
    if (bold) {
      styles.add("ansi-bold");
    }
    if (italic) {
      styles.add("ansi-italic");
    }
    if (underline) {
      styles.add("ansi-underline");
    }
    pieces.add(new Piece(text.toString(), List.copyOf(styles)));
    text.setLength(0);
  }
}
