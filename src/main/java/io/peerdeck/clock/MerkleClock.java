package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// A fleet's log as this peer holds it: all admitted entries, on disk, in one causal graph.
///
/// Readers see durable entries only. One clock follows one fleet for the life of its data folder.
/// Safe for use by many threads; no method but `append`, `admit`, `createFleet` and `adoptFleet`
/// waits for the disk.
///
/// @param <V> the membership view of the [MembershipRule]
public final class MerkleClock<V> implements AutoCloseable {
  private static final int ANNOUNCED_AT_ONCE = 512;

  private final PeerId self;
  private final EntryTable table;
  private final EntryCache cache = new EntryCache();
  private final HeldEntries held;
  private final SignatureChecks checks = new SignatureChecks();
  private final Announcer announcer;
  private final Ledger<V> ledger;
  private final Admission<V> admission;
  private final ClockSearch search;
  private final EntryWriter<V> writer;
  private final MemberHistory<V> members;

  private MerkleClock(Database database, KeyPair self, MembershipRule<V> rule, InstantSource wall) {
    this.self = self.peerId();
    this.table = new EntryTable(database, cache);
    this.held = new HeldEntries(table, cache);
    // The announcer learns the last row before anything can be written.
    this.announcer =
        new Announcer(new EdgeReader(table).rows(), row -> table.since(row, ANNOUNCED_AT_ONCE));
    this.ledger = new Ledger<>(database, table, cache, rule, announcer::publish);
    this.search = new ClockSearch(table, ledger::state);
    this.writer = new EntryWriter<>(ledger, self, wall);
    this.members = new MemberHistory<>(ledger, table, held::node);
    this.admission = new Admission<>(ledger, checks, cid -> table.rowOf(cid).isPresent());
  }

  /// Opens the clock of a database that has the tables of [ClockSchema].
  ///
  /// Reads heads, tips and counts only, so the time does not depend on the number of entries.
  ///
  /// @param self the key this peer signs with
  /// @param rule who may write
  /// @param wall the time shown to people
  public static <V> MerkleClock<V> open(
      Database database, KeyPair self, MembershipRule<V> rule, InstantSource wall) {
    return new MerkleClock<>(database, self, rule, wall);
  }

  /// CID of the genesis of the fleet this folder follows; empty before one is created or adopted.
  public Optional<Cid> fleet() {
    return ledger.state().fleet();
  }

  /// This peer's name, the author of what it appends.
  public PeerId self() {
    return self;
  }

  /// Writes the genesis (kind `fleet.created`, key `fleet`) of a new fleet, durable on return.
  ///
  /// @throws ClockException when this folder follows a fleet already
  public Entry createFleet(Ipld.Map body) {
    return writer.createFleet(body);
  }

  /// Follows an existing fleet from now on; its entries come by sync. Durable on return.
  ///
  /// @throws ClockException when this folder follows another fleet already
  public void adoptFleet(Cid genesis) {
    writer.adoptFleet(genesis);
  }

  /// Signs and writes one entry; the future completes when it is on disk.
  ///
  /// Calls of one thread are written in order, and need not wait for each other: many appends share
  /// a commit.
  ///
  /// @throws ClockException when there is no fleet, this peer is no member, its key is frozen by an
  ///     equivocation, or the entry is over 64 KiB
  public CompletableFuture<Entry> append(String kind, String key, Ipld.Map body) {
    return writer.append(kind, key, body);
  }

  /// Signs and writes an entry and another of its key that names it, in one commit.
  ///
  /// @param next made of the first one's CID; left out of the result where it is refused
  public CompletableFuture<List<Entry>> append(
      String key, Saying first, Function<Cid, Saying> next) {
    return writer.append(key, first, next);
  }

  /// Signs an entry without writing it, so that its CID is known before it exists.
  ///
  /// @param ts Unix ms to show
  /// @throws ClockException as for [#append]
  public Entry draft(String kind, String key, Ipld.Map body, long ts) {
    return writer.draft(kind, key, body, ts);
  }

  /// Writes a draft, if this peer has appended nothing since it was made; else empty, and a new
  /// draft is needed.
  public CompletableFuture<Optional<Entry>> appendDraft(Entry draft) {
    return writer.appendDraft(draft);
  }

  /// Admits blocks from anywhere; what is reported as admitted is durable.
  public AdmissionReport admit(List<byte[]> blocks) {
    return admission.admit(Optional.empty(), blocks);
  }

  /// Admits blocks that `source` sent: the pending pool has a bound per source.
  public AdmissionReport admit(PeerId source, List<byte[]> blocks) {
    return admission.admit(Optional.of(source), blocks);
  }

  /// The entry of a CID, if it is held.
  public Optional<Entry> get(Cid cid) {
    return held.entry(cid);
  }

  /// Whether an entry is held.
  public boolean has(Cid cid) {
    return held.has(cid);
  }

