package io.peerdeck.runner;

import io.peerdeck.workflow.FileHashes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// `hashFiles` over a job's workspace: the SHA-256 over the SHA-256 of each file found, in the
/// order found.
final class WorkspaceHash implements FileHashes {
  private final JobFolder folder;

  WorkspaceHash(JobFolder folder) {
    this.folder = folder;
  }

  @Override
  public String hash(List<String> patterns) {
    final List<String> lines = patterns.stream().flatMap(String::lines).toList();
    final FileSearch search =
        FileSearch.of(GlobPattern.parse(lines, folder, "hashFiles"), true, folder.workspace());
    if (search.files().isEmpty()) {
      return "";
    }
    final MessageDigest all = sha256();
    for (final Path file : search.files()) {
      all.update(digest(file));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static byte[] digest(Path file) {
    final MessageDigest digest = sha256();
    final byte[] buffer = new byte[64 * 1024];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new RunnerException("hashFiles cannot read " + file + ": " + e, e);
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
