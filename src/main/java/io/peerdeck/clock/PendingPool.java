package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Sound entries whose ancestors are not held yet. Bounded by count and bytes, in all and per
/// source, so that nobody can fill memory or crowd others out; what finds no room is asked for
/// again later. Used under the ledger's lock.
final class PendingPool {
  private static final int MAX_ENTRIES = 8192;
  private static final long MAX_BYTES = 16L << 20;
  private static final int SHARE = 4;

  private final Map<Cid, Waiting> waiting = new LinkedHashMap<>();
  private final Map<Cid, Set<Cid>> waitersFor = new HashMap<>();
  private final Map<Optional<PeerId>, Usage> usage = new HashMap<>();
  private final Usage total = new Usage();

  /// An entry and who sent it.
  record Sent(Optional<PeerId> source, Entry entry) {}

  /// Keeps an entry until its ancestors come.
  ///
  /// @return false when there is no room for it
  boolean add(Optional<PeerId> source, Entry entry, Set<Cid> missing) {
    Waiting known = waiting.get(entry.cid());
    if (known != null) {
      return true;
    }
    Usage share = usage.computeIfAbsent(source, s -> new Usage());
    int bytes = entry.block().length;
    if (!total.hasRoom(bytes, 1) || !share.hasRoom(bytes, SHARE)) {
      return false;
    }
    total.add(1, bytes);
    share.add(1, bytes);
    waiting.put(entry.cid(), new Waiting(source, entry, new HashSet<>(missing)));
    missing.forEach(cid -> waitersFor.computeIfAbsent(cid, c -> new HashSet<>()).add(entry.cid()));
    return true;
  }

  /// An entry has its place: those that waited for nothing else, out of the pool.
  List<Sent> release(Cid admitted) {
    List<Sent> ready = new ArrayList<>();
    for (Cid waiter : waitersFor.getOrDefault(admitted, Set.of())) {
      Waiting held = waiting.get(waiter);
      if (held != null && held.missing.remove(admitted) && held.missing.isEmpty()) {
        ready.add(new Sent(held.source, held.entry));
      }
    }
    waitersFor.remove(admitted);
    ready.forEach(sent -> remove(sent.entry().cid()));
    remove(admitted);
    return ready;
  }

  /// An entry is refused: those that waited for it can never have a place.
  List<Sent> discardWaiters(Cid refused) {
    List<Sent> lost = new ArrayList<>();
    for (Cid waiter : Set.copyOf(waitersFor.getOrDefault(refused, Set.of()))) {
      Waiting held = waiting.get(waiter);
      if (held != null) {
        lost.add(new Sent(held.source, held.entry));
        remove(waiter);
      }
    }
    return lost;
  }

  /// The ancestors that `source`'s entries wait for and that are not waiting here themselves.
  Set<Cid> missing(Optional<PeerId> source) {
    Set<Cid> missing = new HashSet<>();
    for (Waiting held : waiting.values()) {
      if (held.source.equals(source)) {
        missing.addAll(held.missing);
      }
    }
    missing.removeAll(waiting.keySet());
    return missing;
  }

  int size() {
    return total.entries;
  }

  long bytes() {
    return total.bytes;
  }

  private void remove(Cid cid) {
    Waiting held = waiting.remove(cid);
    if (held == null) {
      return;
    }
    int bytes = held.entry.block().length;
    total.add(-1, -bytes);
    Usage share = usage.get(held.source);
    if (share != null) {
      share.add(-1, -bytes);
      if (share.entries == 0) {
        usage.remove(held.source);
      }
    }
    for (Cid missing : held.missing) {
      Set<Cid> waiters = waitersFor.get(missing);
      if (waiters != null && waiters.remove(cid) && waiters.isEmpty()) {
        waitersFor.remove(missing);
      }
    }
  }

  private record Waiting(Optional<PeerId> source, Entry entry, Set<Cid> missing) {}

  private static final class Usage {
    private int entries;
    private long bytes;

    boolean hasRoom(int more, int share) {
      return entries < MAX_ENTRIES / share && bytes + more <= MAX_BYTES / share;
    }

    void add(int moreEntries, long moreBytes) {
      entries += moreEntries;
      bytes += moreBytes;
    }
  }
}
