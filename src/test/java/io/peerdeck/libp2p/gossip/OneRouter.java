package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// One router among peers that are played by the test, on a clock of the test's.
final class OneRouter {
  static final String TOPIC = "topic";

  final KeyPair key = key(0);
  final AtomicLong nanos = new AtomicLong(5_000_000_000L);
  final GossipConfig config;
  final Router router;
  final Map<PeerId, PeerId> offered = new HashMap<>();
  private long seqno;
  private int peers;

  OneRouter() {
    this(Map.of());
  }

  /// @param changed parts of the standard configuration
  OneRouter(Map<String, Object> changed) {
    GossipConfig plain =
        GossipConfig.standard()
            .withScore(ScoreParams.of(Map.of(TOPIC, TopicScore.quiet())))
            .withTime(InstantSource.system(), nanos::get, new Random(7));
    config = Limited.with(plain, changed);
    router = new Router(key.peerId(), config);
  }

  static KeyPair key(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) 3);
    ByteBuffer.wrap(seed).putInt(number);
    return KeyPair.fromSeed(seed);
  }

  /// A subscribed router.
  static OneRouter subscribed() {
    OneRouter one = new OneRouter();
    one.router.subscribe(TOPIC);
    return one;
  }

  /// A peer that dialled us, subscribed to the topic.
  Peer guest() {
    return peer(false, Version.V12);
  }

  /// A peer we dialled, subscribed to the topic.
  Peer dialled() {
    return peer(true, Version.V12);
  }

  List<Peer> guests(int count) {
    List<Peer> guests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      guests.add(guest());
    }
    return guests;
  }

  Peer peer(boolean outbound, Version version) {
    Peer peer = stranger(key(++peers).peerId(), outbound, version, Optional.empty());
    say(peer, subscribe(TOPIC, true));
    peer.outbox().poll();
    return peer;
  }

  Peer stranger(PeerId id, boolean outbound, Version version, Optional<String> address) {
    Peer peer = new Peer(id, version, outbound, new PeerOutbox(config.limits()));
    if (!router.peerUp(peer, address)) {
      throw new IllegalStateException("the router takes no more peers");
    }
    return peer;
  }

  /// The peer sends an RPC; its messages are sound and accepted.
  void say(Peer peer, Rpc rpc) {
    say(peer, rpc, Verdict.ACCEPT);
  }

  /// The same with another verdict; returns whether all messages were delivered.
  boolean say(Peer peer, Rpc rpc, Verdict verdict) {
    Optional<List<Message>> fresh = router.heard(peer.id(), rpc);
    boolean delivered = fresh.isPresent();
    StrictSign policy = new StrictSign();
    for (Message message : fresh.orElse(List.of())) {
      Optional<GossipMessage> sound = router.checked(peer.id(), message, policy.check(message));
      delivered &= sound.isPresent() && router.judged(sound.get(), message, verdict);
    }
    if (fresh.isPresent()) {
      router
          .controlled(peer.id(), rpc)
          .forEach(candidate -> offered.put(candidate.peer(), peer.id()));
    }
    return delivered;
  }

  /// A message of somebody's.
  Message message(int author, String text) {
    return Message.sign(key(author), ++seqno, TOPIC, text.getBytes());
  }

  static MessageId id(Message message) {
    return message.id().orElseThrow();
  }

  /// An id nobody has a message for.
  MessageId made(int number) {
    return MessageId.of(key(999).peerId().bytes(), ByteBuffer.allocate(8).putLong(number).array());
  }

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /// Time passes, heartbeat by heartbeat.
  void beats(int count) {
    for (int i = 0; i < count; i++) {
      pass(config.times().heartbeat());
      router.beat();
    }
  }

  boolean inMesh(Peer peer) {
    return router.mesh(TOPIC).contains(peer.id());
  }

  double score(Peer peer) {
    return router.score(peer.id());
  }

  GossipMetrics.Peer counted(Peer peer) {
    return router.metrics().peers().get(peer.id());
  }

  GossipMetrics.Topic counted() {
    return router.metrics().topics().get(TOPIC);
  }

  /// Makes a peer's score negative by so many invalid messages.
  void spoil(Peer peer, int invalid) {
    for (int i = 0; i < invalid; i++) {
      say(peer, publish(message(500, "bad")), Verdict.REJECT);
    }
  }

  static Rpc subscribe(String topic, boolean on) {
    return rpc(List.of(new Rpc.Subscribe(topic, on)), List.of(), List.of(), List.of());
  }

  static Rpc publish(Message... messages) {
    return rpc(List.of(), List.of(messages), List.of(), List.of());
  }

  static Rpc ihave(List<MessageId> ids) {
    return rpc(List.of(), List.of(), List.of(new Rpc.IHave(TOPIC, ids)), List.of());
  }

  static Rpc iwant(List<MessageId> ids) {
    return rpc(List.of(), List.of(), List.of(), ids);
  }

  static Rpc graft(String topic) {
    return new Rpc(
        List.of(), List.of(), List.of(), List.of(), List.of(topic), List.of(), List.of());
  }

  static Rpc prune(long seconds, Rpc.Candidate... others) {
    return new Rpc(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(new Rpc.Prune(TOPIC, List.of(others), seconds)),
        List.of());
  }

  static Rpc idontwant(List<MessageId> ids) {
    return new Rpc(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), ids);
  }

  private static Rpc rpc(
      List<Rpc.Subscribe> subscriptions,
      List<Message> publish,
      List<Rpc.IHave> ihave,
      List<MessageId> iwant) {
    return new Rpc(subscriptions, publish, ihave, iwant, List.of(), List.of(), List.of());
  }

  static KeyPair random() {
    return KeyPair.generate(new SecureRandom());
  }
}
