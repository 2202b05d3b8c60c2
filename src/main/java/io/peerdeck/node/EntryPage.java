package io.peerdeck.node;

import java.util.List;
import java.util.Optional;

/// Entries, newest first, and how many the clock holds in all.
///
/// @param goOn where the search for a text stopped at its bound before the page was full: the entry
///     to ask `before` or `after` next; empty when nothing was left out
public record EntryPage(List<EntryView> entries, long total, Optional<String> goOn) {
  public EntryPage {
    entries = List.copyOf(entries);
  }
}
