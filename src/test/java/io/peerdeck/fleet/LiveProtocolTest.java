package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream.Builder;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(180)
class LiveProtocolTest {
  private static final Cid FLEET = Cid.of(Cid.DAG_CBOR, new byte[] {1});
  private static final Cid HEAD = Cid.of(Cid.DAG_CBOR, new byte[] {2});
  private static final Duration SHORT = Duration.ofSeconds(3);

  @RegisterExtension final OpenedParts open = new OpenedParts();

  /// A host that speaks the live protocol and writes down what it hears.
  private final class Talker implements LiveProtocol.Ear {
    final Host host;
    final Liveness liveness;
    final LiveProtocol live;
    final List<Cid> heads = new CopyOnWriteArrayList<>();
    final List<PeerId> breaches = new CopyOnWriteArrayList<>();
    volatile boolean welcome = true;

    Talker() {
      host =
          Host.start(
              HostConfig.of(KeyPair.generate(new SecureRandom()))
                  .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      liveness = new Liveness(host.peerId(), System::nanoTime);
      live =
          new LiveProtocol(
              host.peerId(),
              liveness,
              () -> new LiveProtocol.Greeting(Optional.of(FLEET), List.of(HEAD), Heartbeat.IDLE),
              this);
      host.handle(live);
      open.add(host);
      open.add(live);
    }

    Connection dial(Talker other) {
      return host.connect(other.host.peerId(), other.host.addresses(), SHORT);
    }

    boolean linked(Talker other) {
      return live.linked(other.host.peerId()) && liveness.alive(other.host.peerId());
    }

    @Override
    public boolean greeted(PeerId peer, Optional<Cid> fleet) {
      return welcome;
    }

    @Override
    public void heads(PeerId peer, List<Cid> news) {
      heads.addAll(news);
    }

    @Override
    public void linkChanged(PeerId peer, boolean up) {}

    @Override
    public void broke(PeerId peer, ProtocolBreach breach) {
      breaches.add(peer);
    }
  }

  @Test
  void headsAndHeartbeatsTravelBothWaysAndTheNewestWins() {
    Talker anna = new Talker();
    Talker bert = new Talker();
    anna.live.open(anna.dial(bert));
    soon().until(() -> anna.heads.contains(HEAD) && bert.heads.contains(HEAD));

    Cid newest = Cid.of(Cid.DAG_CBOR, new byte[] {3});
    for (int i = 0; i < 1000; i++) {
      bert.live.announce(List.of(Cid.of(Cid.DAG_CBOR, new byte[] {4, (byte) i})));
      bert.live.beat(new Heartbeat(List.of(), 9, i % 9, 0, 0), Heartbeat.USUAL_NEXT);
    }
    bert.live.announce(List.of(newest));
    bert.live.beat(new Heartbeat(List.of(HEAD), 9, 9, 0, 0), Heartbeat.USUAL_NEXT);

    soon().until(() -> anna.heads.contains(newest));
    soon().until(() -> anna.liveness.lastHeartbeatNanos(bert.host.peerId(), HEAD).isPresent());
    assertThat(anna.heads).hasSizeLessThan(200);
    assertThat(anna.linked(bert)).isTrue();
  }

  @Test
  void afterHeartbeatsThatChangeNothingNewsIsHeard() {
    Talker anna = new Talker();
    Talker bert = new Talker();
    anna.live.open(anna.dial(bert));
    soon().until(() -> anna.heads.contains(HEAD) && anna.linked(bert));
    for (int i = 1; i <= 5; i++) {
      double load = i;
      bert.live.beat(new Heartbeat(List.of(), 0, 0, 0, load), Duration.ofSeconds(4));
      soon().until(() -> heardLast(anna, bert).load() == load);
    }
    bert.live.beat(new Heartbeat(List.of(HEAD), 2, 1, 1, 0), Heartbeat.USUAL_NEXT);
    soon().until(() -> heardLast(anna, bert).claims().contains(HEAD));
    Cid news = Cid.of(Cid.DAG_CBOR, new byte[] {3});
    bert.live.announce(List.of(news));
    bert.live.beat(new Heartbeat(List.of(), 2, 2, 0, 6), Duration.ofSeconds(4));
    soon().until(() -> anna.heads.contains(news) && heardLast(anna, bert).load() == 6);
  }

  private static Heartbeat heardLast(Talker ear, Talker of) {
    return ear.liveness.lastHeartbeat(of.host.peerId()).orElse(Heartbeat.IDLE);
  }

