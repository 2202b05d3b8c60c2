package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/// What a sandboxed job may use of the machine. How each is held: see [SandboxGuard] and
/// [SandboxScript].
///
/// @param disk bytes of all files of the job together
/// @param freeDisk bytes of the file system that the job may not eat into
/// @param memory bytes of each process's data, and of all processes' resident memory together
/// @param processes processes and threads at one time
/// @param cpu processor time of each process
public record SandboxLimits(long disk, long freeDisk, long memory, int processes, Duration cpu) {
  private static final long GIB = 1L << 30;
  private static final SandboxLimits STANDARD =
      new SandboxLimits(
          14 * GIB, GIB / 2, Math.max(GIB, physical() / 4 * 3), 4096, Duration.ofHours(6));

  /// Bounds above what builds use: 14 GiB of disk as at GitHub, three quarters of the machine's
  /// memory, 4,096 processes and threads, six hours.
  public static SandboxLimits standard() {
    return STANDARD;
  }

  private static long physical() {
    try {
      for (final String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
        if (line.startsWith("MemTotal:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      return 4 * GIB; // the kernel does not tell
    }
    return 4 * GIB;
  }

  /// The same with other bounds for the job's files.
  public SandboxLimits withDisk(long bytes) {
    return new SandboxLimits(bytes, freeDisk, memory, processes, cpu);
  }

  /// The same with another number of processes.
  public SandboxLimits withProcesses(int count) {
    return new SandboxLimits(disk, freeDisk, memory, count, cpu);
  }

  /// The same with another bound for memory.
  public SandboxLimits withMemory(long bytes) {
    return new SandboxLimits(disk, freeDisk, bytes, processes, cpu);
  }

  /// For people, e.g. `14.0 GiB disk, 12.0 GiB memory, 4096 processes`.
  String text() {
    return size(disk) + " disk, " + size(memory) + " memory, " + processes + " processes";
  }

  static String size(long bytes) {
    return bytes < GIB
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) GIB);
  }
}
