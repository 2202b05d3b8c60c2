package io.peerdeck.blob;

import io.peerdeck.multiformats.DagPb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns files below a folder into UnixFS folders. Names are in the order of their bytes. An
/// executable file keeps that bit; a symbolic link stays a link and must lead to somewhere below
/// the folder.
final class FolderImport {
  private final BlobBatch batch;
  private final Path base;

  /// A folder being collected: name to folder, or to the path of a file.
  private static final class Tree {
    final Map<String, Tree> folders = new LinkedHashMap<>();
    final Map<String, Path> files = new LinkedHashMap<>();
  }

  private FolderImport(BlobBatch batch, Path base) {
    this.batch = batch;
    this.base = base;
  }

  static FileImport.Built run(
      BlobBatch batch, Path base, Collection<Path> files, Collection<Path> folders)
      throws IOException {
    Tree root = new Tree();
    for (Path file : files) {
      Tree parent = descend(root, relative(file).getParent());
      parent.files.put(String.valueOf(file.getFileName()), file);
    }
    for (Path folder : folders) {
      descend(root, relative(folder));
    }
    return new FolderImport(batch, base).folder(root);
  }

  private static Path relative(Path path) {
    if (path.isAbsolute() || !path.normalize().equals(path) || path.startsWith("..")) {
      throw new BlobException("'" + path + "' is not a plain path below the folder");
    }
    return path;
  }

  private static Tree descend(Tree root, @org.jspecify.annotations.Nullable Path path) {
    Tree at = root;
    if (path != null) {
      for (Path name : path) {
        at = at.folders.computeIfAbsent(name.toString(), n -> new Tree());
      }
    }
    return at;
  }

  private FileImport.Built folder(Tree tree) throws IOException {
    List<DagPb.Link> links = new ArrayList<>();
    for (Map.Entry<String, Tree> entry : tree.folders.entrySet()) {
      links.add(link(entry.getKey(), folder(entry.getValue())));
    }
    for (Map.Entry<String, Path> entry : tree.files.entrySet()) {
      links.add(link(entry.getKey(), file(entry.getValue())));
    }
    links.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
    return FileImport.store(batch, links, UnixFsNode.DIRECTORY);
  }

  private FileImport.Built file(Path relative) throws IOException {
    Path path = base.resolve(relative);
    if (Files.isSymbolicLink(path)) {
      String target = Files.readSymbolicLink(path).toString();
      SafeNames.requireInside(relative, target);
      return FileImport.store(
          batch, List.of(), UnixFsNode.symlink(target.getBytes(StandardCharsets.UTF_8)));
    }
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new BlobException(path + " is neither a file nor a symbolic link");
    }
    try (InputStream in =
        Files.newInputStream(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return FileImport.run(batch, in, Files.isExecutable(path) ? 0755 : 0);
    }
  }

  private static DagPb.Link link(String name, FileImport.Built built) {
    SafeNames.require(name);
    return new DagPb.Link(built.cid(), Optional.of(name), built.total());
  }

  private static byte[] utf8(DagPb.Link link) {
    return link.name().orElse("").getBytes(StandardCharsets.UTF_8);
  }
}
