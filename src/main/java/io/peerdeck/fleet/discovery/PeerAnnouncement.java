package io.peerdeck.fleet.discovery;

import io.peerdeck.libp2p.PeerRecord;
import io.peerdeck.libp2p.SignedEnvelope;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.Arrays;
import java.util.List;

/// What a peer says of itself and signed: libp2p's peer record, and the [PeerStatement] of the same
/// number. Whoever holds one may pass it on, by any road: as bytes in a file, as a map in a frame,
/// as the body of a gossiped message.
public final class PeerAnnouncement {
  /// More addresses than this are refused.
  public static final int MAX_ADDRESSES = 16;

  private final PeerRecord record;
  private final PeerStatement statement;
  private final List<Multiaddr> addresses;
  private final byte[] recordBytes;
  private final byte[] statementBytes;

  private PeerAnnouncement(
      PeerRecord record, PeerStatement statement, byte[] recordBytes, byte[] statementBytes) {
    this.record = record;
    this.statement = statement;
    this.recordBytes = recordBytes;
    this.statementBytes = statementBytes;
    if (!record.peer().equals(statement.peer()) || record.seq() != statement.seq()) {
      throw new MultiformatException(
          "a peer record and a statement do not belong together: %s number %d, %s number %d"
              .formatted(record.peer(), record.seq(), statement.peer(), statement.seq()));
    }
    if (record.addresses().size() > MAX_ADDRESSES) {
      throw new MultiformatException(
          "an announcement has at most %d addresses, not %d"
              .formatted(MAX_ADDRESSES, record.addresses().size()));
    }
    this.addresses =
        record.addresses().stream().map(address -> address.withPeer(record.peer())).toList();
  }

  /// Signs what the owner of the key says of itself.
  ///
  /// @param addresses where it can be dialled, with or without `/p2p/…`; the first 16 count
  /// @param statement of the same peer; its number is the record's too, and must be higher than
  ///     that of any earlier announcement
  public static PeerAnnouncement sign(
      KeyPair key, List<Multiaddr> addresses, PeerStatement statement) {
    PeerRecord record =
        new PeerRecord(
            key.peerId(),
            statement.seq(),
            addresses.stream().distinct().limit(MAX_ADDRESSES).toList());
    return new PeerAnnouncement(
        record, statement, record.seal(key).bytes(), statement.seal(key).bytes());
  }

  /// Reads one and checks both signatures.
  ///
  /// @param record libp2p's signed envelope, at most 8 KiB
  /// @param statement ours, at most 8 KiB
  /// @throws MultiformatException saying what is wrong
  public static PeerAnnouncement open(byte[] record, byte[] statement) {
    if (record.length > SignedEnvelope.MAX_BYTES || statement.length > SignedEnvelope.MAX_BYTES) {
      throw new MultiformatException(
          "an announcement of %d bytes; each half has at most %d"
              .formatted((long) record.length + statement.length, SignedEnvelope.MAX_BYTES));
    }
    return new PeerAnnouncement(
        PeerRecord.open(record), PeerStatement.open(statement), record.clone(), statement.clone());
  }

  /// Reads one from [#ipld()]'s form.
  ///
  /// @throws MultiformatException saying what is wrong
  public static PeerAnnouncement of(Ipld.Map map) {
    return open(map.bytes("record"), map.bytes("statement"));
  }

  /// As a map `{record: bytes, statement: bytes}` for frames and messages.
  public Ipld.Map ipld() {
    return Ipld.map().put("record", recordBytes).put("statement", statementBytes).build();
  }

  /// Who says it.
  public PeerId peer() {
    return record.peer();
  }

  /// A later announcement of the same peer has a higher number.
  public long seq() {
    return record.seq();
  }

  /// Where it can be dialled, each ending in `/p2p/` and its id.
  public List<Multiaddr> addresses() {
    return addresses;
  }

  /// What it says besides.
  public PeerStatement statement() {
    return statement;
  }

  /// libp2p's signed envelope, a copy.
  public byte[] recordBytes() {
    return recordBytes.clone();
  }

  /// Our signed envelope, a copy.
  public byte[] statementBytes() {
    return statementBytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerAnnouncement that
        && Arrays.equals(recordBytes, that.recordBytes)
        && Arrays.equals(statementBytes, that.statementBytes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(recordBytes) + Arrays.hashCode(statementBytes);
  }

  @Override
  public String toString() {
    return "PeerAnnouncement[" + peer() + ", " + seq() + ", " + record.addresses() + "]";
  }
}
