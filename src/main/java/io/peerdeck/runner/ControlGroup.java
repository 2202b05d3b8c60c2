package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// A control group of one sandbox, where this node may make one: as root, or where systemd
/// delegates groups to the user. Version 2 beside the node's own group, where the controllers are
/// handed down; version 1 below the own one. Where neither works there is none, which is tried
/// anew for each job and costs a failed `mkdir`.
/// ([cgroup v2](https://docs.kernel.org/admin-guide/cgroup-v2.html))
final class ControlGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final int REMOVALS = 50;

  private final List<Path> folders;

  private ControlGroup(List<Path> folders) {
    this.folders = folders;
  }

  /// Makes one, with as many of the limits as the system takes.
  ///
  /// @param name unique on this machine
  static ControlGroup of(String name, SandboxLimits limits) {
    final List<Path> made = new ArrayList<>();
    final Map<String, String> own = own();
    final String group = "peerdeck-" + name;
    final String version2 = own.getOrDefault("", "");
    final Path beside = ROOT.resolve("." + version2).normalize().getParent();
    if (Files.exists(ROOT.resolve("cgroup.controllers"))
        && version2.length() > 1
        && beside != null
        && beside.startsWith(ROOT)) {
      add(
          made,
          beside.resolve(group),
          Map.of(
              "pids.max", Integer.toString(limits.processes()),
              "memory.max", Long.toString(limits.memory())));
    } else {
      version1(made, own, "pids", group, Map.of("pids.max", "" + limits.processes()));
      version1(made, own, "memory", group, Map.of("memory.limit_in_bytes", "" + limits.memory()));
    }
    return new ControlGroup(List.copyOf(made));
  }

  private static void version1(
      List<Path> made,
      Map<String, String> own,
      String controller,
      String group,
      Map<String, String> limits) {
    if (own.containsKey(controller)) {
      final Path place = ROOT.resolve(controller).resolve("." + own.get(controller)).normalize();
      add(made, place.resolve(group), limits);
    }
  }

  private static void add(List<Path> made, Path folder, Map<String, String> limits) {
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      return; // not ours to make
    }
    boolean any = false;
    for (final Map.Entry<String, String> limit : limits.entrySet()) {
      any |= write(folder.resolve(limit.getKey()), limit.getValue());
    }
    if (any) {
      made.add(folder);
    } else {
      remove(folder);
    }
  }

  /// Where this node's own groups are, by version 1 controller; version 2 has the empty name.
  private static Map<String, String> own() {
    final Map<String, String> own = new LinkedHashMap<>();
    try {
      for (final String line : Files.readAllLines(OWN)) {
        final String[] parts = line.split(":", 3);
        if (parts.length == 3) {
          for (final String controller : parts[1].split(",", -1)) {
            own.put(controller, parts[2]);
          }
        }
      }
    } catch (IOException e) {
      return Map.of(); // a kernel without control groups
    }
    return own;
  }

  /// Whether there is one.
  boolean exists() {
    return !folders.isEmpty();
  }

  /// Moves a process in; what it starts from then on is in it too.
  void add(int pid) {
    folders.forEach(folder -> write(folder.resolve("cgroup.procs"), Integer.toString(pid)));
  }

  private static boolean write(Path file, String text) {
    try {
      Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
      return true;
    } catch (IOException e) {
      return false; // this controller is not handed down here
    }
  }

  @Override
  public void close() {
    folders.forEach(ControlGroup::remove);
  }

  /// A group can be removed once the kernel has put away its last process.
  private static void remove(Path folder) {
    for (int i = 0; i < REMOVALS; i++) {
      try {
        Files.deleteIfExists(folder);
        return;
      } catch (IOException e) {
        LockSupport.parkNanos(2_000_000);
      }
    }
  }
}
