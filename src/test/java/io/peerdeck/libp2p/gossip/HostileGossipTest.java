package io.peerdeck.libp2p.gossip;

import static io.peerdeck.libp2p.gossip.GossipNode.TIMEOUT;
import static io.peerdeck.libp2p.gossip.GossipNode.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.libp2p.StreamResetException;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A peer that goes past every bound, over real streams. Whatever it does, others are served.
@Timeout(180)
class HostileGossipTest {
  private final KeyPair key = OneRouter.random();
  private GossipNode victim;
  private GossipNode friend;
  private Host hostile;

  @BeforeEach
  void start() {
    victim =
        new GossipNode(
            GossipNode.brisk(
                Map.of(
                    "limits",
                    Limited.limits(
                        Map.of(
                            "rpcBytes",
                            200_000,
                            "ids",
                            100,
                            "controls",
                            50,
                            "messages",
                            60,
                            "subscriptions",
                            40,
                            "topicsPerPeer",
                            10)))));
    victim.subscribed();
    friend = new GossipNode().subscribed();
    friend.connect(victim);
    await().until(() -> victim.mesh() == 1 && friend.mesh() == 1);
    hostile = Host.start(HostConfig.of(key));
    hostile.connect(victim.id(), victim.host.addresses(), TIMEOUT);
  }

  @AfterEach
  void stop() {
    assertThat(served()).as("others are served").isTrue();
    hostile.close();
    friend.close();
    victim.close();
  }

  private boolean served() {
    int before = victim.received.size();
    friend.publish("from a friend");
    await().until(() -> victim.received.size() > before);
    return true;
  }

  private Stream open() {
    return hostile.newStream(victim.id(), "/meshsub/1.2.0", TIMEOUT);
  }

  private static void send(Stream stream, byte[] rpc) {
    byte[] length = Varint.encode(rpc.length);
    stream.write(ByteBuffer.allocate(length.length + rpc.length).put(length).put(rpc).array());
  }

  private static void send(Stream stream, Rpc rpc) {
    send(stream, RpcWriter.write(rpc));
  }

  private GossipMetrics.Peer counted() {
    return victim.gossip.metrics().peers().get(hostile.peerId());
  }

  /// The victim cuts the stream over which this comes, and holds it against the sender.
  private void isCut(byte[] rpc) {
    long before = victim.gossip.metrics().breaches();
    Stream stream = open();
    try {
      send(stream, rpc);
    } catch (StreamResetException early) {
      // cut while it was still being written
    }
    assertThatThrownBy(() -> stream.read(new byte[1], 0, 1))
        .isInstanceOf(StreamResetException.class);
    await().until(() -> victim.gossip.metrics().breaches() == before + 1);
  }

  private static List<MessageId> ids(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new MessageId(ByteBuffer.allocate(8).putLong(i).array()))
        .toList();
  }

  private static Rpc links(List<String> grafts, List<Rpc.Prune> prunes) {
    return new Rpc(List.of(), List.of(), List.of(), List.of(), grafts, prunes, List.of());
  }

  private static Rpc control(List<Rpc.IHave> ihave, List<MessageId> iwant, List<String> graft) {
    return new Rpc(List.of(), List.of(), ihave, iwant, graft, List.of(), List.of());
  }

  @Test
  void everyBoundOfAnRpcCutsTheStream() {
    byte[] noise = new byte[100];
    new Random(1).nextBytes(noise);
    isCut(noise);
    isCut(new byte[200_001]);
    isCut(RpcWriter.write(control(List.of(new Rpc.IHave(TOPIC, ids(101))), List.of(), List.of())));
    isCut(RpcWriter.write(control(List.of(), ids(101), List.of())));
    isCut(
        RpcWriter.write(
            new Rpc(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), ids(101))));
    isCut(
        RpcWriter.write(
            control(List.of(), List.of(), IntStream.range(0, 51).mapToObj(i -> "t" + i).toList())));
    isCut(RpcWriter.write(OneRouter.subscribe("x".repeat(257), true)));
    isCut(
        RpcWriter.write(
            new Rpc(
                IntStream.range(0, 41).mapToObj(i -> new Rpc.Subscribe("t" + i, true)).toList(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of())));
    Message[] many = new Message[61];
    for (int i = 0; i < many.length; i++) {
      many[i] = Message.sign(key, i, TOPIC, new byte[1]);
    }
    isCut(RpcWriter.write(OneRouter.publish(many)));
    assertThat(counted().score()).as("it is graylisted by now").isLessThan(-80);
  }

  @Test
  void aStreamThatAnnouncesMuchAndSendsNothingHoldsNothingUp() {
    Stream stream = open();
    stream.write(Varint.encode(200_000));
    assertThat(served()).isTrue();
  }

  @Test
  void oneStreamIsReadAtATime() {
    Stream first = open();
    send(first, OneRouter.subscribe(TOPIC, true));
    await().until(() -> victim.topic().subscribers() == 2);
    Stream second = open();
    assertThatThrownBy(() -> first.read(new byte[1], 0, 1))
        .isInstanceOf(StreamResetException.class);
    send(second, OneRouter.subscribe(TOPIC, false));
    await().until(() -> victim.topic().subscribers() == 1);
  }

  @Test
  void forgeriesLeadToTheGraylist() {
    Stream stream = open();
    for (int i = 0; i < 20; i++) {
      byte[] forged = Message.sign(key, i, TOPIC, new byte[10]).raw();
      forged[forged.length - 1] ^= 1;
      send(stream, OneRouter.publish(Message.decode(forged, 256)));
    }
    await().until(() -> counted().graylisted() > 0);
    assertThat(victim.received).isEmpty();
    send(stream, OneRouter.publish(Message.sign(key, 99, TOPIC, "true".getBytes())));
    await().until(() -> counted().graylisted() > 1);
    assertThat(victim.received).isEmpty();
  }

  @Test
  void aFloodOfTopicsAndGossipFillsNothing() {
    Stream stream = open();
    for (int round = 0; round < 20; round++) {
      List<Rpc.Subscribe> topics = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        topics.add(new Rpc.Subscribe("topic " + round + " " + i, true));
      }
      send(
          stream,
          new Rpc(
              topics,
              List.of(),
              List.of(new Rpc.IHave(TOPIC, ids(100))),
              ids(100),
              List.of(),
              List.of(),
              ids(100)));
    }
    // 790 topics are; how much of the gossip is depends on the heartbeats between.
    await().until(() -> counted() != null && counted().overBound() > 500);
    assertThat(counted().topics()).isEqualTo(10);
    assertThat(counted().waitingBytes()).isZero();
  }

  @Test
  void graftingAgainAndAgainIsPunished() {
    Stream stream = open();
    send(stream, OneRouter.subscribe(TOPIC, true));
    Rpc.Prune prune = new Rpc.Prune(TOPIC, List.of(), 60);
    for (int i = 0; i < 6; i++) {
      send(stream, links(List.of(), List.of(prune)));
      send(stream, links(List.of(TOPIC), List.of()));
    }
    await().until(() -> counted() != null && counted().graylisted() > 0);
    assertThat(victim.mesh()).isEqualTo(1);
  }
}
