package io.peerdeck.github.watch;

import io.peerdeck.github.GitHubException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Unpacks what GitHub makes of a commit: a gzipped tar with all files in one folder. Each name is
/// held against what may lie below a folder, nothing is written through a link or over a file, and
/// links are left out.
final class CommitArchive {
  private static final int CHUNK = 64 * 1024;
  private static final int MAX_NAME = 255;
  private static final int MAX_PATH = 4096;
  private static final int EXECUTABLE = 0100;
  private static final Set<PosixFilePermission> RUNS = PosixFilePermissions.fromString("rwxr-xr-x");

  /// How much is taken.
  ///
  /// @param packed bytes as they come
  /// @param bytes of all files
  /// @param entries files, folders and links
  record Bounds(long packed, long bytes, int entries) {
    static final Bounds STANDARD = new Bounds(512L << 20, 1L << 30, 100_000);
  }

  private final Path folder;
  private final Bounds bounds;
  private int entries;
  private int files;
  private int links;
  private long bytes;

  private CommitArchive(Path folder, Bounds bounds) {
    this.folder = folder;
    this.bounds = bounds;
  }

  /// Unpacks all of it.
  ///
  /// @param packed not closed
  /// @param sha the commit it must be of
  /// @param folder exists and is empty
  /// @throws GitHubException if it is too large, of another commit, or would write elsewhere
  /// @throws IOException if it does not come, or cannot be written
  static Copied unpack(InputStream packed, String sha, Path folder, Bounds bounds)
      throws IOException {
    CommitArchive archive = new CommitArchive(folder, bounds);
    try (InputStream in = new GZIPInputStream(archive.capped(packed), CHUNK)) {
      archive.read(in, sha);
    } catch (ZipException e) {
      throw new GitHubException("GitHub's archive of the commit cannot be unpacked", e);
    }
    return new Copied(archive.files, archive.bytes, archive.links);
  }

  private void read(InputStream in, String sha) throws IOException {
    String comment = "";
    Optional<TarEntry> next = TarEntry.read(in, comment);
    while (next.isPresent()) {
      TarEntry entry = next.get();
      comment = entry.comment();
      if (!comment.isEmpty() && !comment.equals(sha)) {
        throw TarEntry.broken("it is of commit " + comment + ", not of " + sha);
      }
      if (++entries > bounds.entries()) {
        throw tooLarge("more than " + bounds.entries() + " files and folders");
      }
      keep(entry, in);
      in.skipNBytes(entry.padding());
      next = TarEntry.read(in, comment);
    }
  }

  private void keep(TarEntry entry, InputStream in) throws IOException {
    Optional<Path> place = place(entry);
    switch (entry.kind()) {
      case '0' -> file(entry, place.orElseThrow(() -> outside(entry)), in);
      case '5' -> {
        if (place.isPresent()) {
          Files.createDirectories(place.get());
        }
      }
      case '2' -> links++;
      default -> throw TarEntry.broken("it holds what is no file, folder or link");
    }
    if (entry.kind() != '0' && entry.size() != 0) {
      throw TarEntry.broken("a folder or link in it has a content");
    }
  }

  private void file(TarEntry entry, Path place, InputStream in) throws IOException {
    bytes += entry.size();
    if (bytes > bounds.bytes()) {
      throw tooLarge("more than " + (bounds.bytes() >> 20) + " MiB unpacked");
    }
    Files.createDirectories(Objects.requireNonNull(place.getParent(), "it is below the folder"));
    if (Files.exists(place)) {
      throw TarEntry.broken("it holds a file twice");
    }
    try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
      byte[] chunk = new byte[CHUNK];
      for (long left = entry.size(); left > 0; ) {
        int count = in.read(chunk, 0, (int) Math.min(left, chunk.length));
        if (count < 0) {
          throw TarEntry.broken("it is cut off");
        }
        out.write(chunk, 0, count);
        left -= count;
      }
    }
    if ((entry.mode() & EXECUTABLE) != 0) {
      Files.setPosixFilePermissions(place, RUNS);
    }
    files++;
  }

  /// Where an entry goes, without the folder all lie in; empty for that folder itself.
  private Optional<Path> place(TarEntry entry) {
    String name = entry.name();
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    String[] parts = plain.split("/", -1);
    if (name.length() > MAX_PATH) {
      throw outside(entry);
    }
    Path place = folder;
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (part.isEmpty()
          || part.equals(".")
          || part.equals("..")
          || part.length() > MAX_NAME
          || part.equalsIgnoreCase(".git")
          || part.chars().anyMatch(c -> c == 0 || c == '\\')) {
        throw outside(entry);
      }
      try {
        place = i == 0 ? place : place.resolve(part);
      } catch (InvalidPathException e) {
        throw new GitHubException("this machine takes no file named as one of the commit is", e);
      }
    }
    return Optional.of(place).filter(found -> !found.equals(folder));
  }

  private static GitHubException outside(TarEntry entry) {
    String name = entry.name().replaceAll("\\p{Cntrl}", " ");
    return TarEntry.broken(
        "`"
            + (name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name)
            + "` is no file's place below a folder");
  }

  private static GitHubException tooLarge(String why) {
    return new GitHubException(
        GitHubException.Reason.TOO_LARGE, "the repository has " + why + " at this commit");
  }

  private InputStream capped(InputStream in) {
    return new FilterInputStream(in) {
      private long left = bounds.packed();

      @Override
      public int read() throws IOException {
        int next = super.read();
        spend(next < 0 ? 0 : 1);
        return next;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, length);
        spend(Math.max(0, count));
        return count;
      }

      private void spend(int count) {
        left -= count;
        if (left < 0) {
          throw tooLarge("more than " + (bounds.packed() >> 20) + " MiB packed");
        }
      }

      @Override
      public void close() {
        // the caller's to close
      }
    };
  }
}
