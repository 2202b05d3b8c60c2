package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;

/// A file, folder or symbolic link.
///
/// @param path its name, or its path from the root with `/` between names
/// @param cid its root block
/// @param kind which of the three
/// @param bytes the content's bytes; 0 for folders and links
public record UnixFsEntry(String path, Cid cid, Kind kind, long bytes) {
  /// What an entry is.
  public enum Kind {
    /// A file.
    FILE,
    /// A folder.
    FOLDER,
    /// A symbolic link.
    SYMLINK
  }
}
