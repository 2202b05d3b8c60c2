package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Blocks that somebody wants kept in memory, whatever else is read. Safe for many threads.
final class PinnedBlocks {
  private final long mostBytes;
  private final Map<Cid, byte[]> blocks = new LinkedHashMap<>();
  private long bytes;
  private long hits;

  /// @param mostBytes of all pinned blocks together
  PinnedBlocks(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /// Keeps a block from now on.
  ///
  /// @throws BlobException if there is no room for it
  synchronized void pin(Cid cid, byte[] block) {
    if (blocks.containsKey(cid)) {
      return;
    }
    if (bytes + block.length > mostBytes) {
      throw new BlobException(
          "pinned blocks take at most "
              + mostBytes
              + " bytes of memory, and "
              + bytes
              + " are taken: unpin others first");
    }
    blocks.put(cid, block.clone());
    bytes += block.length;
  }

  /// Lets a block go; false when it was not pinned.
  synchronized boolean unpin(Cid cid) {
    byte[] block = blocks.remove(cid);
    bytes -= block == null ? 0 : block.length;
    return block != null;
  }

  /// A copy of a pinned block.
  synchronized Optional<byte[]> get(Cid cid) {
    byte[] block = blocks.get(cid);
    if (block == null) {
      return Optional.empty();
    }
    hits++;
    return Optional.of(block.clone());
  }

  /// In the order in which they were pinned.
  synchronized List<CachedBlock> list() {
    return blocks.entrySet().stream()
        .map(pinned -> new CachedBlock(pinned.getKey(), pinned.getValue().length, true))
        .toList();
  }

  synchronized long hits() {
    return hits;
  }

  synchronized long bytes() {
    return bytes;
  }
}
