package io.peerdeck.api;

/// A parameter of a query, or a field of a request's body, that a route reads.
///
/// @param description what it means, its unit and default
record Field(String name, Type type, boolean required, String description) {
  /// How it is written.
  enum Type {
    TEXT,
    NUMBER,
    FLAG,
    TIME,
    TEXTS,
    TEXT_MAP
  }

  static Field text(String name, String description) {
    return new Field(name, Type.TEXT, false, description);
  }

  static Field number(String name, String description) {
    return new Field(name, Type.NUMBER, false, description);
  }

  static Field flag(String name, String description) {
    return new Field(name, Type.FLAG, false, description);
  }

  /// A point in time as ISO-8601.
  static Field time(String name, String description) {
    return new Field(name, Type.TIME, false, description);
  }

  /// A list of texts.
  static Field texts(String name, String description) {
    return new Field(name, Type.TEXTS, false, description);
  }

  /// An object of texts, numbers and booleans, taken as they are written.
  static Field textMap(String name, String description) {
    return new Field(name, Type.TEXT_MAP, false, description);
  }

  Field needed() {
    return new Field(name, type, true, description);
  }
}
