package io.peerdeck.libp2p.gossip;

import com.google.protobuf.CodedInputStream;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads one RPC and stops at the first thing that goes past its bound.
final class RpcReader {
  private static final int BYTES = 2;
  private static final int FIELD_1 = 1 << 3 | BYTES;
  private static final int FIELD_2 = 2 << 3 | BYTES;
  private static final int FIELD_3 = 3 << 3 | BYTES;
  private static final int FIELD_4 = 4 << 3 | BYTES;
  private static final int FIELD_5 = 5 << 3 | BYTES;
  private static final int SUBSCRIBE = 1 << 3;
  private static final int BACKOFF = 3 << 3;

  private final GossipLimits limits;
  private final CodedInputStream in;
  private final List<Rpc.Subscribe> subscriptions = new ArrayList<>();
  private final List<Message> publish = new ArrayList<>();
  private final List<Rpc.IHave> ihave = new ArrayList<>();
  private final List<MessageId> iwant = new ArrayList<>();
  private final List<String> graft = new ArrayList<>();
  private final List<Rpc.Prune> prune = new ArrayList<>();
  private final List<MessageId> idontwant = new ArrayList<>();
  private int announced;
  private int controls;
  private int entries;

  private RpcReader(byte[] bytes, GossipLimits limits) {
    this.limits = limits;
    this.in = CodedInputStream.newInstance(bytes);
  }

  /// Reads one.
  ///
  /// @throws ProtocolBreach if it is no RPC, or goes past a bound
  static Rpc read(byte[] bytes, GossipLimits limits) {
    RpcReader reader = new RpcReader(bytes, limits);
    try {
      reader.rpc();
    } catch (IOException e) {
      throw new ProtocolBreach("a gossip RPC is no protobuf: " + e.getMessage());
    }
    return new Rpc(
        reader.subscriptions,
        reader.publish,
        reader.ihave,
        reader.iwant,
        reader.graft,
        reader.prune,
        reader.idontwant);
  }

  private void rpc() throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case FIELD_1 -> {
          within(subscriptions.size() + 1, limits.subscriptions(), "changes of subscriptions");
          nested(this::subscription);
        }
        case FIELD_2 -> {
          within(publish.size() + 1, limits.messages(), "messages");
          publish.add(Message.decode(bytes(limits.messageBytes(), "message"), limits.topicBytes()));
        }
        case FIELD_3 -> nested(this::control);
        default -> in.skipField(tag);
      }
    }
  }

  private void subscription() throws IOException {
    boolean subscribed = false;
    @Nullable String topic = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case SUBSCRIBE -> subscribed = in.readBool();
        case FIELD_2 -> topic = topic();
        default -> in.skipField(tag);
      }
    }
    if (topic != null) {
      subscriptions.add(new Rpc.Subscribe(topic, subscribed));
    }
  }

  private void control() throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      // Empty entries cost next to nothing on the wire, so all of them count.
      within(++entries, limits.controls(), "control entries");
      switch (tag) {
        case FIELD_1 -> nested(this::ihave);
        case FIELD_2 -> nested(() -> ids(iwant, "IWANT"));
        case FIELD_3 -> nested(this::graft);
        case FIELD_4 -> nested(this::prune);
        case FIELD_5 -> nested(() -> ids(idontwant, "IDONTWANT"));
        default -> in.skipField(tag);
      }
    }
  }

  private void ihave() throws IOException {
    List<MessageId> ids = new ArrayList<>();
    @Nullable String topic = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case FIELD_1 -> topic = topic();
        case FIELD_2 -> {
          within(++announced, limits.ids(), "ids in IHAVE");
          ids.add(id());
        }
        default -> in.skipField(tag);
      }
    }
    if (topic != null && !ids.isEmpty()) {
      ihave.add(new Rpc.IHave(topic, ids));
    }
  }

  private void ids(List<MessageId> ids, String what) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == FIELD_1) {
        within(ids.size() + 1, limits.ids(), "ids in " + what);
        ids.add(id());
      } else {
        in.skipField(tag);
      }
    }
  }

  private void graft() throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == FIELD_1) {
        within(++controls, limits.controls(), "topics in GRAFT and PRUNE");
        graft.add(topic());
      } else {
        in.skipField(tag);
      }
    }
  }

  private void prune() throws IOException {
    @Nullable String topic = null;
    List<Rpc.Candidate> peers = new ArrayList<>();
    long backoff = 0;
    int candidates = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case FIELD_1 -> topic = topic();
        case FIELD_2 -> {
          if (++candidates <= limits.exchangedPeers()) {
            nested(() -> candidate().ifPresent(peers::add));
          } else {
            in.skipField(tag);
          }
        }
        case BACKOFF -> backoff = Math.max(0, in.readUInt64());
        default -> in.skipField(tag);
      }
    }
    if (topic != null) {
      prune.add(new Rpc.Prune(topic, peers, backoff));
    }
  }

  private Optional<Rpc.Candidate> candidate() throws IOException {
    byte @Nullable [] peer = null;
    byte @Nullable [] signedRecord = null;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag) {
        case FIELD_1 -> peer = bytes(limits.idBytes(), "peer id");
        case FIELD_2 -> signedRecord = bytes(limits.recordBytes(), "signed peer record");
        default -> in.skipField(tag);
      }
    }
    try {
      return peer == null
          ? Optional.empty()
          : Optional.of(new Rpc.Candidate(PeerId.decode(peer), Optional.ofNullable(signedRecord)));
    } catch (MultiformatException unknownKind) {
      return Optional.empty();
    }
  }

  private interface Body {
    void read() throws IOException;
  }

  private void nested(Body body) throws IOException {
    int outer = in.pushLimit(in.readRawVarint32());
    body.read();
    in.popLimit(outer);
  }

  private MessageId id() throws IOException {
    return new MessageId(bytes(limits.idBytes(), "message id"));
  }

  private String topic() throws IOException {
    return topic(bytes(limits.topicBytes(), "topic"), limits.topicBytes());
  }

  /// A topic's name: UTF-8, not empty, not too long.
  static String topic(byte[] name, int most) {
    if (name.length == 0 || name.length > most) {
      throw new ProtocolBreach(
          "a topic's name has %d bytes; 1 to %d are allowed".formatted(name.length, most));
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolBreach("a topic's name is no UTF-8");
    }
  }

  private byte[] bytes(int most, String what) throws IOException {
    int length = in.readRawVarint32();
    if (length < 0 || length > most) {
      throw new ProtocolBreach(
          "a gossip RPC holds a %s of %d bytes; the limit is %d".formatted(what, length, most));
    }
    return in.readRawBytes(length);
  }

  private static void within(int count, int most, String what) {
    if (count > most) {
      throw new ProtocolBreach("a gossip RPC holds over %d %s".formatted(most, what));
    }
  }
}
