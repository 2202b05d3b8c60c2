package io.peerdeck.node;

import java.util.Optional;

/// Which entries: below the entry `before` in the total order (exclusive), matching text in kind,
/// key, CID or author.
public record EntryQuery(Optional<String> before, String text, int limit) {
  public static EntryQuery newest(int limit) {
    return new EntryQuery(Optional.empty(), "", limit);
  }
}
