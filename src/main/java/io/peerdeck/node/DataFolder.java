package io.peerdeck.node;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.runner.JobFolder;
import io.peerdeck.runner.JobFolders;
import io.peerdeck.runner.Scratch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's folder on disk, held by one process at a time.
final class DataFolder implements AutoCloseable {
  /// libp2p's serialised private key: field 1 (type) = Ed25519, field 2 = seed and public key.
  private static final byte[] KEY_PREFIX = {0x08, 0x01, 0x12, 0x40};

  private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
  private static final int SEED = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /// Creates the folder when absent and takes its lock. Throws [NodeException] when another process
  /// holds it or the folder cannot be used.
  static DataFolder open(Path root) {
    FileChannel channel;
    try {
      createPrivateFolder(root);
      channel =
          FileChannel.open(
              root.resolve("peerdeck.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "The data folder " + root + " cannot be used: " + DiskError.why(e) + ".",
          e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DataFolder(root, channel, lock);
      }
      throw inUse(root, channel);
    } catch (OverlappingFileLockException e) {
      throw inUse(root, channel);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The data folder " + root + " cannot be locked: " + DiskError.why(e) + ".",
          e);
    }
  }

  private static NodeException inUse(Path root, FileChannel channel) {
    NodeException refusal =
        new NodeException(
            NodeException.Reason.REFUSED,
            "Another Peerdeck already runs on the data folder "
                + root
                + ": stop it, or name another folder with --data.");
    try {
      channel.close();
    } catch (IOException e) {
      refusal.addSuppressed(e);
    }
    return refusal;
  }

  private static void createPrivateFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, owner);
  }

  Path root() {
    return root;
  }

  Path database() {
    return root.resolve("peerdeck.db");
  }

  Path blobs() {
    return root.resolve("blobs");
  }

  /// Which caches jobs saved.
  Path caches() {
    return root.resolve("caches");
  }

  Path secrets() {
    return root.resolve("secrets.sealed");
  }

  Path secretsKey() {
    return root.resolve("secrets.key");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /// Where jobs have their folders, emptied of what a crash left behind.
  JobFolders openJobs(Environment environment) {
    return new JobFolders(
        emptyJobs(),
        Scratch.of(
            root, Optional.ofNullable(environment.values().get("XDG_RUNTIME_DIR")).map(Path::of)));
  }

  private Path emptyJobs() {
    Path jobs = root.resolve("jobs");
    try {
      if (Files.exists(jobs)) {
        try (Stream<Path> left = Files.list(jobs)) {
          left.forEach(folder -> new JobFolder(folder).close());
        }
      }
      return Files.createDirectories(jobs);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The folder for jobs " + jobs + " cannot be used: " + DiskError.why(e) + ".",
          e);
    }
  }

  /// Where a node on its way into another fleet keeps where it goes.
  Path next() {
    return root.resolve("fleet.next");
  }

  /// Copies the database, which nobody has open, to a name of its own beside it.
  void keepDatabaseAside() {
    try {
      Path kept = freeName();
      for (String part : List.of("", "-wal")) {
        Path file = root.resolve("peerdeck.db" + part);
        if (Files.exists(file)) {
          Files.copy(file, kept.resolveSibling(kept.getFileName() + part));
        }
      }
      LOG.info("what was known of the fleet that is left stays in {}", kept);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The database of " + root + " cannot be copied aside: " + DiskError.why(e) + ".",
          e);
    }
  }

  private Path freeName() throws IOException {
    for (int number = 1; number < 10_000; number++) {
      Path candidate = root.resolve("peerdeck.db.left-" + number);
      if (!Files.exists(candidate)) {
        return candidate;
      }
    }
    throw new IOException("too many copies are kept aside");
  }

  Path settings() {
    return root.resolve("config.yaml");
  }

  /// The node's identity: read from `node.key`, made on the first start. A damaged file is refused,
  /// never replaced: a new key would be another peer.
  KeyPair key(SecureRandom random) {
    Path file = root.resolve("node.key");
    try {
      byte[] stored = Files.readAllBytes(file);
      byte[] prefix = Arrays.copyOf(stored, KEY_PREFIX.length);
      if (stored.length != KEY_PREFIX.length + 2 * SEED || !Arrays.equals(prefix, KEY_PREFIX)) {
        throw damaged(file);
      }
      KeyPair key =
          KeyPair.fromSeed(Arrays.copyOfRange(stored, KEY_PREFIX.length, KEY_PREFIX.length + SEED));
      byte[] publicKey =
          Arrays.copyOfRange(stored, KEY_PREFIX.length + SEED, KEY_PREFIX.length + 2 * SEED);
      if (!Arrays.equals(publicKey, key.publicKey())) {
        throw damaged(file);
      }
      return key;
    } catch (NoSuchFileException e) {
      return createKey(file, random);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The node's key " + file + " cannot be read: " + DiskError.why(e) + ".",
          e);
    }
  }

  private static NodeException damaged(Path file) {
    return new NodeException(
        NodeException.Reason.INVALID,
        "The node's key "
            + file
            + " is damaged: put back a copy, or move it away to start as a new peer.");
  }

  private static KeyPair createKey(Path file, SecureRandom random) {
    KeyPair key = KeyPair.generate(random);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(KEY_PREFIX);
    bytes.writeBytes(key.seed());
    bytes.writeBytes(key.publicKey());
    try {
      writePrivate(file, bytes.toByteArray());
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The node's key " + file + " cannot be written: " + DiskError.why(e) + ".",
          e);
    }
    return key;
  }

  /// Writes a file that nobody else may read, in place of an earlier one. Durable on return.
  static void replacePrivate(Path file, byte[] bytes) throws IOException {
    writePrivate(file, bytes, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      LOG.debug("this system does not sync folders: {}", e.getMessage());
    }
  }

  private static void writePrivate(Path file, byte[] bytes, CopyOption... how) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    try (FileChannel out =
        FileChannel.open(
            temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
      out.write(java.nio.ByteBuffer.wrap(bytes));
      out.force(true);
    }
    Files.move(temporary, file, how);
  }

  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The lock of " + root + " cannot be released: " + DiskError.why(e) + ".",
          e);
    }
  }
}
