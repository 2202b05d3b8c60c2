package io.peerdeck.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// From a token to the [Partition] that stands for it: HMAC-SHA-256 under a random key of the data
/// folder, so that the name tells nothing about the token, not even whether two machines use the
/// same one.
public final class Partitions {
  private static final int KEY = 32;
  private static final int NAME = 16;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Cache<Credential, Partition> known =
      Caffeine.newBuilder().maximumSize(1000).expireAfterAccess(Duration.ofMinutes(10)).build();

  /// @param key 32 secret bytes
  public Partitions(byte[] key) {
    if (key.length != KEY) {
      throw new GitHubException("the key of the token names has " + key.length + " bytes, not 32");
    }
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /// Reads the key from a file only this user may read, or makes one.
  ///
  /// @throws GitHubException if the file is damaged or cannot be used
  public static Partitions open(Path file, SecureRandom random) {
    try {
      return new Partitions(Arrays.copyOf(read(file), KEY));
    } catch (NoSuchFileException e) {
      byte[] fresh = new byte[KEY];
      random.nextBytes(fresh);
      write(file, fresh);
      return new Partitions(fresh);
    } catch (IOException e) {
      throw new GitHubException("the key " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path file) throws IOException {
    byte[] stored = Files.readAllBytes(file);
    if (stored.length != KEY) {
      throw new GitHubException(
          "the key "
              + file
              + " is damaged: take it away, and what was kept per token is fetched"
              + " again");
    }
    return stored;
  }

  private static void write(Path file, byte[] bytes) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try (var out =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
      out.write(java.nio.ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      throw new GitHubException("the key " + file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /// What stands for a right to ask.
  public Partition of(Credential credential) {
    return credential.authorization().isEmpty()
        ? Partition.PUBLIC
        : known.get(credential, this::hashed);
  }

  private Partition hashed(Credential credential) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] full =
          mac.doFinal(credential.authorization().orElseThrow().getBytes(StandardCharsets.UTF_8));
      return new Partition(HexFormat.of().formatHex(full, 0, NAME));
    } catch (GeneralSecurityException e) {
      throw new GitHubException("this Java has no " + ALGORITHM, e);
    }
  }
}
