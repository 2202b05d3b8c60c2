package io.peerdeck.fleet.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.Beside;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.gossip.GossipConfig;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Anna, Bert and Carl in a line: Anna and Carl are not connected.
@Timeout(180)
@Beside
class GossipedPeersTest {
  private static final String TOPIC = "/peerdeck/peers/test";
  private static final Multiaddr LAN = Multiaddr.parse("/ip4/192.168.7.3/tcp/4011");

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Set<PeerId> members = ConcurrentHashMap.newKeySet();
  private Talker anna;
  private Talker bert;
  private Talker carl;

  private final class Talker {
    final KeyPair key = KeyPair.generate(new SecureRandom());
    final Host host =
        Host.start(HostConfig.of(key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    final Gossipsub gossip = Gossipsub.start(host, key, GossipConfig.standard());
    final ScriptedEar ear = new ScriptedEar();
    final GossipedPeers source =
        new GossipedPeers(
            () -> Optional.of(gossip),
            () -> Optional.of(TOPIC),
            members::contains,
            InstantSource.system());

    Talker() {
      members.add(key.peerId());
      source.start(ear);
      Collections.addAll(open, host, gossip, source);
    }

    PeerAnnouncement says(long seq) {
      return PeerAnnouncement.sign(
          key,
          List.of(LAN),
          new PeerStatement(
              key.peerId(), seq, Duration.ofMinutes(30), Reach.LOCAL, Set.of(), Map.of()));
    }
  }

  @BeforeEach
  void start() {
    anna = new Talker();
    bert = new Talker();
    carl = new Talker();
    for (Talker end : List.of(anna, carl)) {
      end.host.connect(bert.host.peerId(), bert.host.addresses(), Duration.ofSeconds(20));
    }
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open.reversed()) {
      one.close();
    }
  }

  private static void untilHeard(Talker hearer, PeerId whom, Runnable again) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              again.run();
              return hearer.ear.heard.stream().anyMatch(one -> one.peer().equals(whom));
            });
  }

  @Test
  void aMemberIsHeardOfByThoseItIsNotConnectedWith() {
    PeerAnnouncement said = anna.says(1);
    untilHeard(carl, anna.key.peerId(), () -> anna.source.register(said));
    Sighting heard = carl.ear.heard.getFirst();
    assertThat(heard.signed()).contains(said);
    assertThat(heard.teller()).contains(bert.key.peerId());
    assertThat(carl.host.connections(anna.key.peerId())).isEmpty();
  }

  @Test
  void whoAnnouncesAnotherIsNotBelievedAndItGoesNoFurther() {
    byte[] stolen = DagCbor.encode(carl.says(7).ipld());
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              anna.gossip.publish(TOPIC, stolen);
              return bert.ear.liars.contains(anna.key.peerId());
            });
    assertThat(bert.ear.heard).isEmpty();
    untilHeard(carl, bert.key.peerId(), () -> bert.source.register(bert.says(2)));
    assertThat(carl.ear.heard).extracting(Sighting::peer).containsOnly(bert.key.peerId());
    assertThat(carl.ear.liars).isEmpty();
  }

  @Test
  void aStrangersAnnouncementIsLeftAlone() {
    members.remove(anna.key.peerId());
    PeerAnnouncement said = anna.says(1);
    untilHeard(
        carl,
        bert.key.peerId(),
        () -> {
          anna.source.register(said);
          bert.source.register(bert.says(3));
        });
    assertThat(carl.ear.heard).extracting(Sighting::peer).containsOnly(bert.key.peerId());
    assertThat(bert.ear.lies).isEmpty();
  }
}
