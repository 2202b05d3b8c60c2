package io.peerdeck;

import io.peerdeck.clock.AuthorPace;
import io.peerdeck.clock.ClockSchema;
import io.peerdeck.clock.ClockSync;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Cadence;
import io.peerdeck.fleet.Membership;
import io.peerdeck.fleet.Pace;
import io.peerdeck.fleet.Roster;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Members as far as a node sees them: each with a host, a key and a clock of its own, which is a
/// little off, a heartbeat every few seconds, and answers to pings and syncs. All follow one clock,
/// which is read here and never written.
final class IdlePeers implements AutoCloseable {
  private static final String LIVE = "/peerdeck/live/1.0.0";
  private static final int MAX_FRAME = 32 * 1024;
  private static final int MAX_HEADS = 64;
  // By how much the clocks of machines that set them by the network differ.
  private static final int OFF_MILLIS = 10;

  private final Cid fleet;
  private final Database database;
  private final MerkleClock<Roster> clock;
  private final List<Host> hosts = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  IdlePeers(Path file, Cid fleet, int count) {
    SecureRandom random = new SecureRandom();
    this.fleet = fleet;
    this.database =
        Database.open(
            file,
            List.of(
                new Migration(1, ClockSchema.STATEMENTS), new Migration(2, ClockSchema.SEARCH)));
    this.clock =
        MerkleClock.open(
            database, KeyPair.generate(random), new Membership(), InstantSource.system());
    clock.adoptFleet(fleet);
    for (int n = 0; n < count; n++) {
      Host host =
          Host.start(
              HostConfig.of(KeyPair.generate(random))
                  .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      hosts.add(host);
      host.handle(
          new ClockSync(clock, AuthorPace.standard(System::nanoTime), (peer, refusals) -> {}));
      Duration off = Duration.ofMillis(random.nextInt(-OFF_MILLIS, OFF_MILLIS + 1));
      host.handle(new Live(InstantSource.offset(InstantSource.system(), off)));
    }
  }

  List<Multiaddr> addresses() {
    return hosts.stream().map(host -> host.addresses().getFirst()).toList();
  }

  @Override
  public void close() {
    closed.countDown();
    hosts.forEach(Host::close);
    clock.close();
    database.close();
  }

  /// Greets, then says now and then what an idle member says, and reads what it is told.
  private final class Live implements ProtocolBinding {
    private final InstantSource wall;

    Live(InstantSource wall) {
      this.wall = wall;
    }

    @Override
    public List<String> protocols() {
      return List.of(LIVE);
    }

    @Override
    public void handle(Stream stream) {
      IpldFrames frames = new IpldFrames(stream, MAX_FRAME);
      Thread talking = Thread.ofVirtual().start(() -> talk(stream, frames));
      try {
        Optional<Ipld.Map> heard = frames.read();
        while (heard.isPresent()) {
          heard = frames.read();
        }
      } finally {
        talking.interrupt();
      }
    }

    private void talk(Stream stream, IpldFrames frames) {
      try {
        frames.write(
            Ipld.map()
                .put("t", "hello")
                .put("v", 1)
                .putLinkOrNull("fleet", Optional.of(fleet))
                .build());
        List<Cid> told = List.of();
        Duration rest;
        do {
          rest = Cadence.rest(wall, Pace.STANDARD.idleHeartbeat());
          frames.write(
              Ipld.map()
                  .put("t", "beat")
                  .put("claims", Ipld.links(List.of()))
                  .put("slots", 2)
                  .put("free", 2)
                  .put("running", 0)
                  .put("load", 0.1)
                  .put("next", rest.toMillis())
                  .build());
          List<Cid> heads = clock.heads();
          if (!heads.equals(told) && heads.size() <= MAX_HEADS) {
            told = heads;
            frames.write(Ipld.map().put("t", "heads").put("heads", Ipld.links(heads)).build());
          }
        } while (!closed.await(rest.toNanos(), TimeUnit.NANOSECONDS));
      } catch (Libp2pException ended) {
        stream.reset();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
