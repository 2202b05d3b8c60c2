package io.peerdeck.node;

import java.util.List;

/// Entries, newest first, and how many the clock holds in all.
public record EntryPage(List<EntryView> entries, long total) {
  public EntryPage {
    entries = List.copyOf(entries);
  }
}
