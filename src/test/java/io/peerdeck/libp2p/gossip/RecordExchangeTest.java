package io.peerdeck.libp2p.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.PeerRecord;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class RecordExchangeTest {
  private final List<GossipNode> nodes = new ArrayList<>();
  private final Map<PeerId, byte[]> records = new ConcurrentHashMap<>();

  private GossipNode node(Map<String, Object> changed) {
    // A node's host is there only after its configuration.
    Later exchange = new Later();
    Map<String, Object> values = new HashMap<>(changed);
    values.put("exchange", exchange);
    GossipNode node = new GossipNode(GossipNode.brisk(values));
    exchange.to =
        new RecordExchange(node.host, peer -> Optional.ofNullable(records.get(peer)), peer -> true);
    nodes.add(node);
    return node.subscribed();
  }

  private static final class Later implements PeerExchange {
    private volatile PeerExchange to = PeerExchange.NONE;

    @Override
    public Optional<byte[]> signedRecord(PeerId peer) {
      return to.signedRecord(peer);
    }

    @Override
    public void offered(PeerId by, PeerId peer, Optional<byte[]> signedRecord) {
      to.offered(by, peer, signedRecord);
    }
  }

  private static byte[] signed(GossipNode node, KeyPair key) {
    return new PeerRecord(key.peerId(), 1, node.host.addresses()).seal(key).bytes();
  }

  @AfterEach
  void close() {
    nodes.forEach(GossipNode::close);
  }

  @Test
  void whoIsPrunedFindsItsWayToTheOthers() {
    // Of a mesh that holds two, the third is sent away, with the others' records.
    GossipNode centre = node(Map.of("degrees", new GossipConfig.Degrees(2, 2, 2, 2, 0, 6, 0.25)));
    GossipNode first = node(Map.of());
    GossipNode second = node(Map.of());
    records.put(first.id(), signed(first, first.key));
    records.put(second.id(), signed(second, OneRouter.random())); // not its own
    first.connect(centre);
    second.connect(centre);
    await().until(() -> centre.mesh() == 2);
    GossipNode third = node(Map.of());
    third.connect(centre);
    await().until(() -> !third.host.connections(first.id()).isEmpty());
    await().until(() -> third.mesh() >= 1);
    assertThat(third.host.connections(second.id())).isEmpty();
  }
}
