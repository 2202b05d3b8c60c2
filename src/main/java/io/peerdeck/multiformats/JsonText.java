package io.peerdeck.multiformats;

import java.util.HexFormat;

/// Texts in JSON.
final class JsonText {
  private static final char LAST_OF_ASCII = '~';

  private JsonText() {}

  /// Appends a text in quotes; only what JSON wants escaped is escaped.
  static void quote(String text, StringBuilder out) {
    quote(text, out, Character.MAX_VALUE);
  }

  /// The same with everything beyond ASCII escaped, by UTF-16 units.
  static void quoteAscii(String text, StringBuilder out) {
    quote(text, out, LAST_OF_ASCII);
  }

  private static void quote(String text, StringBuilder out, char last) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || c > last) {
            out.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
