package io.peerdeck.libp2p.gossip;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A host on loopback with gossip, that keeps what it gets.
final class GossipNode implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  static final String TOPIC = "news";

  final KeyPair key = OneRouter.random();
  final Host host;
  final Gossipsub gossip;
  final List<GossipMessage> received = new CopyOnWriteArrayList<>();

  GossipNode() {
    this(brisk(Map.of()));
  }

  GossipNode(GossipConfig config) {
    host = Host.start(HostConfig.of(key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    gossip = Gossipsub.start(host, key, config);
  }

  /// Beats five times a second, so that tests are quick; the rest is as recommended but for what is
  /// named.
  static GossipConfig brisk(Map<String, Object> changed) {
    GossipConfig plain =
        GossipConfig.standard().withScore(ScoreParams.of(Map.of(TOPIC, TopicScore.quiet())));
    GossipConfig.Times times =
        Limited.with(plain.times(), Map.of("heartbeat", Duration.ofMillis(200)));
    return Limited.with(Limited.with(plain, Map.of("times", times)), changed);
  }

  GossipNode subscribed() {
    return subscribed(Validator.NONE);
  }

  GossipNode subscribed(Validator validator) {
    gossip.subscribe(TOPIC, validator, received::add);
    return this;
  }

  Connection connect(GossipNode other) {
    return host.connect(other.id(), other.host.addresses(), TIMEOUT);
  }

  int publish(String text) {
    return gossip.publish(TOPIC, text.getBytes());
  }

  List<String> texts() {
    return received.stream().map(message -> new String(message.data()).strip()).toList();
  }

  PeerId id() {
    return host.peerId();
  }

  GossipMetrics.Topic topic() {
    return gossip.metrics().topics().getOrDefault(TOPIC, GossipMetrics.Topic.NONE);
  }

  int mesh() {
    return topic().mesh();
  }

  @Override
  public void close() {
    gossip.close();
    host.close();
  }
}
