package io.peerdeck.panel.overview;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The room on the disk that holds the data folder.
sealed interface DiskRoom {
  /// In bytes.
  record Known(long free, long total) implements DiskRoom {}

  record Unknown(String why) implements DiskRoom {}

  /// Asks the operating system; not for the FX thread.
  static DiskRoom of(Path folder) {
    @Nullable Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there == null) {
      return new Unknown(folder.toString());
    }
    try {
      FileStore store = Files.getFileStore(there);
      return new Known(store.getUsableSpace(), store.getTotalSpace());
    } catch (IOException e) {
      return new Unknown(String.valueOf(e.getMessage()));
    }
  }
}
