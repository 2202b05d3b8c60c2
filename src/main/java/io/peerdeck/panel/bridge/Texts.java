package io.peerdeck.panel.bridge;

import java.text.NumberFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The words of one screen, from its resource bundle. A key without a text throws: a test finds it
/// before a person does.
public final class Texts {
  /// Files alone: else every library is searched for classes of that name.
  private static final ResourceBundle.Control PROPERTIES =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final ResourceBundle bundle;

  private Texts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  public static Texts of(String screen) {
    return new Texts(
        ResourceBundle.getBundle("io.peerdeck.panel." + screen, Locale.ROOT, PROPERTIES));
  }

  /// The text with `{0}`, `{1}` … replaced; numbers get their thousands separated.
  public String get(String key, Object... values) {
    String text = bundle.getString(key);
    for (int i = 0; i < values.length; i++) {
      text = text.replace("{" + i + "}", shown(values[i]));
    }
    return text;
  }

  /// `key.one` for 1, else `key.many` with the number as `{0}`.
  public String count(String key, long number) {
    return get(key + (number == 1 ? ".one" : ".many"), number);
  }

  public boolean has(String key) {
    return bundle.containsKey(key);
  }

  private static String shown(Object value) {
    return value instanceof Long || value instanceof Integer
        ? NumberFormat.getIntegerInstance(Locale.ENGLISH).format(((Number) value).longValue())
        : String.valueOf(value);
  }
}
