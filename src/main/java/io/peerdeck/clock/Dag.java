package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The causal graph's growing edge, ahead of the disk by the batches not committed yet. Thrown away
/// and loaded again when a commit fails. All but the lookups run under the ledger's lock.
final class Dag<V> {
  private final EntryTable table;
  private final EntryCache cache;
  private final Views<V> views;
  private final Branches branches;
  private final TreeMap<Cid, DagNode> heads = new TreeMap<>();
  private final Map<Cid, DagNode> unsaved = new ConcurrentHashMap<>();
  private final Map<Long, Entry> unsavedEntries = new ConcurrentHashMap<>();
  private Optional<Cid> fleet;
  private long rows;
  private long lastLc;
  private Batch batch = new Batch();

  /// Loads the edge: fleet, tips, heads and counts, nothing else.
  Dag(EntryTable table, EntryCache cache, MembershipRule<V> rule) {
    this.table = table;
    this.cache = cache;
    this.views = new Views<>(table, rule, this::entryOf, this::pastOf, this::rowOf);
    EdgeReader edge = new EdgeReader(table);
    this.fleet = edge.fleet();
    this.branches = edge.branches();
    edge.heads().forEach(head -> heads.put(head.cid(), head));
    this.rows = edge.rows();
    this.lastLc = edge.lastLc();
  }

  Views<V> views() {
    return views;
  }

  Optional<Cid> fleet() {
    return fleet;
  }

  Batch batch() {
    return batch;
  }

  ClockState state() {
    return new ClockState(fleet, List.copyOf(heads.values()), branches.copy(), rows, lastLc);
  }

  /// Hands over what was placed since the last call.
  Batch takeBatch() {
    Batch taken = batch;
    batch = new Batch();
    return taken;
  }

  /// A batch is on disk: readers find its parts there from now on.
  void saved(Batch committed) {
    committed.nodes.forEach(cache::put);
    committed.entries.forEach(stored -> cache.put(stored.entry()));
    views.saved(committed);
    committed.nodes.forEach(node -> unsaved.remove(node.cid()));
    committed.entries.forEach(stored -> unsavedEntries.remove(stored.row()));
  }

  void follow(Cid genesis) {
    if (fleet.isPresent()) {
      throw new ClockException(
          "this folder follows fleet "
              + fleet.get()
              + " already; another fleet needs another data folder");
    }
    fleet = Optional.of(genesis);
    batch.newFleet = fleet;
  }

  /// The tip of the chain `author` goes on with, or null before its first entry.
  @Nullable DagNode tipOf(PeerId author) {
    Branch only = branches.only(author);
    if (only != null) {
      return only.tip();
    }
    return branches.of(author).stream()
        .map(Branch::tip)
        .max(Comparator.comparingLong(DagNode::seq))
        .orElse(null);
  }

  /// Signs the next entry of `self` on top of all heads.
  Entry sign(KeyPair self, String kind, String key, Ipld.Map body, long ts) {
    if (fleet.isEmpty() || heads.isEmpty()) {
      throw new ClockException(
          fleet.isEmpty()
              ? "this folder follows no fleet yet: create one or join one"
              : "the fleet's first entry has not arrived yet: sync before writing");
    }
    Long frozen = branches.frozen().get(self.peerId());
    if (frozen != null) {
      throw new ClockException(
          "this node's key wrote two histories from entry %d on and is frozen: start with a new key"
              .formatted(frozen));
    }
    DagNode prev = tipOf(self.peerId());
    List<Cid> parents = parentsBeside(prev);
    long time = prev == null ? -1 : prev.lc();
    for (Cid parent : parents) {
      DagNode head = heads.get(parent);
      time = head == null ? time : Math.max(time, head.lc());
    }
    long seq = prev == null ? 0 : prev.seq() + 1;
    Optional<Cid> prevCid = Optional.ofNullable(prev).map(DagNode::cid);
    return EntryCodec.sign(self, fleet, seq, prevCid, parents, time + 1, ts, kind, key, body);
  }

  private List<Cid> parentsBeside(@Nullable DagNode prev) {
    if (prev != null && heads.size() == 1 && heads.containsKey(prev.cid())) {
      return List.of();
    }
    return heads.values().stream()
        .filter(head -> prev == null || !head.cid().equals(prev.cid()))
        .sorted(Comparator.comparingLong(DagNode::lc).thenComparing(DagNode::cid).reversed())
        .limit(EntryCodec.MAX_PARENTS)
        .map(DagNode::cid)
        .sorted()
        .toList();
  }

