package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagPb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Files and folders as blocks: CIDv1, raw leaves of 1 MiB, balanced trees of 174 links, folders in
/// one node. The same content has the same CID everywhere. What an import returns is durable.
public final class UnixFs {
  /// Blocks looked at in one DAG before it is refused.
  public static final int MAX_BLOCKS = 1_000_000;

  /// Entries exported or listed of one folder before it is refused.
  public static final int MAX_ENTRIES = 200_000;

  /// Bytes exported of one root before it is refused, 64 GiB.
  public static final long MAX_EXPORT = 64L << 30;

  static final int MAX_DEPTH = 100;

  private final BlobStore store;
  private final int maxEntries;

  /// @param store where the blocks are
  public UnixFs(BlobStore store) {
    this(store, MAX_ENTRIES);
  }

  UnixFs(BlobStore store, int maxEntries) {
    this.store = store;
    this.maxEntries = maxEntries;
  }

  /// Stores a stream as a file.
  ///
  /// @param in read to its end, not closed
  /// @throws BlobException if reading or storing fails
  public Cid importFile(InputStream in) {
    try (BlobBatch batch = store.batch()) {
      FileImport.Built built = FileImport.run(batch, in, 0);
      batch.commit();
      return built.cid();
    } catch (IOException e) {
      throw new BlobException("cannot import: " + e.getMessage(), e);
    }
  }

