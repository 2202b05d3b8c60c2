package io.peerdeck.node;

import java.util.Optional;

/// Which entries of the clock, always newest first. Those named by `kind`, `key` and `author` are
/// found by an index; a `text` is searched among them.
///
/// @param before the newest entries below this one in the total order (exclusive)
/// @param after the oldest entries above this one (exclusive), instead of `before`
/// @param ordinal the entry before which so many stand, and those below it, instead of both
/// @param text part of kind, key, CID or author
/// @param kind exactly
/// @param key exactly
/// @param author PeerId, name, or a unique part of either
public record EntryQuery(
    Optional<String> before,
    Optional<String> after,
    Optional<Long> ordinal,
    String text,
    Optional<String> kind,
    Optional<String> key,
    Optional<String> author,
    int limit) {
  public static EntryQuery newest(int limit) {
    return new EntryQuery(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit);
  }

  public EntryQuery withBefore(String cid) {
    return new EntryQuery(
        Optional.of(cid), Optional.empty(), Optional.empty(), text, kind, key, author, limit);
  }

  public EntryQuery withAfter(String cid) {
    return new EntryQuery(
        Optional.empty(), Optional.of(cid), Optional.empty(), text, kind, key, author, limit);
  }

  public EntryQuery withOrdinal(long value) {
    return new EntryQuery(
        Optional.empty(), Optional.empty(), Optional.of(value), text, kind, key, author, limit);
  }

  public EntryQuery withText(String value) {
    return new EntryQuery(before, after, ordinal, value, kind, key, author, limit);
  }

  public EntryQuery withKind(String value) {
    return new EntryQuery(before, after, ordinal, text, Optional.of(value), key, author, limit);
  }

  public EntryQuery withKey(String value) {
    return new EntryQuery(before, after, ordinal, text, kind, Optional.of(value), author, limit);
  }

  public EntryQuery withAuthor(String value) {
    return new EntryQuery(before, after, ordinal, text, kind, key, Optional.of(value), limit);
  }
}
