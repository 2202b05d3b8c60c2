package io.peerdeck.blob;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Which names and link targets may touch a disk.
final class SafeNames {
  private SafeNames() {}

  /// A name within one folder: not empty, no `.` or `..`, no separator of any platform, at most 255
  /// bytes.
  static String require(String name) {
    boolean separator =
        name.indexOf('/') >= 0 || name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0;
    if (name.isEmpty()
        || name.equals(".")
        || name.equals("..")
        || separator
        || name.getBytes(StandardCharsets.UTF_8).length > 255) {
      throw new BlobException("'" + name + "' is no name for a file within a folder");
    }
    return name;
  }

  /// A symbolic link must stay below the root. `..` may stand only at the start of a target: after
  /// another link it would climb from wherever that link leads.
  static void requireInside(Path link, String target) {
    int depth = link.getNameCount() - 1;
    boolean descending = false;
    boolean sound =
        !target.isEmpty()
            && !target.startsWith("/")
            && target.indexOf('\\') < 0
            && target.indexOf(':') < 0;
    for (String part : target.split("/", -1)) {
      if (part.equals("..")) {
        sound &= !descending && --depth >= 0;
      } else if (!part.isEmpty() && !part.equals(".")) {
        descending = true;
      }
    }
    if (!sound) {
      throw new BlobException(
          "symbolic link " + link + " leads to '" + target + "', outside of the folder");
    }
  }
}
