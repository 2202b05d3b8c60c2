package io.peerdeck.libp2p.gossip;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes one RPC.
final class RpcWriter {
  private RpcWriter() {}

  private interface Body {
    void write(CodedOutputStream out) throws IOException;
  }

  /// The RPC as protobuf, without a length before it. Messages, which are most of it, are copied
  /// once.
  static byte[] write(Rpc rpc) {
    List<byte[]> subscriptions = rpc.subscriptions().stream().map(RpcWriter::subscription).toList();
    List<byte[]> controls = rpc.hasControl() ? List.of(bytes(out -> control(out, rpc))) : List.of();
    List<byte[]> messages = rpc.publish().stream().map(Message::raw).toList();
    byte[] whole = new byte[size(1, subscriptions) + size(2, messages) + size(3, controls)];
    CodedOutputStream out = CodedOutputStream.newInstance(whole);
    try {
      fields(out, 1, subscriptions);
      fields(out, 2, messages);
      fields(out, 3, controls);
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return whole;
  }

  private static int size(int field, List<byte[]> values) {
    int size = 0;
    for (byte[] value : values) {
      size += CodedOutputStream.computeByteArraySize(field, value);
    }
    return size;
  }

  private static void fields(CodedOutputStream out, int field, List<byte[]> values)
      throws IOException {
    for (byte[] value : values) {
      out.writeByteArray(field, value);
    }
  }

  private static byte[] subscription(Rpc.Subscribe change) {
    return bytes(
        out -> {
          out.writeBool(1, change.subscribed());
          text(out, 2, change.topic());
        });
  }

  private static void control(CodedOutputStream out, Rpc rpc) throws IOException {
    for (Rpc.IHave ihave : rpc.ihave()) {
      nested(
          out,
          1,
          entry -> {
            text(entry, 1, ihave.topic());
            ids(entry, 2, ihave.ids());
          });
    }
    if (!rpc.iwant().isEmpty()) {
      nested(out, 2, entry -> ids(entry, 1, rpc.iwant()));
    }
    for (String topic : rpc.graft()) {
      nested(out, 3, entry -> text(entry, 1, topic));
    }
    for (Rpc.Prune prune : rpc.prune()) {
      nested(out, 4, entry -> prune(entry, prune));
    }
    if (!rpc.idontwant().isEmpty()) {
      nested(out, 5, entry -> ids(entry, 1, rpc.idontwant()));
    }
  }

  private static void prune(CodedOutputStream out, Rpc.Prune prune) throws IOException {
    text(out, 1, prune.topic());
    for (Rpc.Candidate candidate : prune.peers()) {
      nested(
          out,
          2,
          entry -> {
            entry.writeByteArray(1, candidate.peer().bytes());
            if (candidate.signedRecord().isPresent()) {
              entry.writeByteArray(2, candidate.signedRecord().get());
            }
          });
    }
    if (prune.backoffSeconds() > 0) {
      out.writeUInt64(3, prune.backoffSeconds());
    }
  }

  private static void ids(CodedOutputStream out, int field, List<MessageId> ids)
      throws IOException {
    for (MessageId id : ids) {
      out.writeByteArray(field, id.raw());
    }
  }

  private static void text(CodedOutputStream out, int field, String text) throws IOException {
    out.writeByteArray(field, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void nested(CodedOutputStream out, int field, Body body) throws IOException {
    out.writeByteArray(field, bytes(body));
  }

  private static byte[] bytes(Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);
    try {
      body.write(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
