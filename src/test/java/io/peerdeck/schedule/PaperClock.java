package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Several peers' clocks without disk, network or signatures: who wrote what, knowing what. Makes
/// histories that would take real nodes minutes, with partitions at will.
final class PaperClock implements RunHistory {
  final List<PeerId> peers = new ArrayList<>();
  private final Map<PeerId, Set<Cid>> known = new HashMap<>();
  private final Map<PeerId, Long> seqs = new HashMap<>();
  private final Map<Cid, Entry> entries = new HashMap<>();
  private final Map<Cid, Set<Cid>> pasts = new HashMap<>();
  final Set<Cid> withoutEffect = new HashSet<>();
  final Map<PeerId, Set<String>> labels = new HashMap<>();
  private final Map<Cid, RunFold> folds = new HashMap<>();
  private int written;

  PaperClock(int count) {
    for (int n = 0; n < count; n++) {
      PeerId peer = PeerId.ofEd25519(Sha256.of("peer " + n));
      peers.add(peer);
      known.put(peer, new HashSet<>());
      labels.put(peer, Set.of("linux"));
    }
  }

  PeerId peer(int n) {
    return peers.get(n);
  }

  Entry submit(int by, Submission submission) {
    return write(by, Submission.KEY, submission);
  }

  Entry write(int by, Cid run, RunEvent event) {
    return write(by, run.toString(), event);
  }

  private Entry write(int by, String key, RunEvent event) {
    PeerId author = peer(by);
    Set<Cid> past = new HashSet<>(known.get(author));
    long lc = past.stream().mapToLong(cid -> entries.get(cid).lc()).max().orElse(-1) + 1;
    byte[] block = DagCbor.encode(Ipld.map().put("n", written++).build());
    Cid cid = Cid.of(Cid.DAG_CBOR, block);
    long seq = seqs.merge(author, 1L, Long::sum) - 1;
    Entry entry =
        new Entry(
            cid,
            block,
            Optional.empty(),
            author,
            seq,
            Optional.empty(),
            List.of(),
            lc,
            1000L * written,
            event.kind(),
            key,
            event.toBody());
    entries.put(cid, entry);
    pasts.put(cid, past);
    known.get(author).add(cid);
    return entry;
  }

  /// Two peers exchange all they know.
  void sync(int a, int b) {
    Set<Cid> both = new HashSet<>(known.get(peer(a)));
    both.addAll(known.get(peer(b)));
    known.get(peer(a)).addAll(both);
    known.get(peer(b)).addAll(both);
  }

  void syncAll() {
    Set<Cid> all = new HashSet<>(entries.keySet());
    known.values().forEach(set -> set.addAll(all));
  }

  Collection<Entry> all() {
    return entries.values();
  }

  @Override
  public Optional<Entry> entry(Cid cid) {
    return Optional.ofNullable(entries.get(cid));
  }

  /// The run as one peer knows it.
  RunState seenBy(int peer, Entry submitted) {
    return fold(submitted, known.get(peer(peer)).stream().map(entries::get).toList());
  }

  boolean knows(int peer, Entry entry) {
    return known.get(peer(peer)).contains(entry.cid());
  }

  RunState fold(Entry submitted, Collection<Entry> some) {
    return folds
        .computeIfAbsent(submitted.cid(), cid -> RunFold.of(this, submitted).orElseThrow())
        .state(ordered(submitted, some))
        .orElseThrow();
  }

  static Collection<Entry> ordered(Entry submitted, Collection<Entry> some) {
    TreeSet<Entry> inOrder = new TreeSet<>(some);
    inOrder.removeIf(entry -> !entry.key().equals(submitted.cid().toString()));
    return inOrder;
  }

  /// All entries so that each comes after its causal past, chosen by `random`.
  List<Entry> deliveries(java.util.Random random) {
    List<Entry> open = new ArrayList<>(new TreeSet<>(entries.values()));
    Set<Cid> delivered = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      List<Entry> free =
          open.stream().filter(e -> delivered.containsAll(pasts.get(e.cid()))).toList();
      Entry next = free.get(random.nextInt(free.size()));
      open.remove(next);
      delivered.add(next.cid());
    }
    return delivered.stream().map(entries::get).toList();
  }

  @Override
  public boolean hasEffect(Entry entry) {
    return !withoutEffect.contains(entry.cid());
  }

  @Override
  public boolean isAllowed(Entry entry) {
    return true;
  }

  @Override
  public boolean happenedBefore(Entry earlier, Entry later) {
    return pasts.get(later.cid()).contains(earlier.cid());
  }

  @Override
  public List<PeerId> eligible(Entry head, List<String> runsOn) {
    return peers.stream().filter(peer -> labels.get(peer).containsAll(runsOn)).toList();
  }
}