  @Test
  void ofTwoCrossingStreamsOneStays() throws Exception {
    for (int round = 0; round < 10; round++) {
      Talker anna = new Talker();
      Talker bert = new Talker();
      Connection out = anna.dial(bert);
      soon().until(() -> !bert.host.connections(anna.host.peerId()).isEmpty());
      Connection in = bert.host.connections(anna.host.peerId()).getFirst();
      CountDownLatch both = new CountDownLatch(2);
      for (Runnable opening :
          List.<Runnable>of(() -> anna.live.open(out), () -> bert.live.open(in))) {
        Thread.ofVirtual()
            .start(
                () -> {
                  both.countDown();
                  opening.run();
                });
      }
      both.await();
      soon().until(() -> anna.linked(bert) && bert.linked(anna));
      await()
          .during(Duration.ofMillis(100))
          .atMost(SHORT)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> anna.linked(bert) && bert.linked(anna));
      anna.live.drop(bert.host.peerId());
      soon().until(() -> !anna.linked(bert) && !bert.linked(anna));
    }
  }

  @Test
  void aPeerThatIsNotWelcomeIsCutOff() {
    Talker anna = new Talker();
    Talker bert = new Talker();
    bert.welcome = false;
    anna.live.open(anna.dial(bert));

    soon().until(() -> !anna.linked(bert) && !bert.linked(anna));
  }

  @Test
  void whenTheConnectionBreaksBothSidesKnowAtOnce() {
    Talker anna = new Talker();
    Talker bert = new Talker();
    Connection connection = anna.dial(bert);
    anna.live.open(connection);
    soon().until(() -> anna.linked(bert) && bert.linked(anna));
    connection.close();

    soon().until(() -> !anna.linked(bert) && !bert.linked(anna));
    assertThat(bert.liveness.alive(anna.host.peerId())).isFalse();
  }

  static java.util.stream.Stream<List<Ipld.Map>> badTalk() {
    Ipld.Map hello = Ipld.map().put("t", "hello").put("v", 1).put("fleet", FLEET).build();
    Ipld.Map beat = Heartbeat.IDLE.write(Heartbeat.USUAL_NEXT);
    Builder<List<Ipld.Map>> talk = java.util.stream.Stream.builder();
    talk.add(List.of(beat));
    talk.add(List.of(Ipld.map().put("x", 1).build()));
    talk.add(List.of(hello, Ipld.map().put("t", 5).build()));
    talk.add(List.of(hello, Ipld.map().put("t", "heads").put("heads", "many").build()));
    talk.add(
        List.of(
            hello,
            Ipld.map()
                .put("t", "heads")
                .put("heads", Ipld.links(Collections.nCopies(65, HEAD)))
                .build()));
    talk.add(
        List.of(
            hello,
            Ipld.map()
                .put("t", "beat")
                .put("claims", Ipld.links(Collections.nCopies(257, HEAD)))
                .put("slots", 1)
                .put("free", 1)
                .put("running", 0)
                .put("load", 0.0)
                .build()));
    talk.add(
        List.of(
            hello,
            Ipld.map()
                .put("t", "beat")
                .put("claims", Ipld.links(List.of()))
                .put("slots", -1)
                .put("free", 1)
                .put("running", 0)
                .put("load", 0.0)
                .build()));
    List<Ipld.Map> flood = new ArrayList<>(List.of(hello));
    flood.addAll(Collections.nCopies(500, beat));
    talk.add(flood);
    talk.add(List.of(hello, Ipld.map().put("t", "x".repeat(LiveLink.MAX_FRAME)).build()));
    return talk.build();
  }

  @ParameterizedTest
  @MethodSource("badTalk")
  void whoeverBreaksTheProtocolLosesItsStreamAndNothingElseHappens(List<Ipld.Map> talk) {
    Talker anna = new Talker();
    Host rude = Host.start(HostConfig.of(KeyPair.generate(new SecureRandom())));
    open.add(rude);
    Connection connection = rude.connect(anna.host.peerId(), anna.host.addresses(), SHORT);
    Stream stream = connection.newStream(LiveProtocol.ID, SHORT);
    try {
      IpldFrames frames = new IpldFrames(stream, 1 << 20);
      for (Ipld.Map frame : talk) {
        frames.write(frame);
      }
    } catch (Libp2pException cutOffEarly) {
      assertThat(cutOffEarly).hasMessageNotContaining("over the limit");
    }

    soon().until(() -> !anna.live.linked(rude.peerId()) && !anna.liveness.alive(rude.peerId()));
    assertThat(anna.heads).isEmpty();
    assertThat(anna.breaches).containsExactly(rude.peerId());
    assertThat(rude.ping(anna.host.peerId(), SHORT)).isPositive();
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
  }
}
