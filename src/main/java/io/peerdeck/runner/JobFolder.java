package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A job's private place on disk: an empty workspace, a temp folder, a home, and the files through
/// which runner and steps talk. Closing it deletes everything.
///
/// @param root readable by the node's user only
/// @param scripts where the runner writes scripts and pipes for the job, and host jobs their
///     command files: below the root, or in memory ([Scratch])
public record JobFolder(Path root, Path scripts) implements AutoCloseable {
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /// One whose scripts lie below its root.
  public JobFolder(Path root) {
    this(root, files(root));
  }

  /// Makes a new one, all of it on disk.
  ///
  /// @param parent a folder that exists
  /// @param name free below `parent`
  /// @throws RunnerException if it exists or the disk refuses
  public static JobFolder create(Path parent, String name) {
    return create(parent, name, Scratch.none());
  }

  /// Makes a new one.
  ///
  /// @param parent a folder that exists
  /// @param name free below `parent` and in `scratch`
  /// @throws RunnerException if it exists or the disk refuses
  public static JobFolder create(Path parent, String name, Scratch scratch) {
    try {
      final Path root = Files.createDirectory(parent.resolve(name), PRIVATE).toRealPath();
      final JobFolder folder = new JobFolder(root);
      for (final Path part : folder.parts()) {
        folder.make(part);
      }
      return withScripts(root, scratch);
    } catch (IOException e) {
      throw new RunnerException("Cannot make a folder for the job below " + parent + ": " + e, e);
    }
  }

  /// Gives a folder whose parts are there the place for scripts of its name.
  static JobFolder withScripts(Path root, Scratch scratch) throws IOException {
    final JobFolder folder =
        new JobFolder(root, scratch.create(root.getFileName().toString()).orElse(files(root)));
    Files.createDirectory(folder.commands());
    return folder;
  }

  /// The folders below the root.
  List<Path> parts() {
    return List.of(workspace(), temp(), home(), toolCache(), files(), tmp());
  }

  /// Makes one of the [#parts].
  void make(Path part) throws IOException {
    Files.createDirectory(part);
    if (part.equals(tmp())) {
      // Where a sandbox needs a way through the job's `/tmp`, it finds it: making it there would
      // change the part, and no other job could have it.
      final Optional<Path> way = SandboxLayout.wayThroughOwn(root);
      if (way.filter(path -> !path.startsWith("/dev")).isPresent()) {
        Files.createDirectory(part.resolve(way.get().getFileName()));
      }
    }
  }

  /// `GITHUB_WORKSPACE`.
  public Path workspace() {
    return root.resolve("workspace");
  }

  /// `RUNNER_TEMP`.
  public Path temp() {
    return root.resolve("temp");
  }

  /// `HOME`.
  public Path home() {
    return root.resolve("home");
  }

  /// `RUNNER_TOOL_CACHE`; empty, tools come from the system.
  public Path toolCache() {
    return root.resolve("tools");
  }

  /// The folders a job keeps files of its own in, by name.
  Map<String, Path> areas() {
    return Map.of("workspace", workspace(), "temp", temp(), "home", home());
  }

  /// What the runner puts there for the job, above all actions; a sandboxed job may not write to
  /// it.
  Path files() {
    return files(root);
  }

  private static Path files(Path root) {
    return root.resolve("files");
  }

  /// Where steps write command files, below the scripts, which they may not write to.
  Path commands() {
    return scripts.resolve("commands");
  }

  /// `/tmp` of a sandboxed job.
  Path tmp() {
    return root.resolve("tmp");
  }

  /// A path of the workflow, taken from the workspace on.
  ///
  /// @param what names the key, for messages
  /// @throws RunnerException if it leaves the workspace, by `..` or by a link
  Path inWorkspace(String path, String what) {
    if (path.indexOf('\0') >= 0) {
      throw new RunnerException(what + " holds a NUL character.");
    }
    final Path wanted = workspace().resolve(path).normalize();
    if (!wanted.startsWith(workspace()) || !realPart(wanted).startsWith(workspace())) {
      throw new RunnerException(
          what + " \"" + path + "\" leaves the workspace; only folders inside it may be named.");
    }
    return wanted;
  }

  private static Path realPart(Path path) {
    Path existing = path;
    while (!Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
      final Path parent = existing.getParent();
      if (parent == null) {
        return existing;
      }
      existing = parent;
    }
    try {
      return existing.toRealPath();
    } catch (IOException e) {
      throw new RunnerException("Cannot follow " + existing + ": " + e, e);
    }
  }

  /// Deletes the folder with all that is in it, also what the job made unwritable; links are not
  /// followed.
  ///
  /// @throws RunnerException if something cannot be deleted
  @Override
  public void close() {
    try {
      delete(root);
      closeScripts();
    } catch (IOException e) {
      throw new RunnerException("Cannot delete the job's folder " + root + ": " + e, e);
    }
  }

  /// Deletes what lies beside the root.
  void closeScripts() throws IOException {
    if (!scripts.startsWith(root)) {
      delete(scripts);
    }
  }

  /// Deletes a folder with all that is in it; does nothing where there is none.
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder, new Deletion());
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (!Files.isWritable(folder) || !Files.isExecutable(folder) || !Files.isReadable(folder)) {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException thrown) throws IOException {
      // A folder the job made unreadable is opened before it is visited.
      if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        Files.walkFileTree(file, new Deletion());
        return FileVisitResult.CONTINUE;
      }
      throw thrown;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException thrown) throws IOException {
      if (thrown != null) {
        throw thrown;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
