package io.peerdeck.github;

/// How far an answer is to be believed (DESIGN §7), the lowest first. Only [#T2] may decide
/// anything.
public enum TrustRung {
  /// Signed by some peer.
  T0,
  /// Signed by a member of the fleet.
  T1,
  /// Fetched by this peer itself, or confirmed to it by a 304.
  T2
}
