package io.peerdeck.multiformats;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Values of a kind, with messages that name the place.
final class Fields {
  private Fields() {}

  static <T extends Ipld> T cast(Class<T> kind, Ipld value, String where) {
    if (!kind.isInstance(value)) {
      throw new MultiformatException(
          where + " is " + kindName(value.getClass()) + ", must be " + kindName(kind));
    }
    return kind.cast(value);
  }

  /// A field that must be there.
  static <T extends Ipld> T need(Map<String, Ipld> fields, String key, Class<T> kind) {
    Ipld value = fields.get(key);
    if (value == null) {
      throw new MultiformatException(
          "field '" + key + "' is missing; it must be " + kindName(kind));
    }
    return cast(kind, value, "field '" + key + "'");
  }

  /// A field that may be absent or null.
  static <T extends Ipld> Optional<T> maybe(Map<String, Ipld> fields, String key, Class<T> kind) {
    Ipld value = fields.get(key);
    return value == null || value instanceof Ipld.Null
        ? Optional.empty()
        : Optional.of(cast(kind, value, "field '" + key + "'"));
  }

  static int within(String key, long value, int least, int most) {
    if (value < least || value > most) {
      throw new MultiformatException(
          "field '" + key + "' is " + value + ", must be " + least + " to " + most);
    }
    return (int) value;
  }

  static String kindName(Class<?> kind) {
    return switch (kind.getSimpleName()) {
      case "Int" -> "a whole number";
      case "Real" -> "a number";
      case "Bool" -> "true or false";
      case String name when name.equals("Text") || name.equals("Bytes") || name.equals("Null") ->
          name.toLowerCase(Locale.ROOT);
      case String name -> "a " + name.toLowerCase(Locale.ROOT);
    };
  }
}
