package io.peerdeck;

import org.jspecify.annotations.Nullable;

/// One measured number of `peerdeck bench`.
///
/// @param name stable, such as `queue.insertExtract@100000`
/// @param unit such as `ms`, `1/s`, `MB/s`
/// @param target what it should reach
/// @param anchor another system's figure measured in the same run, where there is one
public record Figure(
    String name, double value, String unit, double target, @Nullable Anchor anchor) {
  /// What the figure stands beside.
  public record Anchor(String name, double value) {}
}
