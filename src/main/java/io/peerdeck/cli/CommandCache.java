package io.peerdeck.cli;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What commands printed, in files that only their owner can read. A file is named by a keyed hash
/// of the command, its arguments, the folder it ran in, and whatever decides whose eyes it had:
/// nothing of these can be read from the name, and another token finds nothing.
final class CommandCache {
  static final int MOST_FILES = 256;
  static final long MOST_BYTES = 64L << 20;

  private static final List<String> WHO =
      List.of(
          "GH_TOKEN",
          "GITHUB_TOKEN",
          "GH_ENTERPRISE_TOKEN",
          "GITHUB_ENTERPRISE_TOKEN",
          "COPILOT_GITHUB_TOKEN",
          "GH_HOST",
          "GH_REPO",
          "GH_CONFIG_DIR",
          "XDG_CONFIG_HOME",
          "HOME");
  private static final String KEY = "key";
  private static final String SUFFIX = ".output";
  private static final int KEY_BYTES = 32;
  private static final int MAX_LOGIN = 64 * 1024;

  private final Path folder;
  private final Map<String, String> environment;
  private final InstantSource wall;

  /// @param folder made when there is something to keep
  /// @param environment of this process, which the command gets too
  CommandCache(Path folder, Map<String, String> environment, InstantSource wall) {
    this.folder = folder;
    this.environment = environment;
    this.wall = wall;
  }

  /// Where the output of a command is kept.
  Path file(List<String> command, Path directory) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (DataOutputStream parts = new DataOutputStream(text)) {
      part(parts, directory.toRealPath().toString());
      parts.writeInt(command.size());
      for (String word : command) {
        part(parts, word);
      }
      for (String name : WHO) {
        part(parts, environment.getOrDefault(name, ""));
      }
      part(parts, login());
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key(), "HmacSHA256"));
      return folder.resolve(HexFormat.of().formatHex(mac.doFinal(text.toByteArray())) + SUFFIX);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA-256", e);
    }
  }

  private static void part(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /// Who is logged in by gh's own file: part of the key only, never kept.
  private String login() throws IOException {
    String own = environment.getOrDefault("GH_CONFIG_DIR", "");
    String shared = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    Path place =
        !own.isEmpty()
            ? Path.of(own)
            : !shared.isEmpty() ? Path.of(shared, "gh") : Path.of(home, ".config", "gh");
    Path hosts = place.resolve("hosts.yml");
    if (!Files.isRegularFile(hosts)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(hosts)) {
      return new String(in.readNBytes(MAX_LOGIN), StandardCharsets.UTF_8);
    }
  }

  private byte[] key() throws IOException {
    Path file = folder.resolve(KEY);
    make();
    try (FileChannel lock =
            FileChannel.open(folder.resolve("lock"), options(), owner("rw-------"));
        FileLock held = lock.lock()) {
      if (Files.exists(file) && Files.size(file) == KEY_BYTES && held.isValid()) {
        return Files.readAllBytes(file);
      }
      byte[] fresh = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(fresh);
      write(file, fresh);
      return fresh;
    }
  }

  private static Set<StandardOpenOption> options() {
    return Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void make() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, owner("rwx------"));
    }
  }

  private FileAttribute<?>[] owner(String rights) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private void write(Path file, byte[] bytes) throws IOException {
    Path temporary = Files.createTempFile(folder, "", ".new", owner("rw-------"));
    try {
      Files.write(temporary, bytes);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /// What is kept there and no older than this; empty otherwise.
  Optional<KeptOutput> find(Path file, Duration ttl) throws IOException {
    byte[] bytes;
    try {
      if (Files.size(file) > 2L * KeptOutput.MAX_BYTES) {
        return Optional.empty();
      }
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Instant now = wall.instant();
    Optional<KeptOutput> kept =
        KeptOutput.of(bytes)
            .filter(one -> !one.at().isAfter(now) && one.at().plus(ttl).isAfter(now));
    if (kept.isPresent()) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
    return kept;
  }

  /// Keeps output, and drops what was not asked for longest when there is too much.
  void keep(Path file, List<KeptOutput.Piece> pieces) throws IOException {
    make();
    Instant now = wall.instant();
    write(file, new KeptOutput(now, pieces).bytes());
    Files.setLastModifiedTime(file, FileTime.from(now));
    List<Aged> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path one : files.filter(path -> path.toString().endsWith(SUFFIX)).toList()) {
        all.add(new Aged(one, Files.getLastModifiedTime(one).toInstant(), Files.size(one)));
      }
    } catch (NoSuchFileException gone) {
      return; // another command drops at this moment
    }
    all.sort(Comparator.comparing(Aged::used).reversed());
    long bytes = 0;
    int count = 0;
    for (Aged one : all) {
      bytes += one.bytes();
      count++;
      boolean old = one.used().plus(KeptOutput.MAX_AGE).isBefore(now);
      if (old || count > MOST_FILES || bytes > MOST_BYTES) {
        Files.deleteIfExists(one.file());
      }
    }
  }

  private record Aged(Path file, Instant used, long bytes) {}

  InstantSource wall() {
    return wall;
  }
}