  /// Stores the content of a file that nobody writes to any more. A small one gets its block's name
  /// as a second one, where the file system knows that: to make a file takes a disk longer than to
  /// name one.
  ///
  /// @param file an existing file
  /// @throws BlobException if reading or storing fails
  public Cid importFinished(Path file) {
    try (InputStream in = Files.newInputStream(file);
        BlobBatch batch = store.batch()) {
      if (Files.size(file) > FileImport.LEAF) {
        return importFile(in);
      }
      Cid cid = batch.link(file, in.readAllBytes());
      batch.commit();
      return cid;
    } catch (IOException e) {
      throw new BlobException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /// Stores bytes as a file.
  ///
  /// @param content any bytes
  public Cid importBytes(byte[] content) {
    return importFile(new ByteArrayInputStream(content));
  }

  /// Stores a folder with what is below it, empty folders included. Symbolic links are kept as
  /// links.
  ///
  /// @param folder an existing folder
  /// @param include asked for each path, relative to the folder; a folder that is left out is not
  ///     entered
  /// @throws BlobException if something cannot be read, or a symbolic link leads out of the folder
  public Cid importFolder(Path folder, Predicate<Path> include) {
    try (BlobBatch batch = store.batch()) {
      FolderScan scan = new FolderScan(folder, include);
      FileImport.Built built = FolderImport.run(batch, folder, scan.files(), scan.folders());
      batch.commit();
      return built.cid();
    } catch (IOException e) {
      throw new BlobException("cannot import folder " + folder + ": " + e, e);
    }
  }

  /// Stores chosen files as one folder.
  ///
  /// @param base the folder they are in
  /// @param files their paths relative to it, such as `git ls-files` prints
  /// @throws BlobException if one cannot be read, is not below the folder, or is a symbolic link
  ///     out of it
  public Cid importFiles(Path base, Collection<Path> files) {
    try (BlobBatch batch = store.batch()) {
      FileImport.Built built = FolderImport.run(batch, base, files, List.of());
      batch.commit();
      return built.cid();
    } catch (NoSuchFileException e) {
      throw new BlobException(
          e.getFile() + " was deleted or renamed while the files were being read", e);
    } catch (IOException e) {
      throw new BlobException("cannot import files of " + base + ": " + e, e);
    }
  }

  /// Writes a file's content.
  ///
  /// @param cid a file
  /// @param out not closed
  /// @throws BlobException if a block is missing or the DAG is no file
  public void exportFile(Cid cid, OutputStream out) {
    exportFile(cid, out, MAX_EXPORT);
  }

  /// Writes a file's content, if it is not too long.
  ///
  /// @param cid a file
  /// @param out not closed
  /// @param maxBytes the most that is written
  /// @throws BlobException if it is longer, a block is missing, or the DAG is no file
  public void exportFile(Cid cid, OutputStream out, long maxBytes) {
    try {
      new FileExport(store, maxBytes).write(cid, out);
    } catch (IOException e) {
      throw new BlobException("cannot write file " + cid + ": " + e.getMessage(), e);
    }
  }

  /// A file's content in memory.
  ///
  /// @param cid a file
  /// @param maxBytes the most it may have
  /// @throws BlobException if it is longer, a block is missing, or the DAG is no file
  public byte[] readFile(Cid cid, int maxBytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    exportFile(cid, out, maxBytes);
    return out.toByteArray();
  }

  /// Writes a folder's content below a folder. Files that are there are replaced, others stay;
  /// nothing is written outside.
  ///
  /// @param cid a folder
  /// @param target created if needed
  /// @return the files and symbolic links written
  /// @throws BlobException if a block is missing, a name is unsafe, or two names collide; what was
  ///     written stays
  public List<Path> exportFolder(Cid cid, Path target) {
    try {
      return new FolderExport(store, target.toAbsolutePath().normalize(), maxEntries, MAX_EXPORT)
          .run(cid);
    } catch (IOException e) {
      throw new BlobException("cannot write folder " + cid + " to " + target + ": " + e, e);
    }
  }

  /// The entries of a folder, by name.
  ///
  /// @param cid a folder
  /// @throws BlobException if a block is missing or it is no folder
  public List<UnixFsEntry> list(Cid cid) {
    DagPb.Node folder =
        folderNode(store, cid).orElseThrow(() -> new BlobException(cid + " is no folder"));
    return folder.links().stream()
        .map(link -> entry(SafeNames.require(link.name().orElse("")), link.cid()))
        .toList();
  }

  /// All files and symbolic links below a folder, with their paths; for a file, itself with an
  /// empty path.
  ///
  /// @param cid a file or folder
  /// @throws BlobException if a block is missing or there are more than [#MAX_ENTRIES]
  public List<UnixFsEntry> files(Cid cid) {
    List<UnixFsEntry> found = new ArrayList<>();
    UnixFsEntry root = entry("", cid);
    if (root.kind() == UnixFsEntry.Kind.FOLDER) {
      walk(root, found, new int[] {maxEntries}, 0);
    } else {
      found.add(root);
    }
    return found;
  }

  /// The allowance counts folders too: a small DAG can name the same empty folder endlessly.
  private void walk(UnixFsEntry folder, List<UnixFsEntry> found, int[] allowance, int depth) {
    if (depth == MAX_DEPTH) {
      throw new BlobException("folder " + folder.path() + " is nested too deep");
    }
    for (UnixFsEntry child : list(folder.cid())) {
      if (--allowance[0] < 0) {
        throw new BlobException("the folder has more than " + maxEntries + " entries");
      }
      String path = folder.path().isEmpty() ? child.path() : folder.path() + "/" + child.path();
      UnixFsEntry full = new UnixFsEntry(path, child.cid(), child.kind(), child.bytes());
      if (child.kind() == UnixFsEntry.Kind.FOLDER) {
        walk(full, found, allowance, depth + 1);
      } else {
        found.add(full);
      }
    }
  }

  /// The blocks of a DAG that are not held, as far as can be seen: below a missing node nothing is
  /// known.
  ///
  /// @param root any block
  /// @return empty if all of it is held
  public List<Cid> missing(Cid root) {
    return DagLinks.missing(store, root, MAX_BLOCKS);
  }

  /// Whether all blocks of a DAG are held.
  ///
  /// @param root any block
  public boolean holds(Cid root) {
    return missing(root).isEmpty();
  }

  /// Bytes of a file's content, or of all files below a folder.
  ///
  /// @param cid a file or folder whose nodes are held
  public long size(Cid cid) {
    return files(cid).stream().mapToLong(UnixFsEntry::bytes).sum();
  }

  private UnixFsEntry entry(String name, Cid cid) {
    if (cid.codec() == Cid.RAW) {
      return new UnixFsEntry(name, cid, UnixFsEntry.Kind.FILE, leafSize(cid));
    }
    UnixFsNode node = node(store, cid);
    return switch (node.type()) {
      case DIRECTORY -> new UnixFsEntry(name, cid, UnixFsEntry.Kind.FOLDER, 0);
      case SYMLINK -> new UnixFsEntry(name, cid, UnixFsEntry.Kind.SYMLINK, 0);
      case FILE, RAW -> new UnixFsEntry(name, cid, UnixFsEntry.Kind.FILE, node.fileSize());
      case METADATA, HAMT_SHARD ->
          throw new BlobException(
              "UnixFS nodes of type " + node.type() + " are not supported: " + cid);
    };
  }

  private long leafSize(Cid cid) {
    return store
        .size(cid)
        .orElseThrow(() -> new BlobException("block " + cid + " is not held here"));
  }

  static UnixFsNode node(BlobStore store, Cid cid) {
    if (cid.codec() != Cid.DAG_PB) {
      throw new BlobException("block " + cid + " is no UnixFS node");
    }
    return DagLinks.unixFs(cid, DagLinks.node(cid, store.require(cid)));
  }

  /// The node of a folder; empty if it is something else.
  static Optional<DagPb.Node> folderNode(BlobStore store, Cid cid) {
    if (cid.codec() != Cid.DAG_PB) {
      return Optional.empty();
    }
    DagPb.Node node = DagLinks.node(cid, store.require(cid));
    UnixFsNode data = DagLinks.unixFs(cid, node);
    return data.type() == UnixFsNode.Type.DIRECTORY ? Optional.of(node) : Optional.empty();
  }
}
