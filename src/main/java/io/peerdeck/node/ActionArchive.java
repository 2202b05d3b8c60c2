package io.peerdeck.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Unpacks an archive that nobody vouches for: `.zip`, `.tar` or `.tar.gz`. Files and folders only,
/// inside the target only, within bounds.
final class ActionArchive {
  static final int MAX_FILES = 20_000;
  static final long MAX_BYTES = 256L << 20;
  private static final int BLOCK = 512;
  private static final int MAX_NAME = 4096;
  private static final long OWNER_RUNS = 0100;

  private final Path target;
  private final Set<String> written = new HashSet<>();
  private long bytes;

  private ActionArchive(Path target) {
    this.target = target;
  }

  /// Whether the name is that of an archive.
  static boolean isArchive(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".zip")
        || name.endsWith(".tar")
        || name.endsWith(".tar.gz")
        || name.endsWith(".tgz");
  }

  /// Unpacks it into a folder that exists. Throws [NodeException] for what does not belong into an
  /// archive of sources.
  static void unpack(Path file, Path target) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    ActionArchive archive = new ActionArchive(target);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (name.endsWith(".zip")) {
        archive.zip(new ZipInputStream(in, StandardCharsets.UTF_8));
      } else if (name.endsWith(".tar")) {
        archive.tar(in);
      } else {
        archive.tar(new BufferedInputStream(new GZIPInputStream(in)));
      }
    }
  }

  private void zip(ZipInputStream zip) throws IOException {
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (!entry.isDirectory()) {
        write(entry.getName(), zip, Optional.empty());
      }
    }
  }

  private void tar(InputStream tar) throws IOException {
    Optional<String> longName = Optional.empty();
    byte[] header = tar.readNBytes(BLOCK);
    while (header.length == BLOCK && header[0] != 0) {
      long size = octal(header, 124, 12);
      char kind = (char) header[156];
      switch (kind) {
        case '0', '\0' -> {
          Path file = write(longName.orElse(name(header)), tar, Optional.of(size));
          if ((octal(header, 100, 8) & OWNER_RUNS) != 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
          longName = Optional.empty();
          tar.skipNBytes(padding(size));
        }
        case '5' -> longName = Optional.empty();
        case 'g' -> text(tar, size);
        case 'x' -> longName = pathOf(text(tar, size));
        case 'L' -> longName = Optional.of(text(tar, size).replace("\0", ""));
        default ->
            throw refused(
                "the entry `"
                    + longName.orElse(name(header))
                    + "` is a link or a device; only files and folders are taken");
      }
      header = tar.readNBytes(BLOCK);
    }
    if (header.length > 0 && header.length < BLOCK) {
      throw refused("it ends in the middle of an entry");
    }
  }

  private Path write(String name, InputStream in, Optional<Long> size) throws IOException {
    Path file = target.resolve(checked(name)).normalize();
    if (!file.startsWith(target) || file.equals(target)) {
      throw refused("the entry `" + name + "` leads out of the archive");
    }
    if (written.size() >= MAX_FILES || !written.add(file.toString())) {
      throw refused(
          written.size() >= MAX_FILES
              ? "it has more than " + MAX_FILES + " files"
              : "the entry `" + name + "` is there twice");
    }
    if (size.orElse(0L) > MAX_BYTES - bytes) {
      throw tooLarge();
    }
    Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
    try (var out = Files.newOutputStream(file, java.nio.file.StandardOpenOption.CREATE_NEW)) {
      byte[] buffer = new byte[1 << 16];
      long left = size.orElse(Long.MAX_VALUE);
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (read < 0) {
          break;
        }
        bytes += read;
        left -= read;
        if (bytes > MAX_BYTES) {
          throw tooLarge();
        }
        out.write(buffer, 0, read);
      }
      if (size.isPresent() && left > 0) {
        throw refused("it ends in the middle of `" + name + "`");
      }
    }
    return file;
  }

  private static String checked(String name) {
    boolean bad =
        name.isEmpty()
            || name.length() > MAX_NAME
            || name.startsWith("/")
            || name.indexOf('\\') >= 0
            || name.indexOf('\0') >= 0
            || name.indexOf(':') >= 0;
    for (String part : name.split("/", -1)) {
      bad |= part.equals("..") || part.getBytes(StandardCharsets.UTF_8).length > 255;
    }
    if (bad) {
      throw refused("the entry `" + name + "` has no name for a file inside a folder");
    }
    return name;
  }

  private static String name(byte[] header) {
    String prefix = text(header, 345, 155);
    boolean ustar = text(header, 257, 5).equals("ustar");
    String name = text(header, 0, 100);
    return ustar && !prefix.isEmpty() ? prefix + "/" + name : name;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  private static long octal(byte[] header, int from, int length) {
    String digits = text(header, from, length).strip();
    if (!digits.matches("[0-7]{1,11}")) {
      throw refused("an entry tells no size");
    }
    return Long.parseLong(digits, 8);
  }

  private static String text(InputStream tar, long size) throws IOException {
    if (size > 1 << 16) {
      throw refused("a header of it is longer than 64 KiB");
    }
    byte[] text = tar.readNBytes((int) size);
    tar.skipNBytes(padding(size));
    return new String(text, StandardCharsets.UTF_8);
  }

  /// The `path` of a pax header: lines of `LENGTH KEY=VALUE`.
  private static Optional<String> pathOf(String pax) {
    return pax.lines()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .filter(field -> field.startsWith("path="))
        .map(field -> field.substring("path=".length()))
        .findFirst();
  }

  private static long padding(long size) {
    return (BLOCK - size % BLOCK) % BLOCK;
  }

  private static NodeException tooLarge() {
    return refused("it unpacks to more than " + (MAX_BYTES >> 20) + " MiB");
  }

  private static NodeException refused(String why) {
    return new NodeException(
        NodeException.Reason.INVALID, "The archive is not taken: " + why + ".");
  }
}
