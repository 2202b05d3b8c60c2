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

  /// The RPC as protobuf, without a length before it.
  static byte[] write(Rpc rpc) {
    int messages = rpc.publish().stream().mapToInt(message -> message.raw().length + 8).sum();
    return bytes(
        messages + 512,
        out -> {
          for (Rpc.Subscribe change : rpc.subscriptions()) {
            nested(
                out,
                1,
                sub -> {
                  sub.writeBool(1, change.subscribed());
                  text(sub, 2, change.topic());
                });
          }
          for (Message message : rpc.publish()) {
            out.writeByteArray(2, message.raw());
          }
          if (rpc.hasControl()) {
            nested(out, 3, control -> control(control, rpc));
          }
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
    out.writeByteArray(field, bytes(128, body));
  }

  private static byte[] bytes(int likely, Body body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(likely);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, Math.max(64, likely));
    try {
      body.write(out);
      out.flush();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    return bytes.toByteArray();
  }
}
