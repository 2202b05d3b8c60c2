package io.peerdeck.node;

/// Takes the whole node into another fleet.
@FunctionalInterface
interface FleetMove {
  /// Remembers where to go, closes the node and opens it again on its way there. Returns once it is
  /// open; throws [NodeException] when it cannot be.
  void to(NextFleet next);
}
