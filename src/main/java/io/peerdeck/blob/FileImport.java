package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagPb;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts a file into raw leaves of 1 MiB and builds the balanced tree over them: at most 174 links a
/// node, filled from the left, all leaves equally deep. A file of one leaf without a mode is that
/// leaf.
final class FileImport {
  static final int LEAF = 1 << 20;
  static final int LINKS = 174;

  private final BlobBatch batch;
  private final List<List<Built>> levels = new ArrayList<>();

  /// A finished subtree.
  ///
  /// @param cid its root
  /// @param content bytes of the file below
  /// @param total bytes of all blocks below, the root's included
  record Built(Cid cid, long content, long total) {}

  private FileImport(BlobBatch batch) {
    this.batch = batch;
  }

  static Built run(BlobBatch batch, InputStream in, int mode) throws IOException {
    FileImport tree = new FileImport(batch);
    byte[] first = in.readNBytes(LEAF);
    byte[] next = in.readNBytes(LEAF);
    if (next.length == 0 && mode != 0) {
      // A raw leaf has no room for the mode, so the node holds the bytes itself, as other importers
      // do it.
      return store(batch, List.of(), UnixFsNode.inline(first, mode));
    }
    tree.leaf(first);
    while (next.length > 0) {
      tree.leaf(next);
      next = in.readNBytes(LEAF);
    }
    return tree.finish(mode);
  }

  private void leaf(byte[] bytes) {
    add(0, new Built(batch.put(bytes, Cid.RAW), bytes.length, bytes.length));
  }

  /// A full level is folded into one node only when one more comes, so the root's children are
  /// known at the end.
  private void add(int level, Built child) {
    if (level == levels.size()) {
      levels.add(new ArrayList<>());
    }
    List<Built> children = levels.get(level);
    if (children.size() == LINKS) {
      Built full = node(children, 0);
      children.clear();
      add(level + 1, full);
    }
    children.add(child);
  }

  private Built finish(int mode) {
    for (int level = 0; level < levels.size() - 1; level++) {
      add(level + 1, node(levels.get(level), 0));
    }
    List<Built> top = levels.getLast();
    return top.size() == 1 ? top.getFirst() : node(top, mode);
  }

  private Built node(List<Built> children, int mode) {
    List<DagPb.Link> links =
        children.stream().map(c -> new DagPb.Link(c.cid(), Optional.of(""), c.total())).toList();
    UnixFsNode file = UnixFsNode.file(children.stream().map(Built::content).toList(), mode);
    return store(batch, links, file);
  }

  /// Stores a node over its links.
  static Built store(BlobBatch batch, List<DagPb.Link> links, UnixFsNode node) {
    byte[] block = DagPb.encode(new DagPb.Node(links, Optional.of(node.encode())));
    long total = block.length + links.stream().mapToLong(DagPb.Link::size).sum();
    return new Built(batch.put(block, Cid.DAG_PB), node.fileSize(), total);
  }
}
