package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagPb;
import java.io.IOException;
import java.io.OutputStream;

/// Writes a file's content out, leaf by leaf, and holds every subtree to the size its parent told.
/// A small DAG can name the same leaf many times, so the bytes are bounded too.
final class FileExport {
  private static final int MAX_DEPTH = 32;

  private final BlobStore store;
  private long allowance;

  /// @param allowance bytes that may be written before the export is refused
  FileExport(BlobStore store, long allowance) {
    this.store = store;
    this.allowance = allowance;
  }

  /// Writes one file and returns how many bytes it has.
  long write(Cid cid, OutputStream out) throws IOException {
    return write(cid, out, 0);
  }

  private long write(Cid cid, OutputStream out, int depth) throws IOException {
    byte[] block = store.require(cid);
    if (cid.codec() == Cid.RAW) {
      return plain(block, out);
    }
    if (cid.codec() != Cid.DAG_PB || depth == MAX_DEPTH) {
      throw new BlobException("block " + cid + " is no part of a file");
    }
    DagPb.Node node = DagLinks.node(cid, block);
    UnixFsNode file = DagLinks.unixFs(cid, node);
    boolean isFile = file.type() == UnixFsNode.Type.FILE || file.type() == UnixFsNode.Type.RAW;
    if (!isFile || file.blockSizes().size() != node.links().size()) {
      throw new BlobException("block " + cid + " is no file");
    }
    long written = plain(file.data(), out);
    for (int i = 0; i < node.links().size(); i++) {
      long below = write(node.links().get(i).cid(), out, depth + 1);
      if (below != file.blockSizes().get(i)) {
        throw new BlobException(
            "part %d of file %s has %d bytes, not %d as told"
                .formatted(i, cid, below, file.blockSizes().get(i)));
      }
      written += below;
    }
    return written;
  }

  private long plain(byte[] bytes, OutputStream out) throws IOException {
    allowance -= bytes.length;
    if (allowance < 0) {
      throw new BlobException("the content is larger than allowed");
    }
    out.write(bytes);
    return bytes.length;
  }
}
