package io.peerdeck.blob;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.stats.CacheStats;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multihash;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Blocks by CID: files in a folder, the lately used ones also in memory. What a method has stored
/// is on disk and fsynced when it returns; what it gives out has been hashed when it was read. Safe
/// for many threads; one process per folder is the caller's business.
public final class BlobStore {
  /// The largest block, in bytes: a 1 MiB leaf is half of it, a folder node may need more.
  public static final int MAX_BLOCK = 2 << 20;

  /// Memory for lately used blocks unless told otherwise, in bytes.
  public static final long DEFAULT_CACHE_BYTES = 32 << 20;

  private final BlobFiles files;
  private final Cache<Cid, byte[]> cache;
  private final long cacheBytes;
  private final PinnedBlocks pinned;
  private final LongAdder absent = new LongAdder();

  private BlobStore(BlobFiles files, long cacheBytes) {
    this.files = files;
    this.cacheBytes = cacheBytes;
    pinned = new PinnedBlocks(cacheBytes / 2, files.pins());
    cache =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((Cid cid, byte[] block) -> block.length + 200)
            .executor(Runnable::run)
            .recordStats()
            .build();
    pinned.restore(files::read);
  }

  /// Opens a folder, creating it if needed. Blocks that a killed process had written but not named
  /// yet are kept if they are whole.
  ///
  /// @param folder the blobs' own folder
  /// @throws BlobException if the folder cannot be used
  public static BlobStore open(Path folder) {
    return open(folder, DEFAULT_CACHE_BYTES);
  }

  /// Opens a folder with a cache of a given size.
  ///
  /// @param folder the blobs' own folder
  /// @param cacheBytes memory for lately used blocks; 0 for none
  /// @throws BlobException if the folder cannot be used
  public static BlobStore open(Path folder, long cacheBytes) {
    return new BlobStore(BlobFiles.open(folder), cacheBytes);
  }

  /// Stores a block under its own name.
  ///
  /// @param block at most [#MAX_BLOCK] bytes
  /// @param codec how it is read, such as [Cid#RAW]
  /// @return its name, durable
  public Cid put(byte[] block, long codec) {
    Cid cid = Cid.of(codec, block);
    files.write(cid, block);
    return cid;
  }

  /// Stores a block that somebody named.
  ///
  /// @param cid the name
  /// @param block the bytes
  /// @throws BlobException if the bytes are not what is named
  public void put(Cid cid, byte[] block) {
    files.write(checked(cid, block), block);
  }

  /// Starts a batch: many blocks for few waits on the disk.
  public BlobBatch batch() {
    return new BlobBatch(files);
  }

  /// A block, a copy.
  ///
  /// @param cid its name
  /// @return empty if it is not held. A damaged file is put aside, reported, and counts as not
  ///     held.
  public Optional<byte[]> get(Cid cid) {
    if (isIdentity(cid)) {
      return Optional.of(cid.multihash().digest());
    }
    Cid key = canonical(cid);
    Optional<byte[]> kept = pinned.get(key);
    if (kept.isPresent()) {
      return kept;
    }
    byte[] cached = cache.getIfPresent(key);
    if (cached != null) {
      return Optional.of(cached.clone());
    }
    Optional<byte[]> read = files.read(key);
    if (read.isPresent()) {
      cache.put(key, read.get().clone());
    } else {
      absent.increment();
    }
    return read;
  }

  /// A block that must be there.
  ///
  /// @param cid its name
  /// @throws BlobException if it is not held
  public byte[] require(Cid cid) {
    return get(cid).orElseThrow(() -> new BlobException("block " + cid + " is not held here"));
  }

  /// Whether a block is held, without reading it.
  ///
  /// @param cid its name
  public boolean has(Cid cid) {
    return isIdentity(cid) || files.has(canonical(cid));
  }

  /// How many bytes a block has, without reading it; empty if it is not held.
  ///
  /// @param cid its name
  public OptionalLong size(Cid cid) {
    return isIdentity(cid)
        ? OptionalLong.of(cid.multihash().digest().length)
        : files.size(canonical(cid));
  }

  /// Drops what is kept in memory but for what is pinned; the blocks stay on disk.
  public void clearCache() {
    cache.invalidateAll();
  }

  /// Keeps a block in memory until it is unpinned, also when the folder is opened again. Pinned
  /// blocks take at most half of the memory for blocks.
  ///
  /// @param cid its name
  /// @throws BlobException if it is not held, or there is no room for it
  public void pin(Cid cid) {
    if (isIdentity(cid)) {
      throw new BlobException("block " + cid + " is whole in its own name and needs no pin");
    }
    pinned.pin(canonical(cid), require(cid));
  }

  /// Lets a pinned block go; false when it was not pinned.
  ///
  /// @param cid its name
  public boolean unpin(Cid cid) {
    return pinned.unpin(canonical(cid));
  }

  /// Takes a block off the disk, unless it is pinned or was stored, or asked to be stored, at or
  /// after a time.
  ///
  /// @return bytes freed; 0 when it stays or is not held
  long remove(Cid cid, FileTime before) {
    Cid key = canonical(cid);
    if (isIdentity(key) || pinned.get(key).isPresent()) {
      return 0;
    }
    long freed = files.remove(key, before);
    if (freed > 0) {
      cache.invalidate(key);
    }
    return freed;
  }

  /// Blocks in memory: pinned ones first, then those that would be dropped last.
  ///
  /// @param limit at most so many
  public List<CachedBlock> hottest(int limit) {
    List<CachedBlock> kept = pinned.list();
    Set<Cid> known = kept.stream().map(CachedBlock::cid).collect(Collectors.toSet());
    Stream<CachedBlock> others =
        cache.policy().eviction().stream()
            .flatMap(eviction -> eviction.hottest(limit).entrySet().stream())
            .filter(entry -> !known.contains(entry.getKey()))
            .map(entry -> new CachedBlock(entry.getKey(), entry.getValue().length, false));
    return Stream.concat(kept.stream(), others).limit(limit).toList();
  }

  /// Hits and misses of the memory.
  public BlobStats stats() {
    CacheStats stats = cache.stats();
    long weight =
        cache
            .policy()
            .eviction()
            .map(Policy.Eviction::weightedSize)
            .map(w -> w.orElse(0))
            .orElse(0L);
    return new BlobStats(
        stats.hitCount() + pinned.hits(),
        stats.missCount(),
        absent.sum(),
        cache.estimatedSize(),
        weight + pinned.bytes(),
        cacheBytes);
  }

  /// Checks a block against its name and the size limit.
  ///
  /// @return the name in the form that files have
  static Cid checked(Cid cid, byte[] block) {
    if (block.length > MAX_BLOCK) {
      throw new BlobException(
          "block " + cid + " has " + block.length + " bytes, at most " + MAX_BLOCK + " are kept");
    }
    if (!cid.matches(block)) {
      throw new BlobException("the " + block.length + " bytes given are not block " + cid);
    }
    return canonical(cid);
  }

  /// Version 0 and 1 name the same block; files have version 1 names, which survive file systems
  /// without case.
  static Cid canonical(Cid cid) {
    return cid.version() == 1 ? cid : Cid.of(cid.codec(), cid.multihash());
  }

  private static boolean isIdentity(Cid cid) {
    return cid.multihash().code() == Multihash.IDENTITY;
  }
}
