package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.util.Optional;

/// Which entries: all that carry what is named here.
///
/// @param kind exactly
/// @param key exactly
/// @param author who signed
public record EntryFilter(Optional<String> kind, Optional<String> key, Optional<PeerId> author) {
  /// Every entry.
  public static final EntryFilter ALL =
      new EntryFilter(Optional.empty(), Optional.empty(), Optional.empty());
}
