package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Takes content off the disk that is not needed any more, but not what other content shares with
/// it. First everything that stays is told, then what goes. What stays is remembered in 8 MiB
/// whatever its number; now and then a block that could go stays for it. Not safe for many threads.
public final class BlobSweep {
  private static final int BITS = 1 << 26;
  private static final int PROBES = 4;

  private final BlobStore store;
  private final FileTime before;
  private final long[] kept = new long[BITS / Long.SIZE];

  /// @param before blocks stored or asked to be stored since then stay: somebody may be about to
  ///     name them
  public BlobSweep(BlobStore store, Instant before) {
    this.store = store;
    this.before = FileTime.from(before);
  }

  /// Keeps a block and everything below it, as far as it is held.
  public void keep(Cid root) {
    walk(root).forEach(this::remember);
  }

  /// Drops a block and everything below it that was not kept; the root last, so that a sweep that
  /// is cut short can be done again.
  ///
  /// @return bytes freed
  /// @throws BlobException if the disk refuses
  public long drop(Cid root) {
    long freed = 0;
    for (Cid cid : walk(root).reversed()) {
      if (!isKept(cid)) {
        freed += store.remove(cid, before);
      }
    }
    return freed;
  }

  /// What is held of a DAG, each block before those below it.
  private List<Cid> walk(Cid root) {
    List<Cid> held = new ArrayList<>();
    Set<Cid> seen = new HashSet<>();
    Deque<Cid> open = new ArrayDeque<>(List.of(BlobStore.canonical(root)));
    while (!open.isEmpty()) {
      Cid cid = open.pop();
      if (!seen.add(cid) || seen.size() > UnixFs.MAX_BLOCKS) {
        continue;
      }
      if (cid.codec() == Cid.RAW) {
        if (store.has(cid)) {
          held.add(cid);
        }
        continue;
      }
      Optional<byte[]> block = store.get(cid);
      if (block.isPresent()) {
        held.add(cid);
        links(cid, block.get()).forEach(below -> open.push(BlobStore.canonical(below)));
      }
    }
    return held;
  }

  /// A block that somebody made wrongly names nothing.
  private static List<Cid> links(Cid cid, byte[] block) {
    try {
      return DagLinks.of(cid, block);
    } catch (BlobException unsound) {
      return List.of();
    }
  }

  private void remember(Cid cid) {
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(cid, probe);
      kept[bit / Long.SIZE] |= 1L << bit;
    }
  }

  private boolean isKept(Cid cid) {
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(cid, probe);
      if ((kept[bit / Long.SIZE] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  /// A hash's bytes are as good as random; each probe takes four of them.
  private static int bit(Cid cid, int probe) {
    byte[] digest = cid.multihash().digest();
    int bits = 0;
    for (int i = 0; i < Integer.BYTES; i++) {
      bits = bits << 8 | (digest[(probe * Integer.BYTES + i) % digest.length] & 0xff);
    }
    return bits & BITS - 1;
  }
}
