package io.peerdeck.github.registry;

/// Why an issue with the registry's label is not believed.
public enum Ignored {
  /// Its title is no peer's, or another peer's than its record.
  MISTITLED("mis-titled"),
  /// It holds no record whose signatures are right, or one with an address not everybody can dial.
  UNSIGNED("unsigned"),
  /// Its record was signed for another repository.
  FOREIGN("foreign"),
  /// Its record is of the future.
  FUTURE("of the future"),
  /// Its record has run out.
  EXPIRED("expired"),
  /// Its author has more issues than one author may.
  CROWDED("of a crowding author");

  private final String text;

  Ignored(String text) {
    this.text = text;
  }

  /// As it is told to people.
  public String text() {
    return text;
  }
}
