package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;

/// One signed decision of one author.
///
/// @param cid the entry's name, CIDv1 dag-cbor sha2-256 of `block`
/// @param block the signed DAG-CBOR bytes, at most 64 KiB; shared, not to be changed
/// @param fleet CID of the fleet's genesis entry; empty only in the genesis itself
/// @param author who signed
/// @param seq 0, 1, 2 … per author, without holes
/// @param prev the author's entry `seq - 1`; empty only when `seq` is 0
/// @param parents other heads the author knew, at most 16, sorted by bytes
/// @param lc logical time: 1 + the highest of `prev` and `parents`
/// @param ts Unix ms by the author's clock, shown to people, never used for order
/// @param kind what happened
/// @param key to what it happened; a thing's fold reads the entries of its key
/// @param body the details
@SuppressWarnings(
    "ArrayRecordComponent") // One block per entry, handed out uncopied by intent; equality is the
// CID's.
public record Entry(
    Cid cid,
    byte[] block,
    Optional<Cid> fleet,
    PeerId author,
    long seq,
    Optional<Cid> prev,
    List<Cid> parents,
    long lc,
    long ts,
    String kind,
    String key,
    Ipld.Map body)
    implements Comparable<Entry> {

  /// The clock's total order: logical time, then CID bytes. It respects causality.
  @Override
  public int compareTo(Entry other) {
    int byTime = Long.compare(lc, other.lc);
    return byTime != 0 ? byTime : cid.compareTo(other.cid);
  }

  /// Where the entry stands in the total order.
  public EntryPosition position() {
    return new EntryPosition(lc, cid);
  }

  /// Entries are equal when their CIDs are.
  @Override
  public boolean equals(Object other) {
    return other instanceof Entry that && cid.equals(that.cid);
  }

  @Override
  public int hashCode() {
    return cid.hashCode();
  }

  @Override
  public String toString() {
    return "%s %s by %s #%d at %d (%s)".formatted(kind, key, author, seq, lc, cid);
  }
}
