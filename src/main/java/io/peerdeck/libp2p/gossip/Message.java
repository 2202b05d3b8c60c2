package io.peerdeck.libp2p.gossip;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A published message as the wire carries it. It is passed on byte for byte, so that its signature
/// holds whatever fields its author put in.
final class Message {
  static final int SEQNO_BYTES = 8;
  private static final byte[] SIGN_PREFIX = "libp2p-pubsub:".getBytes(StandardCharsets.US_ASCII);
  private static final int FROM = 1;
  private static final int DATA = 2;
  private static final int SEQNO = 3;
  private static final int TOPIC = 4;
  private static final int SIGNATURE = 5;
  private static final int KEY = 6;
  private static final int BYTES = 2;

  // Held once: what is in a field is copied out when it is asked for. Most messages that arrive are
  // copies of others, and are looked at no further than their id.
  private final byte[] raw;
  private final @Nullable Part[] fields;
  private final String topic;
  private final List<Part> unsigned;
  private final Optional<MessageId> id;

  /// Where something lies in `raw`.
  private record Part(int start, int end) {}

  private Message(byte[] raw, @Nullable Part[] fields, String topic, List<Part> unsigned) {
    this.raw = raw;
    this.fields = fields;
    this.topic = topic;
    this.unsigned = unsigned;
    this.id = from().flatMap(author -> seqno().map(number -> MessageId.of(author, number)));
  }

  /// Writes and signs one: StrictSign, with the key inlined in `from`.
  static Message sign(KeyPair key, long seqno, String topic, byte[] data) {
    byte[] number = ByteBuffer.allocate(SEQNO_BYTES).putLong(seqno).array();
    byte[] from = key.peerId().bytes();
    byte[] name = topic.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream raw = new ByteArrayOutputStream(data.length + 256);
    CodedOutputStream out = CodedOutputStream.newInstance(raw);
    try {
      out.writeByteArray(FROM, from);
      out.writeByteArray(DATA, data);
      out.writeByteArray(SEQNO, number);
      out.writeByteArray(TOPIC, name);
      out.flush();
      out.writeByteArray(SIGNATURE, key.sign(concat(SIGN_PREFIX, raw.toByteArray())));
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return decode(raw.toByteArray(), Integer.MAX_VALUE);
  }

  /// Reads one.
  ///
  /// @param raw kept, not copied
  /// @throws ProtocolBreach if it is no message, names no topic, or one longer than allowed
  static Message decode(byte[] raw, int topicBytes) {
    @Nullable Part[] fields = new @Nullable Part[KEY + 1];
    List<Part> unsigned = new ArrayList<>(2);
    CodedInputStream in = CodedInputStream.newInstance(raw);
    try {
      while (!in.isAtEnd()) {
        int start = in.getTotalBytesRead();
        int tag = in.readTag();
        int field = tag >>> 3;
        if ((tag & 7) != BYTES || field > KEY) {
          in.skipField(tag);
          continue;
        }
        if (fields[field] != null) {
          throw new ProtocolBreach("a pubsub message has its field %d twice".formatted(field));
        }
        int length = in.readRawVarint32();
        int first = in.getTotalBytesRead();
        in.skipRawBytes(length);
        fields[field] = new Part(first, first + length);
        if (field == SIGNATURE || field == KEY) {
          unsigned.add(new Part(start, in.getTotalBytesRead()));
        }
      }
    } catch (IOException e) {
      throw new ProtocolBreach("a pubsub message is no protobuf: " + e.getMessage());
    }
    Part topic = fields[TOPIC];
    if (topic == null) {
      throw new ProtocolBreach("a pubsub message names no topic");
    }
    byte[] name = Arrays.copyOfRange(raw, topic.start(), topic.end());
    return new Message(raw, fields, RpcReader.topic(name, topicBytes), unsigned);
  }

  byte[] raw() {
    return raw;
  }

  String topic() {
    return topic;
  }

  /// Empty unless both author and sequence number are there.
  Optional<MessageId> id() {
    return id;
  }

  Optional<byte[]> from() {
    return field(FROM);
  }

  byte[] data() {
    return field(DATA).orElseGet(() -> new byte[0]);
  }

  int dataLength() {
    Part data = fields[DATA];
    return data == null ? 0 : data.end() - data.start();
  }

  private Optional<byte[]> field(int number) {
    return Optional.ofNullable(fields[number])
        .map(part -> Arrays.copyOfRange(raw, part.start(), part.end()));
  }

  Optional<byte[]> seqno() {
    return field(SEQNO);
  }

  Optional<byte[]> signature() {
    return field(SIGNATURE);
  }

  /// The author's key as protobuf, where it was sent along.
  Optional<byte[]> key() {
    return field(KEY);
  }

  /// What the signature is over: the message without signature and key, as go-, js- and rust-libp2p
  /// sign it (the text of the specification leaves out the signature only).
  byte[] signedBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIGN_PREFIX.length + raw.length);
    out.writeBytes(SIGN_PREFIX);
    int at = 0;
    for (Part part : unsigned) {
      out.write(raw, at, part.start() - at);
      at = part.end();
    }
    out.write(raw, at, raw.length - at);
    return out.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
