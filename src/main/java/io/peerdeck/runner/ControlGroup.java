package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A control group of one sandbox, where this node may make one: as root, or where systemd
/// delegates groups to the user. Version 2 beside the node's own group, where the controllers are
/// handed down; version 1 below the own one. Where neither works there is none, which is tried
/// anew for each job and costs a failed `mkdir`.
///
/// To move another process into a group, the kernel waits until no process of the machine starts
/// or ends, for tens of milliseconds. In version 1 a thread may move itself without, so there the
/// thread that starts the sandbox enters the group before, and leaves it after.
/// ([cgroup v2](https://docs.kernel.org/admin-guide/cgroup-v2.html))
final class ControlGroup implements AutoCloseable {
  private static final Path ROOT = Path.of("/sys/fs/cgroup");
  private static final Path OWN = Path.of("/proc/self/cgroup");
  private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
  private static final String PREFIX = "peerdeck-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d+-\\d+-\\d+)-.+");
  private static final Optional<OwnerProcess> SELF = OwnerProcess.self();
  private static final int REMOVALS = 50;
  // bubblewrap's two processes, and the thread while it starts them.
  private static final int NOT_THE_JOBS = 3;

  private final List<Group> groups;
  private boolean allEntered;

  private ControlGroup(List<Group> groups) {
    this.groups = groups;
  }

  /// @param home the group of this node, where a thread may go back to by itself; empty in
  ///     version 2, which moves whole processes only
  private record Group(Path folder, Optional<Path> home) {}

  /// Makes one, with as many of the limits as the system takes.
  ///
  /// @param name unique on this machine
  static ControlGroup of(String name, SandboxLimits limits) {
    final List<Group> made = new ArrayList<>();
    final Map<String, String> own = own();
    final String processes = Integer.toString(limits.processes() + NOT_THE_JOBS);
    final String group = PREFIX + SELF.map(self -> self.text() + "-").orElse("") + name;
    final Optional<Path> beside = version2(own);
    if (beside.isPresent()) {
      add(
          made,
          new Group(beside.get().resolve(group), Optional.empty()),
          Map.of("pids.max", processes, "memory.max", Long.toString(limits.memory())));
    } else {
      version1(made, own, "pids", group, Map.of("pids.max", processes));
      version1(made, own, "memory", group, Map.of("memory.limit_in_bytes", "" + limits.memory()));
    }
    return new ControlGroup(List.copyOf(made));
  }

  private static void version1(
      List<Group> made,
      Map<String, String> own,
      String controller,
      String group,
      Map<String, String> limits) {
    version1(own, controller)
        .ifPresent(place -> add(made, new Group(place.resolve(group), Optional.of(place)), limits));
  }

  private static Optional<Path> version1(Map<String, String> own, String controller) {
    return Optional.ofNullable(own.get(controller))
        .map(group -> ROOT.resolve(controller).resolve("." + group).normalize());
  }

  /// Where groups of version 2 are made, if the node has a group there.
  private static Optional<Path> version2(Map<String, String> own) {
    final String group = own.getOrDefault("", "");
    return Optional.ofNullable(ROOT.resolve("." + group).normalize().getParent())
        .filter(place -> Files.exists(ROOT.resolve("cgroup.controllers")))
        .filter(place -> group.length() > 1 && place.startsWith(ROOT));
  }

  /// Removes the groups of nodes that were killed, where this node would make its own. One that
  /// still holds a process stays.
  static void clearLeft() {
    places().forEach(ControlGroup::clearLeft);
  }

  /// Where this node makes groups, if it may.
  static List<Path> places() {
    final Map<String, String> own = own();
    return Stream.of(version2(own), version1(own, "pids"), version1(own, "memory"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static void clearLeft(Path place) {
    try (DirectoryStream<Path> groups = Files.newDirectoryStream(place, PREFIX + "*")) {
      for (final Path group : groups) {
        final Matcher name = NAME.matcher(group.getFileName().toString());
        if (name.matches()
            && OwnerProcess.parse(name.group(1)).filter(OwnerProcess::isGone).isPresent()
            && !group.toFile().delete()) {
          LOG.debug("{} of a node that was killed stays, as it holds a process", group);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.debug("control groups of ended nodes stay below {}: {}", place, e.toString());
    }
  }

  private static void add(List<Group> made, Group group, Map<String, String> limits) {
    final Path folder = group.folder();
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
      made.add(group);
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

  /// Starts a process that is in the group from its first moment, where a thread may enter it.
  ///
  /// @param start on this thread, which must be no virtual one
  <T> T within(Supplier<T> start) {
    final List<Group> entered =
        groups.stream()
            .filter(group -> group.home().isPresent() && write(group.folder(), "tasks", "0"))
            .toList();
    allEntered = entered.size() == groups.size();
    try {
      return start.get();
    } finally {
      entered.forEach(ControlGroup::leave);
    }
  }

  private static void leave(Group group) {
    if (!write(group.home().orElseThrow(), "tasks", "0")) {
      throw new RunnerException(
          "The node's thread cannot leave the job's control group " + group.folder() + ".");
    }
  }

  /// Moves a process in that was not started [#within]; what it starts from then on is in it too.
  void add(int pid) {
    if (!allEntered) {
      groups.forEach(group -> write(group.folder(), "cgroup.procs", Integer.toString(pid)));
    }
  }

  private static boolean write(Path group, String file, String text) {
    return write(group.resolve(file), text);
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
    groups.forEach(group -> remove(group.folder()));
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
