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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A fleet's log as this peer holds it: all admitted entries, on disk, in one causal graph.
///
/// Readers see durable entries only. One clock follows one fleet for the life of its data folder.
/// Safe for use by many threads; no method but `append`, `admit`, `createFleet` and `adoptFleet`
/// waits for the disk.
///
/// @param <V> the membership view of the [MembershipRule]
public final class MerkleClock<V> implements AutoCloseable {
  private MerkleClock() {}

  /// Opens the clock of a database that has the tables of [ClockSchema].
  ///
  /// Reads heads, tips and counts only, so the time does not depend on the number of entries.
  ///
  /// @param self the key this peer signs with
  /// @param rule who may write
  /// @param wall the time shown to people
  public static <V> MerkleClock<V> open(
      Database database, KeyPair self, MembershipRule<V> rule, InstantSource wall) {
    throw unbuilt();
  }

  private static ClockException unbuilt() {
    return new ClockException("the clock's inside has not landed yet");
  }

  /// CID of the genesis of the fleet this folder follows; empty before one is created or adopted.
  public Optional<Cid> fleet() {
    throw unbuilt();
  }

  /// This peer's name, the author of what it appends.
  public PeerId self() {
    throw unbuilt();
  }

  /// Writes the genesis (kind `fleet.created`, key `fleet`) of a new fleet, durable on return.
  ///
  /// @throws ClockException when this folder follows a fleet already
  public Entry createFleet(Ipld.Map body) {
    throw unbuilt();
  }

  /// Follows an existing fleet from now on; its entries come by sync. Durable on return.
  ///
  /// @throws ClockException when this folder follows another fleet already
  public void adoptFleet(Cid genesis) {
    throw unbuilt();
  }

  /// Signs and writes one entry; the future completes when it is on disk.
  ///
  /// Calls of one thread are written in order, and need not wait for each other: many appends share
  /// a commit.
  ///
  /// @throws ClockException when there is no fleet, this peer is no member, its key is frozen by an
  ///     equivocation, or the entry is over 64 KiB
  public CompletableFuture<Entry> append(String kind, String key, Ipld.Map body) {
    throw unbuilt();
  }

  /// Signs an entry without writing it, so that its CID is known before it exists.
  ///
  /// @param ts Unix ms to show
  /// @throws ClockException as for [#append]
  public Entry draft(String kind, String key, Ipld.Map body, long ts) {
    throw unbuilt();
  }

  /// Writes a draft, if this peer has appended nothing since it was made; else empty, and a new
  /// draft is needed.
  public CompletableFuture<Optional<Entry>> appendDraft(Entry draft) {
    throw unbuilt();
  }

  /// Admits blocks from anywhere; what is reported as admitted is durable.
  public AdmissionReport admit(List<byte[]> blocks) {
    throw unbuilt();
  }

  /// Admits blocks that `source` sent: the pending pool has a bound per source.
  public AdmissionReport admit(PeerId source, List<byte[]> blocks) {
    throw unbuilt();
  }

  /// The entry of a CID, if it is held.
  public Optional<Entry> get(Cid cid) {
    throw unbuilt();
  }

  /// Whether an entry is held.
  public boolean has(Cid cid) {
    throw unbuilt();
  }

  /// All entries of a key, in order.
  public List<Entry> entriesOf(String key) {
    throw unbuilt();
  }

  /// The entries of a key whose kind starts with `kindPrefix`, in order.
  public List<Entry> entriesOf(String key, String kindPrefix) {
    throw unbuilt();
  }

  /// Entries without children, sorted by bytes.
  public List<Cid> heads() {
    throw unbuilt();
  }

  /// SHA-256 over the CID bytes of the sorted heads, as 64 hex digits: equal exactly when two peers
  /// hold the same entries.
  public String compoundHead() {
    throw unbuilt();
  }

  /// How many entries are held.
  public long size() {
    throw unbuilt();
  }

  /// The highest logical time, -1 when empty.
  public long lastLc() {
    throw unbuilt();
  }

  /// Whether `earlier` is in the causal past of `later`. False for an entry and itself.
  ///
  /// @throws ClockException when one of them is not held
  public boolean happenedBefore(Entry earlier, Entry later) {
    throw unbuilt();
  }

  /// Membership in the causal past of an entry (the entry itself not counted).
  ///
  /// @throws ClockException when it is not held
  public V viewAt(Entry entry) {
    throw unbuilt();
  }

  /// Membership over all entries held.
  public V currentView() {
    throw unbuilt();
  }

  /// The sequence number from which an author's entries have no effect, because it wrote two
  /// histories.
  public OptionalLong frozenFrom(PeerId author) {
    throw unbuilt();
  }

  /// The proofs against authors who wrote two histories.
  public List<Equivocation> equivocations() {
    throw unbuilt();
  }

  /// The last entry of each author.
  public Map<PeerId, Tip> versions() {
    throw unbuilt();
  }

  /// Newest first, the entries below a position of the total order (from the top when empty).
  public List<Entry> window(Optional<EntryPosition> before, int limit) {
    throw unbuilt();
  }

  /// Newest first, `limit` entries after skipping `offset` from the top: for scrolling by index.
  public List<Entry> windowAt(long offset, int limit) {
    throw unbuilt();
  }

  /// Entries after a row in local admission order, at most `limit`: how a projection catches up
  /// from its watermark.
  public List<StoredEntry> entriesSince(long row, int limit) {
    throw unbuilt();
  }

  /// The row of an entry, to compare with a watermark; empty when it is not held.
  public OptionalLong rowOf(Cid cid) {
    throw unbuilt();
  }

  /// Checks every stored entry again from its bytes: name, signature, structure, chain, membership,
  /// heads.
  public VerifyReport verify(VerifyProgress progress) {
    throw unbuilt();
  }

  /// Hands over entries that became durable from now on, in admission order, on one thread of the
  /// clock, never under a lock. A slow listener delays the others but loses nothing.
  ///
  /// @return closes the subscription
  public AutoCloseable subscribe(Consumer<List<Entry>> listener) {
    throw unbuilt();
  }

  /// Counters.
  public ClockStats stats() {
    throw unbuilt();
  }

  /// Waits for queued appends, then stops the clock's threads. The database stays open.
  @Override
  public void close() {
    throw unbuilt();
  }
}
