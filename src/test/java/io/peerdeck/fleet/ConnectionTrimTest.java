package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class ConnectionTrimTest {
  private static final Duration SHORT = Duration.ofSeconds(5);

  private final List<Host> open = new ArrayList<>();
  private final Host host = host();
  private final Conduct conduct =
      new Conduct(host.peerId(), InstantSource.system(), System::nanoTime);
  private final Set<PeerId> members = new HashSet<>();
  private final Set<PeerId> working = new HashSet<>();

  @AfterEach
  void close() {
    open.forEach(Host::close);
  }

  @Test
  void strangersGoFirstThenMembersByReputeAndWhoeverHasWorkStays() {
    PeerId atWork = connected();
    PeerId good = connected();
    PeerId bad = connected();
    PeerId unknown = connected();
    PeerId stranger = connected();
    members.addAll(List.of(atWork, good, bad, unknown));
    working.add(atWork);
    conduct.note(good, Deed.LEASE_KEPT, 20, "");
    conduct.note(bad, Deed.LEASE_LOST, 3, "");
    conduct.note(atWork, Deed.LEASE_LOST, 9, "");

    trim(4, 5);
    assertThat(connectedPeers()).hasSize(5);
    trim(4, 4);
    assertThat(connectedPeers()).doesNotContain(stranger).hasSize(4);
    trim(3, 3);
    assertThat(connectedPeers()).containsExactlyInAnyOrder(atWork, good, unknown);
    trim(1, 2);
    assertThat(connectedPeers()).containsExactly(atWork);
  }

  @Test
  void pastTheLimitConnectionsAreClosedDownToTheTarget() {
    for (int i = 0; i < 6; i++) {
      connected();
    }

    trim(3, 5);

    assertThat(connectedPeers()).hasSize(3);
  }

  @Test
  void thereIsRoomForADialOnlyBelowTheTarget() {
    ConnectionRoom room = new ConnectionRoom(host, 3, 4);
    connected();

    assertThat(room.take(false)).isTrue();
    assertThat(room.take(false)).isTrue();
    assertThat(room.take(false)).isFalse();
    // Whom there is business with is dialled up to the limit.
    assertThat(room.take(true)).isTrue();
    assertThat(room.take(true)).isFalse();
    room.left();
    room.left();
    assertThat(room.take(false)).isTrue();
    assertThatThrownBy(() -> new ConnectionRoom(host, 3, 2)).isInstanceOf(FleetException.class);
  }

  private void trim(int target, int limit) {
    new ConnectionTrim(
            host,
            new ConnectionRoom(host, target, limit),
            conduct,
            InstantSource.system(),
            members::contains,
            working::contains)
        .step();
  }

  private PeerId connected() {
    Host other = host();
    other.connect(host.peerId(), host.addresses(), SHORT);
    await().atMost(SHORT).until(() -> !host.connections(other.peerId()).isEmpty());
    return other.peerId();
  }

  private List<PeerId> connectedPeers() {
    return host.connections().stream().map(Connection::remotePeer).toList();
  }

  private Host host() {
    Host one =
        Host.start(
            HostConfig.of(KeyPair.generate(new SecureRandom()))
                .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    open.add(one);
    return one;
  }
}
