package io.peerdeck.multiformats;

import java.util.Locale;

/// Casts with a message that names the place.
final class Fields {
  private Fields() {}

  static <T extends Ipld> T cast(Class<T> kind, Ipld value, String where) {
    if (!kind.isInstance(value)) {
      throw new MultiformatException(
          where + " is " + kindName(value.getClass()) + ", must be " + kindName(kind));
    }
    return kind.cast(value);
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
