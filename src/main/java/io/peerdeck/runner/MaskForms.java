package io.peerdeck.runner;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// The forms in which programs commonly write a value into other text.
final class MaskForms {
  private static final int ALIGNMENTS = 3;
  private static final int BITS = 6;

  private MaskForms() {}

  /// JSON (also with everything beyond ASCII escaped), URL (as forms and as paths are written, hex
  /// digits of either case), and base64 in the three alignments it can have within longer bytes, of
  /// either alphabet.
  static List<String> of(String value) {
    final List<String> forms = new ArrayList<>();
    final String json = new String(JsonStringEncoder.getInstance().quoteAsString(value));
    forms.add(json);
    forms.add(ascii(json));
    final String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
    final String path = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
    for (final String url :
        List.of(
            form,
            path,
            path.replace("%2F", "/"),
            path.replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%2A", "*"))) {
      forms.add(url);
      forms.add(lowerHex(url));
    }
    final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < ALIGNMENTS; before++) {
      final String text = aligned(bytes, before);
      forms.add(text);
      forms.add(text.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }

  private static String ascii(String json) {
    final StringBuilder text = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      final char c = json.charAt(i);
      text.append(c < 0x80 ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return text.toString();
  }

  private static String lowerHex(String url) {
    final StringBuilder text = new StringBuilder(url);
    for (int i = 0; i + 2 < text.length(); i++) {
      if (text.charAt(i) == '%') {
        text.setCharAt(i + 1, Character.toLowerCase(text.charAt(i + 1)));
        text.setCharAt(i + 2, Character.toLowerCase(text.charAt(i + 2)));
      }
    }
    return text.toString();
  }

  /// The characters that stand for nothing but the value when so many bytes come before it.
  private static String aligned(byte[] bytes, int before) {
    final byte[] all = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, all, before, bytes.length);
    final String text = Base64.getEncoder().encodeToString(all);
    final int from = (before * 8 + BITS - 1) / BITS;
    final int to = all.length * 8 / BITS;
    return text.substring(from, to);
  }
}
