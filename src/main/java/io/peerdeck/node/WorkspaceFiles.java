package io.peerdeck.node;

import io.peerdeck.blob.BlobException;
import io.peerdeck.blob.UnixFs;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.workflow.CalledFiles;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.WorkflowFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which files a submission's snapshot holds: the git-tracked files of the workflow file's
/// repository; outside git only the workflow file, unless a folder is named; never the data folder.
///
/// @param root what the paths are relative to
/// @param files regular files, relative, sorted
/// @param bytes their sizes added up
/// @param source where they came from, in words
/// @param revision where in a git repository they came from
/// @param links symbolic links, which are left out
record WorkspaceFiles(
    Path root, List<Path> files, long bytes, String source, Revision revision, List<Path> links) {
  static final int MAX_FILES = 100_000;

  WorkspaceFiles withRevision(Revision other) {
    return new WorkspaceFiles(root, files, bytes, source, other, links);
  }

  static WorkspaceFiles of(Path workflow, Optional<Path> folder, Path dataFolder) {
    try {
      if (folder.isPresent()) {
        if (!Files.isDirectory(folder.get())) {
          throw new NodeException(
              NodeException.Reason.INVALID, "There is no folder " + folder.get() + ".");
        }
        Path root = folder.get().toRealPath();
        return measure(
            root, walk(root, real(dataFolder)), "the folder " + root, GitRevision.of(root));
      }
      Path file = workflow.toRealPath();
      Path parent = java.util.Objects.requireNonNull(file.getParent(), "a file has a folder");
      Optional<Path> repository = GitRepository.around(parent);
      if (repository.isPresent()) {
        return measure(
            repository.get(),
            tracked(repository.get(), real(dataFolder)),
            "the git-tracked files of " + repository.get(),
            GitRevision.of(repository.get()));
      }
      return measure(
          parent,
          new Found(List.of(parent.relativize(file)), List.of()),
          "the workflow file alone (not in git)",
          Revision.NONE);
    } catch (NoSuchFileException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "Nothing was submitted: "
              + e.getFile()
              + " was deleted or renamed while the workspace was being read. Try again: what is"
              + " there then is taken.",
          e);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "The workspace cannot be read: "
              + (e instanceof FileSystemException failed ? failed.getFile() + ": " : "")
              + DiskError.why(e)
              + ".",
          e);
    }
  }

  /// What a submitter should know of what is not among the files; empty if that is nothing.
  Optional<String> leftOut() {
    return links.isEmpty()
        ? Optional.empty()
        : Optional.of(
            (links.size() == 1 ? "A symbolic link is" : links.size() + " symbolic links are")
                + " not submitted: "
                + links.stream().limit(3).map(Path::toString).collect(Collectors.joining(", "))
                + (links.size() > 3 ? ", …" : ""));
  }

  /// Stores the files as they are now, as one folder. Throws [NodeException], naming the file, when
  /// one cannot be read any more.
  Cid storedIn(UnixFs unixFs) {
    try {
      return unixFs.importFiles(root, files);
    } catch (BlobException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "Nothing was submitted: "
              + e.getMessage()
              + ". Try again once that is put right: the files that are there then are taken.",
          e);
    }
  }

  /// The workflows among them that a file may call, as `./path` from the root.
  CalledFiles called() {
    return reference ->
        files.stream().filter(file -> ("./" + file).equals(reference)).findFirst().map(this::read);
  }

  private byte[] read(Path file) {
    try (InputStream in = Files.newInputStream(root.resolve(file))) {
      return in.readNBytes(WorkflowFile.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "The called workflow " + file + " cannot be read: " + DiskError.why(e) + ".",
          e);
    }
  }

  private static Path real(Path folder) throws IOException {
    return Files.exists(folder) ? folder.toRealPath() : folder.toAbsolutePath().normalize();
  }

  /// @param links symbolic links
  private record Found(List<Path> files, List<Path> links) {}

  /// With the files of submodules as far as they are checked out.
  private static Found tracked(Path repository, Path dataFolder) throws IOException {
    String names =
        GitRevision.git(repository, "ls-files", "--recurse-submodules", "-z")
            .orElseThrow(() -> new IOException("`git ls-files` failed in " + repository));
    List<Path> files = new ArrayList<>();
    List<Path> links = new ArrayList<>();
    for (String name : names.split("\0")) {
      Path file = Path.of(name);
      Path absolute = repository.resolve(file);
      if (name.isEmpty() || absolute.startsWith(dataFolder)) {
        continue;
      }
      if (Files.isSymbolicLink(absolute)) {
        links.add(file);
      } else if (Files.isRegularFile(absolute, LinkOption.NOFOLLOW_LINKS)) {
        files.add(file);
      }
    }
    return new Found(files, links);
  }

  private static Found walk(Path root, Path dataFolder) throws IOException {
    List<Path> files = new ArrayList<>();
    List<Path> links = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean left = folder.equals(dataFolder) || folder.endsWith(".git");
            return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isSymbolicLink()) {
              links.add(root.relativize(file));
            } else if (attributes.isRegularFile() && !file.endsWith(".git")) { // a submodule's
              files.add(root.relativize(file));
            }
            return files.size() + links.size() > MAX_FILES
                ? FileVisitResult.TERMINATE
                : FileVisitResult.CONTINUE;
          }
        });
    return new Found(files, links);
  }

  private static WorkspaceFiles measure(Path root, Found found, String source, Revision revision)
      throws IOException {
    List<Path> files = found.files();
    if (files.size() + found.links().size() > MAX_FILES) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "The workspace has more than " + MAX_FILES + " files: name a smaller folder.");
    }
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(root.resolve(file));
    }
    return new WorkspaceFiles(
        root,
        files.stream().sorted().toList(),
        bytes,
        source,
        revision,
        found.links().stream().sorted().toList());
  }
}
