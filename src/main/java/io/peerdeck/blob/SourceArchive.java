package io.peerdeck.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/// Unpacks an archive of sources that nobody vouches for. Each name is held against what may lie
/// below a folder, nothing is written through a link or over a file, links and what belongs to git
/// are left out, anything else that is no file or folder is refused.
public final class SourceArchive {
  private static final int CHUNK = 64 * 1024;
  private static final int MAX_HEADER = 128 * 1024;
  private static final int MAX_NAME = 4096;
  private static final int EXECUTABLE = 0100;
  private static final Set<PosixFilePermission> RUNS = PosixFilePermissions.fromString("rwxr-xr-x");

  /// How much is taken.
  ///
  /// @param packed bytes as they come
  /// @param bytes of all files
  /// @param entries files, folders and links
  public record Bounds(long packed, long bytes, int entries) {}

  /// What was found.
  ///
  /// @param files that were written
  /// @param bytes of them
  /// @param links that were left out
  /// @param comment what a tar says of itself; `git archive` puts the commit there
  public record Unpacked(int files, long bytes, int links, Optional<String> comment) {}

  /// How it is packed.
  public enum Form {
    ZIP,
    TAR,
    TAR_GZIP;

    /// By the ending of its name; empty if that is no archive's.
    public static Optional<Form> of(Path file) {
      String name = file.toString().toLowerCase(Locale.ROOT);
      if (name.endsWith(".zip")) {
        return Optional.of(ZIP);
      }
      if (name.endsWith(".tar")) {
        return Optional.of(TAR);
      }
      return name.endsWith(".tar.gz") || name.endsWith(".tgz")
          ? Optional.of(TAR_GZIP)
          : Optional.empty();
    }
  }

  private final NotedFailure packed;
  private final BoundedInput source;
  private final Path folder;
  private final int strip;
  private final Bounds bounds;
  private int entries;
  private int files;
  private int links;
  private long bytes;
  private Optional<String> comment = Optional.empty();

  private SourceArchive(InputStream packed, Path folder, int strip, Bounds bounds) {
    this.packed = new NotedFailure(packed);
    this.source =
        new BoundedInput(
            this.packed, bounds.packed(), () -> tooLarge(mib(bounds.packed()) + " packed"));
    this.folder = folder;
    this.strip = strip;
    this.bounds = bounds;
  }

  /// Unpacks all of it.
  ///
  /// @param packed not closed
  /// @param folder exists and is empty
  /// @param strip how many folders all lie in, which are left away
  /// @throws ArchiveException if it is too large, no archive, or would write elsewhere
  /// @throws IOException if it does not come, or cannot be written
  public static Unpacked unpack(
      InputStream packed, Form form, Path folder, int strip, Bounds bounds) throws IOException {
    SourceArchive archive = new SourceArchive(packed, folder, strip, bounds);
    switch (form) {
      case ZIP -> archive.zip();
      case TAR -> archive.tar(archive.source);
      case TAR_GZIP ->
          archive.tar(archive.reading(() -> new GZIPInputStream(archive.source, CHUNK)));
    }
    return new Unpacked(archive.files, archive.bytes, archive.links, archive.comment);
  }

  private void zip() throws IOException {
    ZipInputStream zip = new ZipInputStream(source, StandardCharsets.UTF_8);
    Optional<ZipEntry> next = Optional.ofNullable(reading(zip::getNextEntry));
    while (next.isPresent()) {
      String name = next.get().getName();
      Optional<Path> place = place(name);
      if (place.isPresent() && next.get().isDirectory()) {
        Files.createDirectories(place.get());
      } else if (place.isPresent()) {
        write(name, place.get(), zip);
      }
      next = Optional.ofNullable(reading(zip::getNextEntry));
    }
  }

