package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagPb;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes a UnixFS folder below a real one. Nothing is ever written through a symbolic link:
/// folders on the way must be real, a link or file in the way of a file is replaced, and the links
/// of the export itself are made last. Two names that one file system takes for the same are
/// refused instead of the second overwriting the first.
final class FolderExport {
  private static final int MAX_DEPTH = 100;

  private final BlobStore store;
  private final FileExport files;
  private final Path root;
  private int allowance;
  private final Set<Path> made = new HashSet<>();
  private final List<Path> written = new ArrayList<>();
  private final Map<Path, String> links = new LinkedHashMap<>();

  FolderExport(BlobStore store, Path root, int maxEntries, long maxBytes) {
    this.store = store;
    this.root = root;
    this.allowance = maxEntries;
    this.files = new FileExport(store, maxBytes);
  }

  /// Writes everything and returns the files and links written.
  List<Path> run(Cid cid) throws IOException {
    Files.createDirectories(root);
    folder(cid, root, 0);
    for (Map.Entry<Path, String> link : links.entrySet()) {
      clearWay(link.getKey());
      Files.createSymbolicLink(link.getKey(), root.getFileSystem().getPath(link.getValue()));
      written.add(link.getKey());
    }
    return written;
  }

  private void folder(Cid cid, Path at, int depth) throws IOException {
    Optional<DagPb.Node> node = UnixFs.folderNode(store, cid);
    if (node.isEmpty() || depth == MAX_DEPTH) {
      throw new BlobException(at + ": block " + cid + " is no folder, or too deep");
    }
    for (DagPb.Link link : node.get().links()) {
      if (--allowance < 0) {
        throw new BlobException("the folder has more entries than allowed");
      }
      Path path = child(at, SafeNames.require(link.name().orElse("")));
      entry(link.cid(), path, depth);
    }
  }

  private void entry(Cid cid, Path path, int depth) throws IOException {
    if (cid.codec() == Cid.RAW) {
      file(cid, path, 0);
      return;
    }
    UnixFsNode node = UnixFs.node(store, cid);
    switch (node.type()) {
      case DIRECTORY -> {
        makeFolder(path);
        folder(cid, path, depth + 1);
      }
      case FILE, RAW -> file(cid, path, node.mode());
      case SYMLINK -> {
        String target = new String(node.data(), StandardCharsets.UTF_8);
        SafeNames.requireInside(root.relativize(path), target);
        links.put(path, target);
      }
      case METADATA, HAMT_SHARD ->
          throw new BlobException(
              path + ": UnixFS nodes of type " + node.type() + " are not supported");
    }
  }

  private void makeFolder(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      clearWay(path);
      Files.createDirectory(path);
    }
    remember(path);
  }

  private void file(Cid cid, Path path, int mode) throws IOException {
    clearWay(path);
    try (OutputStream out =
        Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      files.write(cid, out);
    }
    remember(path);
    written.add(path);
    if ((mode & 0111) != 0) {
      makeExecutable(path);
    }
  }

  /// Removes a file or link that was there before. A folder in the way, or something of this
  /// export, is an error.
  private void clearWay(Path path) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      if (made.contains(path.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
        throw sameName(path);
      }
      if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        throw new FileAlreadyExistsException(path.toString(), null, "a folder is in the way");
      }
      Files.delete(path);
    }
  }

  private void remember(Path path) throws IOException {
    if (!made.add(path.toRealPath(LinkOption.NOFOLLOW_LINKS))) {
      throw sameName(path);
    }
  }

  private static BlobException sameName(Path path) {
    return new BlobException("two entries have the name " + path + " on this file system");
  }

  private static Path child(Path folder, String name) {
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new BlobException("'" + name + "' cannot be a file name here: " + e.getReason(), e);
    }
  }

  private static void makeExecutable(Path path) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view != null) {
      Set<PosixFilePermission> permissions = new HashSet<>(view.readAttributes().permissions());
      permissions.add(PosixFilePermission.OWNER_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      view.setPermissions(permissions);
    }
  }
}
