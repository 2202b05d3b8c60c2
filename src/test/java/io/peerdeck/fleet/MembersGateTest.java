package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class MembersGateTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final List<Host> hosts = new ArrayList<>();

  @AfterEach
  void close() {
    hosts.forEach(Host::close);
  }

  private Host host(HostConfig config) {
    Host host = Host.start(config.withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    hosts.add(host);
    return host;
  }

  private Connection stranger(Host to) {
    return host(config()).connect(to.peerId(), to.addresses(), TIMEOUT);
  }

  private static HostConfig config() {
    return HostConfig.of(KeyPair.generate(new SecureRandom()));
  }

  @Test
  void aCrowdOfStrangersLeavesRoomForMembersAndForWhomThisNodeDials() {
    MembersGate gate = new MembersGate(() -> Roster.EMPTY, 2);
    Host guarded = host(config().withGate(gate));
    Connection first = stranger(guarded);
    stranger(guarded);
    await().until(() -> guarded.connections().size() == 2);
    Connection crowding = stranger(guarded);
    await().until(() -> !crowding.isOpen());
    assertThat(guarded.connections()).hasSize(2);

    Host member = host(config());
    gate.sponsor(member.peerId());
    assertThat(member.connect(guarded.peerId(), guarded.addresses(), TIMEOUT).isOpen()).isTrue();
    Host dialled = host(config());
    assertThat(guarded.connect(dialled.peerId(), dialled.addresses(), TIMEOUT).isOpen()).isTrue();
    await().until(() -> guarded.connections().size() == 4);

    first.close();
    await().until(() -> guarded.connections().size() == 3);
    assertThat(stranger(guarded).isOpen()).isTrue();
    await().until(() -> guarded.connections().size() == 4);
  }
}