  /// All entries of a key, in order.
  public List<Entry> entriesOf(String key) {
    return table.ofKey(key);
  }

  /// The entries of a key whose kind starts with `kindPrefix`, in order.
  public List<Entry> entriesOf(String key, String kindPrefix) {
    return table.ofKey(key, kindPrefix);
  }

  /// Entries without children, sorted by bytes.
  public List<Cid> heads() {
    return ledger.state().heads().stream().map(DagNode::cid).toList();
  }

  /// SHA-256 over the CID bytes of the sorted heads, as 64 hex digits: equal exactly when two peers
  /// hold the same entries.
  public String compoundHead() {
    return ledger.state().compoundHead();
  }

  /// How many entries are held.
  public long size() {
    return ledger.state().rows();
  }

  /// The highest logical time, -1 when empty.
  public long lastLc() {
    return ledger.state().lastLc();
  }

  /// Whether `earlier` is in the causal past of `later`. False for an entry and itself.
  ///
  /// @throws ClockException when one of them is not held
  public boolean happenedBefore(Entry earlier, Entry later) {
    return held.isBefore(earlier, later);
  }

  /// Membership in the causal past of an entry (the entry itself not counted).
  ///
  /// @throws ClockException when it is not held
  public V viewAt(Entry entry) {
    return members.before(held.node(entry.cid()));
  }

  /// Membership over all entries held.
  public V currentView() {
    return members.now();
  }

  /// Membership as it was when the last entry in order was the one at this position, whatever this
  /// peer held then.
  public PastView<V> viewUpTo(EntryPosition last) {
    return members.upTo(last);
  }

  /// The sequence number from which an author's entries have no effect, because it wrote two
  /// histories.
  public OptionalLong frozenFrom(PeerId author) {
    Long from = ledger.state().branches().frozen().get(author);
    return from == null ? OptionalLong.empty() : OptionalLong.of(from);
  }

  /// The proofs against authors who wrote two histories.
  public List<Equivocation> equivocations() {
    return members.equivocations();
  }

  /// The last entry of each author.
  public Map<PeerId, Tip> versions() {
    return ledger.state().versions();
  }

  /// Finds entries by what they carry and by their place.
  public ClockSearch search() {
    return search;
  }

  /// Newest first, the entries below a position of the total order (from the top when empty).
  public List<Entry> window(Optional<EntryPosition> before, int limit) {
    return before.map(at -> table.before(at, limit)).orElseGet(() -> table.newest(0, limit));
  }

  /// Newest first, `limit` entries after skipping `offset` from the top: for scrolling by index.
  public List<Entry> windowAt(long offset, int limit) {
    return table.newest(offset, limit);
  }

  /// Entries after a row in local admission order, at most `limit`: how a projection catches up
  /// from its watermark. None that is on disk but not published: the views do not know it yet.
  public List<StoredEntry> entriesSince(long row, int limit) {
    int known = Math.clamp(ledger.state().rows() - row, 0, limit);
    return known == 0 ? List.of() : table.since(row, known);
  }

  /// The row of an entry, to compare with a watermark; empty when it is not held.
  public OptionalLong rowOf(Cid cid) {
    return table.rowOf(cid);
  }

  /// Checks every stored entry again from its bytes: name, signature, structure, chain, membership,
  /// heads.
  public VerifyReport verify(VerifyProgress progress) {
    return new ClockVerifier<>(table, ledger.views(), ledger.state(), checks).run(progress);
  }

  /// Hands over entries that became durable from now on, in admission order, on one thread of the
  /// clock, never under a lock. A slow listener delays the others but loses nothing.
  ///
  /// @return closes the subscription
  public AutoCloseable subscribe(Consumer<List<Entry>> listener) {
    return announcer.subscribe(listener);
  }

  /// Drops what is kept in memory of durable entries; they stay on disk.
  public void clearCache() {
    cache.clear();
  }

  /// Durable entries kept in memory, at most so many: those that would be dropped last.
  public List<Entry> hottest(int limit) {
    return cache.hottest(limit);
  }

  /// Counters.
  public ClockStats stats() {
    long[] waiting = admission.waiting();
    return new ClockStats(size(), cache.hits(), cache.misses(), (int) waiting[0], waiting[1]);
  }

  /// Waits for queued appends, then stops the clock's threads. The database stays open.
  @Override
  public void close() {
    ledger.close();
    announcer.close();
    checks.close();
  }

  /// The tables and the edge, for the sync of this room.
  EntryTable table() {
    return table;
  }

  ClockState state() {
    return ledger.state();
  }

  /// The ancestors that entries from `source` wait for.
  Set<Cid> missing(PeerId source) {
    return admission.missing(Optional.of(source));
  }

  /// A durable node.
  Optional<DagNode> find(Cid cid) {
    return held.find(cid);
  }
}