  private void tar(InputStream plain) throws IOException {
    BoundedInput bounded =
        new BoundedInput(
            plain,
            MAX_HEADER,
            () -> new ArchiveException("a header of it is longer than " + MAX_HEADER + " bytes"));
    TarArchiveInputStream tar = new TarArchiveInputStream(bounded, StandardCharsets.UTF_8.name());
    Optional<TarArchiveEntry> next = Optional.ofNullable(reading(tar::getNextEntry));
    while (next.isPresent()) {
      TarArchiveEntry entry = next.get();
      if (entry.getSize() > bounds.bytes() - bytes) {
        throw tooLarge(mib(bounds.bytes()) + " unpacked");
      }
      bounded.allow(entry.getSize() + MAX_HEADER);
      comment = Optional.ofNullable(entry.getExtraPaxHeader("comment"));
      keep(entry, tar);
      bounded.allow(MAX_HEADER);
      next = Optional.ofNullable(reading(tar::getNextEntry));
    }
  }

  private void keep(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    if (!entry.isCheckSumOK()) {
      throw new ArchiveException("it is cut off, or no tar");
    }
    String name = entry.getName();
    Optional<Path> place = place(name);
    boolean file =
        entry.getLinkFlag() == TarConstants.LF_NORMAL
            || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
    if (file && !entry.isDirectory() && !entry.isSparse()) {
      if (place.isPresent()) {
        write(name, place.get(), tar);
        if ((entry.getMode() & EXECUTABLE) != 0) {
          Files.setPosixFilePermissions(place.get(), RUNS);
        }
      } else {
        skip(tar);
      }
    } else if (entry.getSize() != 0) {
      throw new ArchiveException("what is no file in it has a content: " + shown(name));
    } else if (entry.isDirectory()) {
      if (place.isPresent()) {
        Files.createDirectories(place.get());
      }
    } else if (entry.isSymbolicLink()) {
      links++;
    } else {
      throw new ArchiveException("it holds what is no file, folder or link: " + shown(name));
    }
  }

  private void write(String name, Path place, InputStream content) throws IOException {
    Files.createDirectories(Objects.requireNonNull(place.getParent(), "it is below the folder"));
    if (Files.exists(place)) {
      throw new ArchiveException("it holds a file twice: " + shown(name));
    }
    try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
      byte[] chunk = new byte[CHUNK];
      for (int count = next(content, chunk); count >= 0; count = next(content, chunk)) {
        out.write(chunk, 0, count);
      }
    }
    files++;
  }

  private void skip(InputStream content) throws IOException {
    byte[] chunk = new byte[CHUNK];
    int count = 0;
    while (count >= 0) {
      count = next(content, chunk);
    }
  }

  private int next(InputStream content, byte[] chunk) throws IOException {
    int count = reading(() -> content.read(chunk));
    bytes += Math.max(0, count);
    if (bytes > bounds.bytes()) {
      throw tooLarge(mib(bounds.bytes()) + " unpacked");
    }
    return count;
  }

  /// Where an entry goes; empty for the folder itself, and for what belongs to git.
  private Optional<Path> place(String name) {
    if (++entries > bounds.entries()) {
      throw tooLarge("more than " + bounds.entries() + " files and folders");
    }
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    Path place = folder;
    boolean git = false;
    int depth = 0;
    try {
      if (name.length() > MAX_NAME) {
        throw outside(name);
      }
      for (String part : plain.split("/", -1)) {
        git |= SafeNames.require(part).equalsIgnoreCase(".git");
        place = depth++ < strip ? place : place.resolve(part);
      }
    } catch (BlobException e) {
      throw outside(name);
    } catch (InvalidPathException e) {
      throw new ArchiveException("this machine takes no file named " + shown(name), e);
    }
    return git || place.equals(folder) ? Optional.empty() : Optional.of(place);
  }

  /// What cannot be read as an archive is refused; what does not come is an error of its source.
  private <T> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException | IllegalArgumentException e) {
      packed.rethrow();
      throw new ArchiveException("it is damaged, cut off, or no archive", e);
    }
  }

  private static String mib(long bytes) {
    return "more than " + (bytes >> 20) + " MiB";
  }

  private static ArchiveException tooLarge(String what) {
    return new ArchiveException("it has " + what, true);
  }

  private static ArchiveException outside(String name) {
    return new ArchiveException(shown(name) + " is no place for a file inside a folder");
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", " ");
    return "`" + (plain.length() > 255 ? plain.substring(0, 255) + "…" : plain) + "`";
  }

  private interface Reading<T> {
    T read() throws IOException;
  }
}
