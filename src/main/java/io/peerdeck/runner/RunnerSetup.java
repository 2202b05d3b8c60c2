package io.peerdeck.runner;

import java.time.InstantSource;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// What is the same for all jobs of a node.
///
/// @param name of the peer, `RUNNER_NAME`
/// @param node text that names this node's data folder among all on the machine, letters, digits,
///     `-`, `_`, at most 64; marks its processes
/// @param path the `PATH` jobs begin with
/// @param tools what jobs may read besides
/// @param clock for the times of log lines
/// @param nanos monotonic, for durations and deadlines
/// @param random for marks
public record RunnerSetup(
    String name,
    String node,
    String path,
    ToolFolders tools,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random) {
  /// Where a Linux system keeps its programs.
  public static final String SYSTEM_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /// With the system's path and real clocks.
  public static RunnerSetup system(String name, String node, RandomGenerator random) {
    return system(name, node, ToolFolders.NONE, random);
  }

  /// The same with tools besides those of the system.
  public static RunnerSetup system(
      String name, String node, ToolFolders tools, RandomGenerator random) {
    return new RunnerSetup(
        name,
        node,
        tools.after(SYSTEM_PATH),
        tools,
        InstantSource.system(),
        System::nanoTime,
        random);
  }

  /// GitHub's word for the machine's architecture: `X64`, `ARM64` or the system's own word in upper
  /// case.
  static String architecture() {
    final String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (arch) {
      case "amd64", "x86_64" -> "X64";
      case "aarch64" -> "ARM64";
      case "x86", "i386", "i686" -> "X86";
      case "arm" -> "ARM";
      default -> arch.toUpperCase(Locale.ROOT);
    };
  }
}
