package io.peerdeck.github;

import io.peerdeck.multiformats.Cid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Bodies of answers in files of one folder, each named by its CID.
final class AnswerBodies {
  private final Path folder;

  private AnswerBodies(Path folder) {
    this.folder = folder;
  }

  /// @param folder of their own, made when absent
  static AnswerBodies in(Path folder) throws IOException {
    return new AnswerBodies(Files.createDirectories(folder));
  }

  /// One of them, if it is there and still what its name says.
  Optional<ApiBody> read(Cid cid) throws IOException {
    Path file = folder.resolve(cid.toString());
    try {
      if (Files.size(file) > ApiBody.MAX_BYTES) {
        return Optional.empty();
      }
      ApiBody body = ApiBody.of(Files.readAllBytes(file));
      if (body.cid().equals(cid)) {
        return Optional.of(body);
      }
      Files.deleteIfExists(file);
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void keep(ApiBody body) throws IOException {
    Path file = folder.resolve(body.cid().toString());
    if (Files.exists(file)) {
      return;
    }
    Path temporary = Files.createTempFile(folder, "new-", "");
    try {
      Files.write(temporary, body.bytes());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  void delete(String cid) throws IOException {
    Files.deleteIfExists(folder.resolve(cid));
  }

  /// Deletes whatever else is there.
  void keepOnly(Set<String> cids) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!cids.contains(String.valueOf(file.getFileName()))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
