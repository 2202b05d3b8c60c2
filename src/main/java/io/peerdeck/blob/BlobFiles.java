package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of blocks. A block is written to `incoming/`, fsynced, renamed to `XX/CID` (XX are
/// the two letters before the last, which spread evenly), and the folder is fsynced: whoever sees a
/// name sees a whole block.
final class BlobFiles {
  private static final Logger LOG = LoggerFactory.getLogger(BlobFiles.class);
  private static final boolean FOLDERS_SYNC =
      !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private static final long FRESH_MILLIS = 60_000;

  private final Path folder;
  private final Path incoming;
  private final Path damaged;
  private final AtomicLong counter = new AtomicLong();

  private BlobFiles(Path folder) {
    this.folder = folder;
    incoming = folder.resolve("incoming");
    damaged = folder.resolve("damaged");
  }

  static BlobFiles open(Path folder) {
    BlobFiles files = new BlobFiles(folder);
    try {
      Files.createDirectories(files.incoming);
      files.adoptIncoming();
      return files;
    } catch (IOException e) {
      throw new BlobException("cannot open the blobs' folder " + folder + ": " + e.getMessage(), e);
    }
  }

  /// A killed process leaves files here. Whole ones are blocks that need not be sent again.
  private void adoptIncoming() throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(incoming)) {
      for (Path file : left) {
        Optional<Cid> cid = whole(file);
        if (cid.isPresent()) {
          force(file);
          publish(cid.get(), file);
          forceFolder(shard(cid.get()));
        } else {
          Files.delete(file);
        }
      }
    }
  }

  private static Optional<Cid> whole(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try {
      Cid cid = Cid.parse(name.substring(0, Math.max(0, name.indexOf('.'))));
      return Files.size(file) <= BlobStore.MAX_BLOCK && cid.matches(Files.readAllBytes(file))
          ? Optional.of(cid)
          : Optional.empty();
    } catch (MultiformatException notOurs) {
      LOG.warn("removing {}, which is no block: {}", file, notOurs.getMessage());
      return Optional.empty();
    }
  }

  /// Which blocks are pinned.
  PinFile pins() {
    return new PinFile(this, folder.resolve("pinned"));
  }

  boolean has(Cid cid) {
    return Files.exists(path(cid));
  }

  /// Whether a block that is to be stored is there already. Its file then counts as new, so that no
  /// sweep takes it before it is named.
  boolean hasAlready(Cid cid) throws IOException {
    Path file = path(cid);
    if (!Files.exists(file)) {
      return false; // what is stored is new, as a rule, and an exception takes longer
    }
    try {
      FileTime now = FileTime.fromMillis(System.currentTimeMillis());
      if (now.toMillis() - Files.getLastModifiedTime(file).toMillis() > FRESH_MILLIS) {
        Files.setLastModifiedTime(file, now);
      }
      return true;
    } catch (NoSuchFileException absent) {
      return false;
    }
  }

  /// Deletes a block whose file is older than a time.
  ///
  /// @return its bytes; 0 if it stays or is not there
  long remove(Cid cid, FileTime before) {
    Path file = path(cid);
    try {
      if (Files.getLastModifiedTime(file).compareTo(before) >= 0) {
        return 0;
      }
      long bytes = Files.size(file);
      return Files.deleteIfExists(file) ? bytes : 0;
    } catch (NoSuchFileException absent) {
      return 0;
    } catch (IOException e) {
      throw new BlobException("cannot remove block " + cid + ": " + e.getMessage(), e);
    }
  }

  OptionalLong size(Cid cid) {
    try {
      return OptionalLong.of(Files.size(path(cid)));
    } catch (NoSuchFileException absent) {
      return OptionalLong.empty();
    } catch (IOException e) {
      throw new BlobException("cannot look at block " + cid + ": " + e.getMessage(), e);
    }
  }

  Optional<byte[]> read(Cid cid) {
    Path file = path(cid);
    try {
      byte[] block =
          Files.size(file) > BlobStore.MAX_BLOCK ? new byte[0] : Files.readAllBytes(file);
      if (!cid.matches(block)) {
        Files.createDirectories(damaged);
        Path aside = damaged.resolve(file.getFileName() + "." + counter.incrementAndGet());
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.warn("block {} is damaged on disk; put aside as {}", cid, aside);
        return Optional.empty();
      }
      return Optional.of(block);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BlobException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// Stores one block durably.
  void write(Cid cid, byte[] block) {
    try {
      if (!hasAlready(cid)) {
        Path file = writeIncoming(cid, block);
        force(file);
        publish(cid, file);
      }
      // Also for a block another thread has just named: it may not have reached this line yet.
      forceFolder(shard(cid));
    } catch (IOException e) {
      throw new BlobException(
          "cannot store block " + cid + " in " + folder + ": " + e.getMessage(), e);
    }
  }

  /// The same for the content of a file that stays as it is.
  Path linkIncoming(Cid cid, Path file, byte[] block) throws IOException {
    try {
      return Files.createLink(incoming(cid), file);
    } catch (FileSystemException | UnsupportedOperationException e) {
      return writeIncoming(cid, block); // another disk, or one without links
    }
  }

  private Path incoming(Cid cid) {
    return incoming.resolve(cid + "." + counter.incrementAndGet());
  }

  Path writeIncoming(Cid cid, byte[] block) throws IOException {
    if (block.length > BlobStore.MAX_BLOCK) {
      throw new BlobException(
          "a block of " + block.length + " bytes is over the limit of " + BlobStore.MAX_BLOCK);
    }
    Path file = incoming(cid);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(block);
      while (rest.hasRemaining()) {
        out.write(rest);
      }
    }
    return file;
  }

  void publish(Cid cid, Path file) throws IOException {
    Path shard = shard(cid);
    if (!Files.isDirectory(shard)) {
      Files.createDirectories(shard);
      forceFolder(folder);
    }
    Files.move(
        file, path(cid), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  void forceFolder() throws IOException {
    forceFolder(folder);
  }

  /// Windows has no such call and orders its own metadata.
  void forceFolder(Path path) throws IOException {
    if (FOLDERS_SYNC) {
      try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  Path shard(Cid cid) {
    String name = cid.toString();
    return folder.resolve(name.substring(name.length() - 3, name.length() - 1));
  }

  private Path path(Cid cid) {
    return shard(cid).resolve(cid.toString());
  }
}
