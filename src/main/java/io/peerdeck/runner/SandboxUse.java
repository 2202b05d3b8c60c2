package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a sandboxed job uses now.
///
/// @param disk bytes of its files, each rounded up to a block; open files without a name count
/// @param threads of all its processes
/// @param memory resident bytes of all its processes
record SandboxUse(long disk, long threads, long memory) {
  private static final Path PROC = Path.of("/proc");
  private static final long BLOCK = 4096;

  static SandboxUse of(JobFolder folder, SandboxPids pids) throws IOException {
    final Sizes sizes = new Sizes();
    Files.walkFileTree(folder.root(), sizes);
    if (!folder.scripts().startsWith(folder.root())) {
      Files.walkFileTree(folder.scripts(), sizes);
    }
    final Set<Object> nameless = new HashSet<>();
    long disk = sizes.bytes;
    long threads = 0;
    long memory = 0;
    for (final int pid : pids.steps()) {
      final Path process = PROC.resolve(Integer.toString(pid));
      final List<String> status = lines(process.resolve("status"));
      threads += Math.max(1, number(status, "Threads:"));
      memory += number(status, "VmRSS:") * 1024;
      disk += nameless(process, nameless);
    }
    return new SandboxUse(disk, threads, memory);
  }

  /// Bytes of files the process holds open that have no name any more.
  private static long nameless(Path process, Set<Object> seen) {
    long bytes = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
      for (final Path fd : open) {
        bytes += nameless(fd, seen, 0);
      }
    } catch (IOException e) {
      return bytes; // it has ended
    }
    return bytes;
  }

  private static long nameless(Path fd, Set<Object> seen, long otherwise) {
    try {
      if (!Files.readSymbolicLink(fd).toString().endsWith(" (deleted)")) {
        return otherwise;
      }
      final Map<String, Object> file = Files.readAttributes(fd, "unix:size,dev,ino");
      return seen.add(List.of(file.get("dev"), file.get("ino"))) ? size(file) : otherwise;
    } catch (IOException e) {
      return otherwise; // closed in between
    }
  }

  private static long size(Map<String, Object> file) {
    return file.get("size") instanceof Long bytes ? bytes : 0;
  }

  private static long number(List<String> status, String field) {
    for (final String line : status) {
      if (line.startsWith(field)) {
        final String digits = line.replaceAll("[^0-9]", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
      }
    }
    return 0;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      return List.of(); // it has ended
    }
  }

  private static final class Sizes extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      bytes += BLOCK;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += (attributes.size() + BLOCK - 1) / BLOCK * BLOCK;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException thrown) {
      bytes += BLOCK; // removed in between, or shut by the job
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException thrown) {
      return FileVisitResult.CONTINUE;
    }
  }
}
