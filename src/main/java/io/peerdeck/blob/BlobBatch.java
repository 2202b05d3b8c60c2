package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Many blocks with few waits: they are written at once and fsynced together. A block of a batch is
/// readable once it is committed, by [#commit] or because the batch grew past its bound. For one
/// thread.
public final class BlobBatch implements AutoCloseable {
  private static final int MAX_PENDING_BLOCKS = 256;
  private static final long MAX_PENDING_BYTES = 16 << 20;

  private final BlobFiles files;
  private final Map<Cid, Path> pending = new LinkedHashMap<>();
  private final Set<Path> shards = new HashSet<>();
  private long pendingBytes;

  BlobBatch(BlobFiles files) {
    this.files = files;
  }

  /// Adds a block under its own name.
  ///
  /// @param block at most [BlobStore#MAX_BLOCK] bytes
  /// @param codec how it is read
  public Cid put(byte[] block, long codec) {
    Cid cid = Cid.of(codec, block);
    add(cid, block);
    return cid;
  }

  /// Adds a block that somebody named.
  ///
  /// @param cid the name
  /// @param block the bytes
  /// @throws BlobException if the bytes are not what is named
  public void put(Cid cid, byte[] block) {
    add(BlobStore.checked(cid, block), block);
  }

  /// Adds a raw block that is the whole of a file.
  ///
  /// @param file stays as it is
  Cid link(Path file, byte[] block) {
    Cid cid = Cid.of(Cid.RAW, block);
    add(cid, block, () -> files.linkIncoming(cid, file, block));
    return cid;
  }

  /// Adds a block whose name the caller has checked.
  void add(Cid cid, byte[] block) {
    add(cid, block, () -> files.writeIncoming(cid, block));
  }

  private interface Making {
    Path make() throws IOException;
  }

  private void add(Cid cid, byte[] block, Making file) {
    // Also for a block that is there: whoever put it may not have synced the folder yet.
    shards.add(files.shard(cid));
    try {
      if (pending.containsKey(cid) || files.hasAlready(cid)) {
        return;
      }
      pending.put(cid, file.make());
    } catch (IOException e) {
      throw new BlobException("cannot store block " + cid + ": " + e.getMessage(), e);
    }
    pendingBytes += block.length;
    if (pending.size() >= MAX_PENDING_BLOCKS || pendingBytes >= MAX_PENDING_BYTES) {
      commit();
    }
  }

  /// Makes all blocks added so far readable and durable.
  ///
  /// @throws BlobException if the disk refuses
  public void commit() {
    try {
      for (Path file : pending.values()) {
        BlobFiles.force(file);
      }
      for (Map.Entry<Cid, Path> block : pending.entrySet()) {
        files.publish(block.getKey(), block.getValue());
      }
      for (Path shard : shards) {
        files.forceFolder(shard);
      }
      shards.clear();
    } catch (IOException e) {
      throw new BlobException("cannot make blocks durable: " + e.getMessage(), e);
    }
    pending.clear();
    pendingBytes = 0;
  }

  /// Drops what was not committed.
  @Override
  public void close() {
    try {
      for (Path file : pending.values()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new BlobException("cannot remove an unfinished block: " + e.getMessage(), e);
    }
    pending.clear();
  }
}
