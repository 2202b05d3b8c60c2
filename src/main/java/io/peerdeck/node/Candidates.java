package io.peerdeck.node;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a person may have meant by a name or a part of an id.
///
/// @param found at most one more than are told is enough
record Candidates<T>(List<T> found) {
  private static final int TOLD = 5;

  /// How many to look for at most.
  static final int ENOUGH = TOLD + 1;

  /// The one that fits. Throws [NodeException]: not found when none does, invalid, with those that
  /// do, when several do.
  ///
  /// @param thing such as `run`
  /// @param said what was written of it, such as ``is named `x` ``
  T only(String thing, String said, Function<T, String> name) {
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.isEmpty()) {
      throw new NodeException(NodeException.Reason.NOT_FOUND, "No " + thing + " " + said + ".");
    }
    throw new NodeException(
        NodeException.Reason.INVALID,
        "More than one "
            + thing
            + " "
            + said
            + ": "
            + found.stream().limit(TOLD).map(name).collect(Collectors.joining(", "))
            + (found.size() > TOLD ? " and more" : "")
            + ". Write more of it.");
  }
}
