package io.peerdeck.fleet.discovery;

/// What came of asking a source.
public sealed interface SourceAnswer {
  /// It answered.
  ///
  /// @param peers how many sightings it brought
  record Brought(int peers) implements SourceAnswer {}

  /// It did not, or was not asked.
  ///
  /// @param reason a sentence
  record Failed(String reason) implements SourceAnswer {}
}
