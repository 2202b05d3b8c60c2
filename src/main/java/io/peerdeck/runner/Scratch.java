package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder in memory for the small files that the runner itself writes for a job: scripts and
/// pipes. On a disk each takes as long as all else that a short step needs. Sandboxed jobs can only
/// read it. Where the machine offers no such folder, or it is nearly full, those files lie below
/// the job's own folder.
public final class Scratch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Path SELF = Path.of("/proc/self");
  private static final long LEAST_FREE = 32L << 20;
  private static final int NAME_BYTES = 8;
  private static final String PREFIX = "peerdeck-";
  private static final String OWNER = "owner";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Optional<Place> place;

  private Scratch(Optional<Place> place) {
    this.place = place;
  }

  private record Place(Path folder, FileStore store) {}

  /// No such folder.
  public static Scratch none() {
    return new Scratch(Optional.empty());
  }

  /// Takes the folder that belongs to a place on disk, emptied of what a crash left behind, and
  /// deletes those of other nodes of this user that were killed.
  ///
  /// @param owner a folder that one process at a time uses
  /// @param runtime the user's folder for files of running programs (`XDG_RUNTIME_DIR`), taken if
  ///     it lies in memory; else `/dev/shm` is
  public static Scratch of(Path owner, Optional<Path> runtime) {
    return of(owner, Stream.concat(runtime.stream(), Stream.of(SHARED_MEMORY)).toList());
  }

  static Scratch of(Path owner, List<Path> candidates) {
    for (final Path candidate : candidates) {
      try {
        if (candidate.isAbsolute()
            && Files.isDirectory(candidate)
            && Files.isWritable(candidate)
            && Files.getFileStore(candidate).type().equals("tmpfs")) {
          clearLeft(candidate.toRealPath());
          final Path folder = take(candidate.toRealPath().resolve(PREFIX + name(owner)));
          return new Scratch(Optional.of(new Place(folder, Files.getFileStore(folder))));
        }
      } catch (IOException e) {
        LOG.debug("{} holds no files of jobs: {}", candidate, e.toString());
      }
    }
    return none();
  }

  private static Path take(Path folder) throws IOException {
    try {
      Files.createDirectory(folder, JobFolder.PRIVATE);
    } catch (FileAlreadyExistsException e) {
      if (!isOwn(folder)) {
        throw new IOException(folder + " is not this user's alone", e);
      }
    }
    try (Stream<Path> left = Files.list(folder)) {
      for (final Path job : left.toList()) {
        JobFolder.delete(job);
      }
    }
    final Optional<OwnerProcess> self = OwnerProcess.self();
    if (self.isPresent()) {
      Files.writeString(folder.resolve(OWNER), self.get().text());
    }
    return folder;
  }

  /// Anybody may have made it in a folder that all may write to.
  private static boolean isOwn(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && uid(folder).equals(uid(SELF))
        && Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
            .equals(PosixFilePermissions.fromString("rwx------"));
  }

  /// Deletes what this user's killed nodes left, also those whose place on disk never comes back.
  private static void clearLeft(Path memory) {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(memory, PREFIX + "*")) {
      for (final Path folder : all) {
        if (isOwn(folder) && isLeft(folder)) {
          clear(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("{} cannot be searched for what ended nodes left: {}", memory, e.toString());
    }
  }

  /// Under a name of its own first: a node that comes back now makes its folder anew.
  private static void clear(Path folder) {
    final Path aside =
        folder.resolveSibling(PREFIX + "left-" + HexFormat.of().toHexDigits(RANDOM.nextLong()));
    try {
      Files.move(folder, aside, StandardCopyOption.ATOMIC_MOVE);
      if (isLeft(aside)) {
        JobFolder.delete(aside);
        LOG.info("{} of a node that was killed is deleted", folder);
      } else {
        Files.move(aside, folder, StandardCopyOption.ATOMIC_MOVE); // taken just before
      }
    } catch (IOException e) {
      LOG.debug("{} of a node that was killed stays: {}", folder, e.toString());
    }
  }

  private static boolean isLeft(Path folder) {
    try {
      return OwnerProcess.parse(Files.readString(folder.resolve(OWNER)))
          .filter(OwnerProcess::isGone)
          .isPresent();
    } catch (IOException e) {
      return false; // being made, or of no node
    }
  }

  private static Object uid(Path path) throws IOException {
    return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
  }

  private static String name(Path owner) throws IOException {
    try {
      final byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(owner.toRealPath().toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Makes a job's folder; empty where it must lie on disk.
  Optional<Path> create(String job) {
    if (place.isEmpty()) {
      return Optional.empty();
    }
    try {
      return place.get().store().getUsableSpace() < LEAST_FREE
          ? Optional.empty()
          : Optional.of(
              Files.createDirectory(place.get().folder().resolve(job), JobFolder.PRIVATE));
    } catch (IOException e) {
      return Optional.empty(); // full, or somebody removed it: the disk does
    }
  }

  /// Deletes it.
  @Override
  public void close() {
    place.ifPresent(
        taken -> {
          try {
            JobFolder.delete(taken.folder());
          } catch (IOException e) {
            LOG.warn("{} stays until the next start: {}", taken.folder(), e.toString());
          }
        });
  }
}
