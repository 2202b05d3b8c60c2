package io.peerdeck.libp2p.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.KeyPair;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RpcCodecTest {
  private static final KeyPair KEY = KeyPair.generate(new SecureRandom());
  private static final GossipLimits LIMITS = GossipLimits.standard();

  private static MessageId id(int number) {
    return new MessageId(new byte[] {1, 2, (byte) (number >> 8), (byte) number});
  }

  private static List<MessageId> ids(int count) {
    return IntStream.range(0, count).mapToObj(RpcCodecTest::id).toList();
  }

  private static Rpc full() {
    return new Rpc(
        List.of(new Rpc.Subscribe("a", true), new Rpc.Subscribe("b", false)),
        List.of(
            Message.sign(KEY, 1, "a", "first".getBytes()), Message.sign(KEY, 2, "a", new byte[0])),
        List.of(new Rpc.IHave("a", ids(3))),
        ids(2),
        List.of("a", "c"),
        List.of(
            new Rpc.Prune(
                "b",
                List.of(
                    new Rpc.Candidate(KEY.peerId(), Optional.of(new byte[] {9})),
                    new Rpc.Candidate(KEY.peerId(), Optional.empty())),
                60)),
        ids(4));
  }

  private static Rpc control(List<Rpc.IHave> ihave, List<MessageId> iwant, List<String> graft) {
    return new Rpc(List.of(), List.of(), ihave, iwant, graft, List.of(), List.of());
  }

  @Test
  void whatIsWrittenIsRead() {
    Rpc read = RpcReader.read(RpcWriter.write(full()), LIMITS);
    assertThat(read.subscriptions()).isEqualTo(full().subscriptions());
    assertThat(read.publish()).extracting(Message::topic).containsExactly("a", "a");
    assertThat(read.publish().getFirst().data()).isEqualTo("first".getBytes());
    assertThat(read.publish().getLast().data()).isEmpty();
    assertThat(read.ihave()).isEqualTo(full().ihave());
    assertThat(read.iwant()).isEqualTo(ids(2));
    assertThat(read.graft()).containsExactly("a", "c");
    assertThat(read.prune().getFirst().backoffSeconds()).isEqualTo(60);
    assertThat(read.prune().getFirst().peers().getFirst().signedRecord().orElseThrow())
        .containsExactly(9);
    assertThat(read.prune().getFirst().peers().getLast().signedRecord()).isEmpty();
    assertThat(read.idontwant()).isEqualTo(ids(4));
  }

  @Test
  void fieldsNobodyKnowsAreSkipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(77, new byte[100]);
    out.writeUInt64(6492434, 5);
    out.flush();
    bytes.writeBytes(RpcWriter.write(full()));
    assertThat(RpcReader.read(bytes.toByteArray(), LIMITS).graft()).containsExactly("a", "c");
  }

  @Test
  void everyBoundOfAnRpcHolds() {
    refuses(Map.of("subscriptions", 1), full(), "changes of subscriptions");
    refuses(Map.of("messages", 1), full(), "messages");
    refuses(Map.of("messageBytes", 60), full(), "a message of");
    refuses(
        Map.of("ids", 2),
        control(List.of(new Rpc.IHave("a", ids(3))), List.of(), List.of()),
        "ids in IHAVE");
    refuses(
        Map.of("ids", 3),
        control(
            List.of(new Rpc.IHave("a", ids(2)), new Rpc.IHave("b", ids(2))), List.of(), List.of()),
        "ids in IHAVE");
    refuses(Map.of("ids", 2), control(List.of(), ids(3), List.of()), "ids in IWANT");
    refuses(Map.of("idBytes", 3), control(List.of(), ids(3), List.of()), "message id of 4 bytes");
    refuses(
        Map.of("controls", 2), control(List.of(), List.of(), List.of("a", "b", "c")), "control");
    refuses(
        Map.of("topicBytes", 2), control(List.of(), List.of(), List.of("abc")), "topic of 3 bytes");
    refuses(Map.of("recordBytes", 0), full(), "signed peer record of 1 bytes");
    refuses(
        Map.of("ids", 3),
        new Rpc(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), ids(4)),
        "ids in IDONTWANT");
  }

  @Test
  void peersOverTheBoundOfAPruneAreLeftOut() {
    Rpc read = RpcReader.read(RpcWriter.write(full()), Limited.limits(Map.of("exchangedPeers", 1)));
    assertThat(read.prune().getFirst().peers()).hasSize(1);
  }

  @Test
  void emptyControlEntriesCountToo() throws IOException {
    ByteArrayOutputStream control = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(control);
    for (int i = 0; i < 6000; i++) {
      out.writeByteArray(1, new byte[0]);
    }
    out.flush();
    ByteArrayOutputStream rpc = new ByteArrayOutputStream();
    CodedOutputStream whole = CodedOutputStream.newInstance(rpc);
    whole.writeByteArray(3, control.toByteArray());
    whole.flush();
    assertThatThrownBy(() -> RpcReader.read(rpc.toByteArray(), LIMITS))
        .isInstanceOf(ProtocolBreach.class)
        .hasMessageContaining("control entries");
  }

  @Test
  void anythingElseIsABreachAndNothingWorse() {
    Random random = new Random(1);
    byte[] sound = RpcWriter.write(full());
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes;
      if (i % 2 == 0) {
        bytes = new byte[random.nextInt(64)];
        random.nextBytes(bytes);
      } else {
        bytes = sound.clone();
        for (int j = random.nextInt(4); j >= 0; j--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      try {
        RpcReader.read(bytes, LIMITS);
      } catch (ProtocolBreach expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void aMessageWithoutATopicOrWithAFieldTwiceIsABreach() throws IOException {
    assertThatThrownBy(() -> Message.decode(new byte[0], 256)).hasMessageContaining("no topic");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Message.sign(KEY, 1, "a", new byte[0]).raw());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(4, "b".getBytes());
    out.flush();
    assertThatThrownBy(() -> Message.decode(bytes.toByteArray(), 256))
        .isInstanceOf(ProtocolBreach.class)
        .hasMessageContaining("twice");
  }

  private static void refuses(Map<String, Object> changed, Rpc rpc, String message) {
    assertThatThrownBy(() -> RpcReader.read(RpcWriter.write(rpc), Limited.limits(changed)))
        .isInstanceOf(ProtocolBreach.class)
        .hasMessageContaining(message);
  }
}