  /// Gives an entry its place, if its causal past is held and allows it. The signature is checked
  /// before.
  Placement place(Entry entry) {
    if (fleet.isEmpty()) {
      throw new ClockException("this folder follows no fleet yet: create one or join one");
    }
    Optional<String> fault = EntryRules.fleetFault(entry, fleet.get());
    if (fault.isPresent()) {
      return new Placement.Refused(fault.get());
    }
    List<DagNode> ancestors = new ArrayList<>(1 + entry.parents().size());
    Set<Cid> missing = new LinkedHashSet<>();
    entry.prev().ifPresent(cid -> find(cid, ancestors, missing));
    entry.parents().forEach(cid -> find(cid, ancestors, missing));
    @Nullable DagNode prev =
        entry.prev().isEmpty() || ancestors.isEmpty() ? null : ancestors.get(0);
    // Only a child of a tip cannot be held already; anything else is looked up.
    boolean extendsTip = prev == null ? branches.of(entry.author()).isEmpty() : isTip(prev);
    if ((!missing.isEmpty() || !extendsTip) && node(entry.cid()).isPresent()) {
      return new Placement.Duplicate();
    }
    if (!missing.isEmpty()) {
      return new Placement.Missing(missing);
    }
    if (prev != null) {
      fault = EntryRules.prevFault(entry, prev, branches.get(prev.branch()));
    }
    fault = fault.or(() -> EntryRules.timeFault(entry, ancestors));
    return fault
        .<Placement>map(Placement.Refused::new)
        .orElseGet(() -> placeAfter(entry, prev, ancestors, extendsTip));
  }

  private Placement placeAfter(
      Entry entry, @Nullable DagNode prev, List<DagNode> ancestors, boolean extendsTip) {
    VersionVector past = VersionVector.EMPTY;
    for (DagNode ancestor : ancestors) {
      past = past.merge(ancestor.versions());
    }
    int before = views.before(ancestors, branches.frozenIn(past), batch);
    if (!ancestors.isEmpty() && !views.rule().isMember(views.fold(before), entry.author())) {
      return new Placement.Refused(
          "its author " + entry.author() + " is no member in its causal past");
    }
    int branchId = prev != null && extendsTip ? prev.branch() : branches.nextId();
    boolean newBranch = branchId == branches.nextId();
    List<Fork> forks =
        newBranch && !extendsTip
            ? new Forks(this, branches).openedBy(entry, prev, branchId)
            : List.of();
    VersionVector versions = past.with(branchId, entry.seq());
    Map<PeerId, Long> frozen = branches.frozenIn(versions, forks, entry.author());
    long row = rows + 1;
    int after = views.after(before, entry, row, frozen, batch);
    DagNode node =
        new DagNode(row, entry.cid(), entry.lc(), branchId, entry.seq(), versions, before, after);
    int parent = prev == null ? -1 : prev.branch();
    branches.put(
        newBranch
            ? new Branch(branchId, entry.author(), entry.seq(), parent, node)
            : branches.get(branchId).with(node));
    forks.forEach(branches::put);
    grow(entry, node, forks);
    return new Placement.Placed(node);
  }

  private void grow(Entry entry, DagNode node, List<Fork> forks) {
    rows = node.row();
    lastLc = Math.max(lastLc, node.lc());
    entry.prev().ifPresent(heads::remove);
    entry.parents().forEach(heads::remove);
    heads.put(node.cid(), node);
    unsaved.put(node.cid(), node);
    unsavedEntries.put(node.row(), entry);
    batch.nodes.add(node);
    batch.entries.add(new StoredEntry(node.row(), entry));
    batch.branches.add(node.branch());
    batch.forks.addAll(forks);
  }

  private void find(Cid cid, List<DagNode> found, Set<Cid> missing) {
    Optional<DagNode> node = node(cid);
    node.ifPresentOrElse(found::add, () -> missing.add(cid));
  }

  private boolean isTip(DagNode node) {
    return branches.get(node.branch()).tip().seq() == node.seq();
  }

  /// A node, on disk or on its way there.
  Optional<DagNode> node(Cid cid) {
    DagNode fresh = unsaved.get(cid);
    if (fresh == null) {
      fresh = heads.get(cid);
    }
    return fresh != null ? Optional.of(fresh) : cache.node(cid).or(() -> stored(cid));
  }

  private Optional<DagNode> stored(Cid cid) {
    Optional<DagNode> node = table.node(cid);
    node.ifPresent(cache::put);
    return node;
  }

  /// The node at a place of a branch, on disk or on its way there.
  Optional<DagNode> nodeOnChain(int branch, long seq) {
    return unsaved.values().stream()
        .filter(node -> node.branch() == branch && node.seq() == seq)
        .findAny()
        .or(() -> table.nodeOnChain(branch, seq));
  }

  Entry entryOf(long row) {
    Entry fresh = unsavedEntries.get(row);
    if (fresh != null) {
      return fresh;
    }
    return table
        .entry(row)
        .orElseThrow(() -> new ClockException("row " + row + " is not in the clock's tables"));
  }

  private int pastOf(Entry entry) {
    return held(entry).viewBefore();
  }

  private long rowOf(Entry entry) {
    return held(entry).row();
  }

  private DagNode held(Entry entry) {
    DagNode fresh = unsaved.get(entry.cid());
    return (fresh != null
            ? Optional.of(fresh)
            : cache.node(entry.cid()).or(() -> stored(entry.cid())))
        .orElseThrow(() -> new ClockException("entry " + entry.cid() + " is not held"));
  }
}
