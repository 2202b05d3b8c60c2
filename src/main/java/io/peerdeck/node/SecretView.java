package io.peerdeck.node;

import java.time.Instant;
import java.util.List;

/// A secret of this machine, without its value.
///
/// @param name in upper case
/// @param changed when its value was set last
/// @param grants who may use it for what
public record SecretView(String name, Instant changed, List<SecretGrant> grants) {
  /// Copies the list.
  public SecretView {
    grants = List.copyOf(grants);
  }
}
