package io.peerdeck.fleet.discovery;

/// What became of telling others of this node through one source.
public sealed interface Registration {
  /// The source tells of this node now.
  ///
  /// @param told how many heard it at once; 0 where the source does not know
  record Told(int told) implements Registration {}

  /// The source only brings peers and tells of none.
  record ReadOnly() implements Registration {}

  /// It did not work.
  ///
  /// @param reason a sentence
  record Failed(String reason) implements Registration {}
}
