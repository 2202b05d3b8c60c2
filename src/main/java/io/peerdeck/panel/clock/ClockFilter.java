package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryQuery;
import java.util.Optional;

/// Which entries a person asked for.
///
/// @param text part of kind, key, CID or author; may be empty
/// @param author PeerId
record ClockFilter(String text, Optional<String> kind, Optional<String> author) {
  static final ClockFilter NONE = new ClockFilter("", Optional.empty(), Optional.empty());

  boolean isNone() {
    return equals(NONE);
  }

  EntryQuery query(int limit) {
    EntryQuery query = EntryQuery.newest(limit).withText(text);
    if (kind.isPresent()) {
      query = query.withKind(kind.get());
    }
    return author.isPresent() ? query.withAuthor(author.get()) : query;
  }
}
