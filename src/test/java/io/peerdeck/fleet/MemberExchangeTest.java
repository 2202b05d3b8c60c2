package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.fleet.discovery.PeerInfo;
import io.peerdeck.fleet.discovery.PeerStatement;
import io.peerdeck.fleet.discovery.Reach;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.gossip.PeerExchange;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(180)
class MemberExchangeTest {
  @RegisterExtension final OpenedParts open = new OpenedParts();
  private final Map<PeerId, PeerInfo> known = new ConcurrentHashMap<>();
  private final Set<PeerId> members = ConcurrentHashMap.newKeySet();

  private final class Peer {
    final KeyPair key = KeyPair.generate(new SecureRandom());
    final Host host =
        Host.start(HostConfig.of(key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));

    Peer() {
      open.add(host);
      members.add(key.peerId());
    }

    /// Through it members may have so many connections.
    PeerExchange exchange(int target) {
      return MemberExchange.of(
          host,
          peer -> Optional.ofNullable(known.get(peer)),
          members::contains,
          new ConnectionRoom(host, target, target),
          UnaryOperator.identity());
    }

    void isKnown() {
      PeerAnnouncement signed =
          PeerAnnouncement.sign(
              key,
              host.addresses(),
              new PeerStatement(
                  key.peerId(), 1, Duration.ofHours(1), Reach.LOCAL, Set.of(), Map.of()));
      known.put(
          key.peerId(),
          new PeerInfo(
              key.peerId(),
              signed.addresses(),
              Set.of(),
              Instant.EPOCH,
              Optional.empty(),
              List.of("test"),
              Duration.ofHours(1),
              Map.of(),
              Optional.of(signed)));
    }

    boolean isConnectedWith(Peer other) {
      return !host.connections(other.key.peerId()).isEmpty();
    }
  }

  private static void offer(PeerExchange from, PeerExchange to, Peer by, Peer named) {
    to.offered(by.key.peerId(), named.key.peerId(), from.signedRecord(named.key.peerId()));
  }

  @Test
  void aMemberThatIsNamedWithItsOwnRecordIsConnectedTo() {
    Peer anna = new Peer();
    Peer bert = new Peer();
    Peer carl = new Peer();
    carl.isKnown();

    offer(anna.exchange(9), bert.exchange(9), anna, carl);

    await().until(() -> bert.isConnectedWith(carl));
  }

  @Test
  void strangersUnknownOnesAndThoseThereIsNoRoomForAreNot() {
    Peer anna = new Peer();
    Peer bert = new Peer();
    Peer stranger = new Peer();
    Peer unknown = new Peer();
    Peer carl = new Peer();
    stranger.isKnown();
    carl.isKnown();
    members.remove(stranger.key.peerId());
    PeerExchange from = anna.exchange(9);
    PeerExchange to = bert.exchange(1);

    offer(from, to, anna, stranger);
    offer(from, to, anna, unknown);
    offer(from, to, anna, carl);
    await().until(() -> bert.isConnectedWith(carl));
    Peer late = new Peer();
    late.isKnown();
    offer(from, to, anna, late);

    assertThat(bert.host.connections()).hasSize(1);
    assertThat(from.signedRecord(unknown.key.peerId())).isEmpty();
    assertThat(bert.isConnectedWith(stranger)).isFalse();
  }
}
