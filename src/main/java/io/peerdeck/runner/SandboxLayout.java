package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a sandbox shows of the machine: its programs and settings, read-only, and the job's own
/// folder at the place it has outside, so that every path means the same on both sides. Tools that
/// the operator keeps elsewhere are shown as well. All else, above all homes, `/run`, `/var` and
/// the node's data folder, is not there. What only this user may read below `/etc` and `/opt` is
/// covered.
///
/// @param userNamespacesOff whether this bubblewrap and kernel can forbid further user namespaces
/// @param hidden folders to cover where they lie in what is shown
/// @param covered files and folders others may not read
/// @param tools shown besides, read-only
/// @param system its programs and settings
record SandboxLayout(
    boolean userNamespacesOff,
    List<Path> hidden,
    List<Path> covered,
    List<Path> tools,
    SystemFolders system) {
  private static final List<String> SEARCHED = List.of("/etc", "/opt");
  private static final Path RESOLVER = Path.of("/etc/resolv.conf");
  private static final int SEARCH_DEPTH = 5;
  private static final int MAX_COVERED = 500;
  private static final String SMALL = "65536";
  private static final String SHARED_MEMORY = Long.toString(64L << 20);
  // Above what the runner reads of the five files of a step, several times.
  private static final String COMMANDS = Long.toString(64L << 20);

  static SandboxLayout of(boolean userNamespacesOff, List<Path> hidden, ToolFolders tools)
      throws IOException {
    final List<Path> real = new ArrayList<>();
    for (final Path path : hidden) {
      real.add(path.toRealPath());
    }
    for (final Path tool : tools.there()) {
      for (final Path hide : real) {
        if (hide.startsWith(tool.toRealPath())) {
          throw new IOException(
              "the tool folder " + tool + " holds " + hide + ", which no job may see");
        }
      }
    }
    return new SandboxLayout(
        userNamespacesOff, List.copyOf(real), privateFiles(), tools.there(), new SystemFolders());
  }

  /// A command that makes a sandbox without a job and ends at once.
  List<String> trial(Path program) {
    final List<String> all = new ArrayList<>();
    all.add(program.toString());
    namespaces(all, false);
    system(all, false);
    tools(all);
    all.addAll(List.of("--remount-ro", "/", "--", "/bin/sh", "-c", "exit 0"));
    return all;
  }

  List<String> command(Path program, JobFolder folder, boolean network, List<String> command) {
    final List<String> all = new ArrayList<>();
    all.add(program.toString());
    namespaces(all, network);
    system(all, network);
    final String temporary = folder.tmp().toString();
    all.addAll(List.of("--bind", temporary, "/tmp", "--bind", temporary, "/var/tmp"));
    final List<Path> ways =
        Stream.of(folder.root(), folder.scripts())
            .flatMap(path -> wayThroughOwn(path).stream())
            .distinct()
            .toList();
    ways.forEach(path -> all.addAll(List.of("--size", SMALL, "--tmpfs", path.toString())));
    tools(all); // they may lie below what was just put in the place of /tmp
    try (DirectoryStream<Path> places = Files.newDirectoryStream(folder.root())) {
      for (final Path place : places) {
        if (!place.equals(folder.tmp()) && Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
          all.add(place.equals(folder.files()) ? "--ro-bind" : "--bind");
          all.addAll(List.of(place.toString(), place.toString()));
        }
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot look into the job's folder " + folder.root() + ": " + e, e);
    }
    final String scripts = folder.scripts().toString();
    if (!folder.scripts().startsWith(folder.root())) {
      all.addAll(List.of("--ro-bind", scripts, scripts));
    }
    final String commands = folder.commands().toString();
    all.addAll(List.of("--size", COMMANDS, "--perms", "0700", "--tmpfs", commands));
    ways.forEach(path -> all.addAll(List.of("--remount-ro", path.toString())));
    all.addAll(List.of("--remount-ro", "/", "--chdir", folder.workspace().toString(), "--"));
    all.addAll(command);
    return all;
  }

  /// Where the node keeps the job's folder below `/tmp` or the like, what its path there begins
  /// with: the places to show it at are not made in the job's own `/tmp`, where the job could move
  /// them away.
  static Optional<Path> wayThroughOwn(Path folder) {
    return Stream.of("/tmp", "/var/tmp", "/dev/shm")
        .map(Path::of)
        .filter(folder::startsWith)
        .map(above -> above.resolve(above.relativize(folder).getName(0)))
        .findFirst();
  }

  private void namespaces(List<String> all, boolean network) {
    all.addAll(
        List.of(
            "--unshare-user",
            "--unshare-ipc",
            "--unshare-pid",
            "--unshare-uts",
            "--unshare-cgroup-try",
            "--hostname",
            "sandbox",
            "--die-with-parent",
            "--new-session",
            "--cap-drop",
            "ALL"));
    if (!network) {
      all.add("--unshare-net");
    }
    if (userNamespacesOff) {
      all.add("--disable-userns");
    }
  }

  private void system(List<String> all, boolean network) {
    all.addAll(system.shown());
    for (final Path path : covered) {
      if (Files.isDirectory(path)) {
        cover(all, path);
      } else {
        all.addAll(List.of("--ro-bind", "/dev/null", path.toString()));
      }
    }
    hidden.stream().filter(SystemFolders::shows).forEach(path -> cover(all, path));
    if (network) {
      resolver(all);
    }
    all.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    all.addAll(List.of("--size", SHARED_MEMORY, "--perms", "1777", "--tmpfs", "/dev/shm"));
    all.addAll(List.of("--remount-ro", "/dev"));
  }

  private void tools(List<String> all) {
    for (final Path tool : tools) {
      all.addAll(List.of("--ro-bind", tool.toString(), tool.toString()));
    }
  }

  private static void cover(List<String> all, Path folder) {
    all.addAll(List.of("--size", SMALL, "--tmpfs", folder.toString()));
    all.addAll(List.of("--remount-ro", folder.toString()));
  }

  /// Where the resolver's settings are a link out of `/etc`, e.g. to `/run/systemd/resolve`.
  private static void resolver(List<String> all) {
    try {
      final Path real = RESOLVER.toRealPath();
      if (!real.startsWith("/etc")) {
        all.addAll(List.of("--ro-bind", real.toString(), real.toString()));
      }
    } catch (IOException e) {
      // No resolver settings here: names do not resolve outside either.
      return;
    }
  }

  /// What this user can read and others cannot.
  private static List<Path> privateFiles() throws IOException {
    final List<Path> found = new ArrayList<>();
    for (final String root : SEARCHED) {
      if (Files.isDirectory(Path.of(root))) {
        Files.walkFileTree(
            Path.of(root),
            EnumSet.noneOf(java.nio.file.FileVisitOption.class),
            SEARCH_DEPTH,
            new PrivateFiles(found));
      }
    }
    return List.copyOf(found);
  }

  private static final class PrivateFiles extends SimpleFileVisitor<Path> {
    private final List<Path> found;

    PrivateFiles(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (open(folder, PosixFilePermission.OTHERS_EXECUTE)) {
        return FileVisitResult.CONTINUE;
      }
      add(folder);
      return FileVisitResult.SKIP_SUBTREE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && !open(file, PosixFilePermission.OTHERS_READ)) {
        add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException thrown) {
      return FileVisitResult.CONTINUE; // not readable here, so not in a sandbox either
    }

    private void add(Path path) throws IOException {
      if (Files.isReadable(path)) {
        if (found.size() >= MAX_COVERED) {
          throw new IOException(
              "more than " + MAX_COVERED + " private files below " + SEARCHED + " to cover");
        }
        found.add(path);
      }
    }

    private static boolean open(Path path, PosixFilePermission needed) throws IOException {
      final Set<PosixFilePermission> permissions =
          Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .permissions();
      return permissions.contains(needed);
    }
  }
}
