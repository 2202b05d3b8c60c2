package io.peerdeck.node;

import java.util.Map;

/// The process's variables as a node is started with them. May hold tokens, and is never printed.
///
/// @param values by name
public record Environment(Map<String, String> values) {
  /// None.
  public static final Environment EMPTY = new Environment(Map.of());

  /// Copies the variables.
  public Environment {
    values = Map.copyOf(values);
  }

  @Override
  public String toString() {
    return "environment of " + values.size() + " variables";
  }
}
