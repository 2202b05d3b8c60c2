package io.peerdeck.libp2p.gossip;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/// What tells one message from all others: the author's peer id and its sequence number, one behind
/// the other (pubsub, "Message Identification").
public final class MessageId {
  private final byte[] bytes;
  private final int hash;

  /// Copies the bytes.
  MessageId(byte[] bytes) {
    this.bytes = bytes.clone();
    // The end holds the sequence number: what differs between messages of one author.
    this.hash = Arrays.hashCode(this.bytes);
  }

  static MessageId of(byte[] from, byte[] seqno) {
    byte[] both = Arrays.copyOf(from, from.length + seqno.length);
    System.arraycopy(seqno, 0, both, from.length, seqno.length);
    return new MessageId(both);
  }

  /// The sequence number, unsigned in general; of Peerdeck's own messages it rises with each, over
  /// restarts too.
  public long number() {
    return bytes.length < Long.BYTES
        ? 0
        : ByteBuffer.wrap(bytes).getLong(bytes.length - Long.BYTES);
  }

  /// Not copied: for the encoder.
  byte[] raw() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MessageId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// Lowercase hex.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
