package io.peerdeck.node;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/// What a failed file operation means, in words; the path is the caller's to name.
final class DiskError {
  private DiskError() {}

  static String why(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "permission denied";
      case FileAlreadyExistsException exists -> "something else is in its place";
      case FileSystemException failed when failed.getReason() != null -> failed.getReason();
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  /// Whether it is the place that is wrong, which who named it can change, and not the disk.
  static boolean isOfPlace(IOException e) {
    return e instanceof FileSystemException failed
        && !String.valueOf(failed.getReason()).contains("No space");
  }
}
