package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Blocks that somebody wants kept in memory, whatever else is read, after a restart as well. Safe
/// for many threads.
final class PinnedBlocks {
  private static final Logger LOG = LoggerFactory.getLogger(PinnedBlocks.class);

  private final long mostBytes;
  private final PinFile names;
  private final Map<Cid, byte[]> blocks = new LinkedHashMap<>();
  private long bytes;
  private long hits;

  /// @param mostBytes of all pinned blocks together
  /// @param names of what is pinned, from before and from now on
  PinnedBlocks(long mostBytes, PinFile names) {
    this.mostBytes = mostBytes;
    this.names = names;
  }

  /// Pins again what was pinned before. What is no longer held, or has no room now, is reported and
  /// let go.
  ///
  /// @param reading a block, empty if it is not held
  synchronized void restore(Function<Cid, Optional<byte[]>> reading) {
    for (Cid cid : names.read()) {
      Optional<byte[]> block = reading.apply(cid);
      if (block.isPresent() && fits(cid, block.get())) {
        keep(cid, block.get());
      } else {
        LOG.warn(
            "block {} was pinned and is so no longer: {}",
            cid,
            block.isPresent() ? "there is no room for it" : "it is not held here");
      }
    }
  }

  private boolean fits(Cid cid, byte[] block) {
    return !blocks.containsKey(cid)
        && blocks.size() < PinFile.MOST
        && bytes + block.length <= mostBytes;
  }

  private void keep(Cid cid, byte[] block) {
    blocks.put(cid, block);
    bytes += block.length;
  }

  /// Keeps a block from now on.
  ///
  /// @throws BlobException if there is no room for it, or its name cannot be kept on disk
  synchronized void pin(Cid cid, byte[] block) {
    if (blocks.containsKey(cid)) {
      return;
    }
    if (blocks.size() == PinFile.MOST) {
      throw new BlobException(
          "at most " + PinFile.MOST + " blocks can be pinned: unpin others first");
    }
    if (bytes + block.length > mostBytes) {
      throw new BlobException(
          "pinned blocks take at most "
              + mostBytes
              + " bytes of memory, and "
              + bytes
              + " are taken: unpin others first");
    }
    keep(cid, block.clone());
    try {
      names.write(blocks.keySet());
    } catch (BlobException e) {
      drop(cid);
      throw e;
    }
  }

  /// Lets a block go; false when it was not pinned.
  ///
  /// @throws BlobException if that cannot be kept on disk; it stays pinned then
  synchronized boolean unpin(Cid cid) {
    if (!blocks.containsKey(cid)) {
      return false;
    }
    names.write(blocks.keySet().stream().filter(pinned -> !pinned.equals(cid)).toList());
    drop(cid);
    return true;
  }

  private void drop(Cid cid) {
    byte[] block = blocks.remove(cid);
    bytes -= block == null ? 0 : block.length;
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
