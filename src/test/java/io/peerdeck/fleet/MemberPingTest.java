package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.fleet.discovery.AddressBook;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class MemberPingTest {
  private static final Cid CLAIM = Cid.of(Cid.DAG_CBOR, new byte[] {1});
  private static final Duration SHORT = Duration.ofSeconds(5);

  @TempDir Path folder;
  @RegisterExtension final OpenedParts open = new OpenedParts();

  private final AtomicLong now = new AtomicLong();
  private final Set<PeerId> told = ConcurrentHashMap.newKeySet();
  private volatile boolean needed;

  @Test
  void roundTripsAreMeasuredMoreRarelyWhileAllIsWellAndNothingGoesOn() {
    Host bert = host();
    live(bert, new Liveness(bert.peerId(), System::nanoTime));
    Host anna = host();
    Liveness liveness = new Liveness(anna.peerId(), System::nanoTime);
    LiveProtocol live = live(anna, liveness);
    live.open(anna.connect(bert.peerId(), bert.addresses(), SHORT));
    await().until(() -> told.contains(bert.peerId()));
    MemberPing ping = new MemberPing(bert.peerId(), around(anna, live, liveness));
    Heartbeat idle = new Heartbeat(List.of(), 2, 2, 0, 0);

    assertThat(measured(ping, liveness, bert, idle, 6)).isEqualTo(6);
    assertThat(measured(ping, liveness, bert, idle, 6)).isEqualTo(2);
    Heartbeat busy = new Heartbeat(List.of(CLAIM), 2, 1, 1, 0);
    assertThat(measured(ping, liveness, bert, busy, 3)).isEqualTo(3);
    assertThat(measured(ping, liveness, bert, idle, 3)).isEqualTo(1);
    needed = true;
    assertThat(measured(ping, liveness, bert, idle, 3)).isEqualTo(3);
    needed = false;
    ping.down();
    ping.greeted();
    assertThat(measured(ping, liveness, bert, idle, 3)).isEqualTo(1);
    assertThat(ping.rtt()).isPresent();
  }

  /// How many round trips are measured in so many times of the usual pace.
  private int measured(MemberPing ping, Liveness liveness, Host peer, Heartbeat beat, int times) {
    int before = ping.readings().size();
    for (int time = 0; time < times; time++) {
      liveness.beat(peer.peerId(), beat);
      ping.step(now.get());
      now.addAndGet(Pace.STANDARD.ping().toNanos());
    }
    return ping.readings().size() - before;
  }

  private Host host() {
    Host host =
        Host.start(
            HostConfig.of(KeyPair.generate(new SecureRandom()))
                .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    open.add(host);
    return host;
  }

  private LiveProtocol live(Host host, Liveness liveness) {
    LiveProtocol live =
        new LiveProtocol(
            host.peerId(),
            liveness,
            () -> new LiveProtocol.Greeting(Optional.empty(), List.of(), Heartbeat.IDLE),
            new Listener());
    host.handle(live);
    open.add(live);
    return live;
  }

  private LinkSurroundings around(Host host, LiveProtocol live, Liveness liveness) {
    ClockOnDisk disk = new ClockOnDisk(1, folder);
    open.add(disk);
    Conduct conduct = new Conduct(disk.id(), InstantSource.system(), now::get);
    return new LinkSurroundings(
        host,
        live,
        connection -> {},
        new Exclusion(BlockedPeers.open(disk.database, disk.id(), InstantSource.system()), conduct),
        liveness,
        new ConnectionRoom(host, ConnectionRoom.TARGET, ConnectionRoom.LIMIT),
        peer -> needed,
        Pace.STANDARD,
        now::get,
        new Random(1),
        UnaryOperator.identity(),
        AddressBook.NONE,
        connection -> {},
        List::of,
        Runnable::run,
        () -> {});
  }

  /// Notes who told its heads, which comes last of a greeting.
  private final class Listener implements LiveProtocol.Ear {
    @Override
    public boolean greeted(PeerId peer, Optional<Cid> fleet) {
      return true;
    }

    @Override
    public void heads(PeerId peer, List<Cid> heads) {
      told.add(peer);
    }

    @Override
    public void linkChanged(PeerId peer, boolean up) {}

    @Override
    public void broke(PeerId peer, ProtocolBreach breach) {}
  }
}
