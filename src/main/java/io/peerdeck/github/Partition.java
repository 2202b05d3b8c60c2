package io.peerdeck.github;

/// Whose eyes an answer is for: everybody's, or those of one token only. Part of every cache key,
/// so that what one token saw is never served to another.
///
/// @param name [#PUBLIC]'s name, or the keyed hash of a token under this folder's own key, in hex;
///     useless anywhere else
public record Partition(String name) {
  /// What GitHub shows without a token.
  public static final Partition PUBLIC = new Partition("public");

  /// Whether answers in it may leave this machine, if their endpoint is on the list.
  public boolean isPublic() {
    return equals(PUBLIC);
  }
}
