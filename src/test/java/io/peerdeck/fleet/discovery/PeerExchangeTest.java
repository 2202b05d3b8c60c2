package io.peerdeck.fleet.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Between two real hosts on loopback.
@Timeout(180)
class PeerExchangeTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Multiaddr LAN = Multiaddr.parse("/ip4/192.168.7.3/tcp/4011");
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final KeyPair key = KeyPair.generate(RANDOM);
  private final KeyPair third = KeyPair.generate(RANDOM);
  private final Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private Host here;
  private Host there;
  private final ScriptedEar hereHears = new ScriptedEar();
  private final ScriptedEar thereHears = new ScriptedEar();

  @BeforeEach
  void connect() {
    here = host(key);
    there = host(KeyPair.generate(RANDOM));
    here.connect(there.peerId(), there.addresses(), TIMEOUT);
    Awaitility.await().until(() -> !there.connections(here.peerId()).isEmpty());
  }

  @AfterEach
  void close() {
    here.close();
    there.close();
  }

  private static Host host(KeyPair key) {
    return Host.start(HostConfig.of(key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
  }

  private PeerExchange exchange(Host host, ScriptedEar ear) {
    PeerExchange exchange =
        new PeerExchange(
            host::newStream,
            () -> host.connections().stream().map(Connection::remotePeer).toList(),
            () -> now,
            new Random(1));
    exchange.start(ear);
    host.handle(exchange);
    return exchange;
  }

  private PeerAnnouncement said(KeyPair by) {
    return PeerAnnouncement.sign(
        by,
        List.of(LAN),
        new PeerStatement(
            by.peerId(), 1, Duration.ofMinutes(30), Reach.LOCAL, Set.of("gpu"), Map.of()));
  }

  private PeerInfo info(KeyPair of) {
    return new PeerInfo(
        of.peerId(),
        said(of).addresses(),
        Set.of("gpu"),
        now,
        Optional.of(now.minusSeconds(90)),
        List.of("mdns"),
        Duration.ofMinutes(30),
        Map.of(),
        Optional.of(said(of)));
  }

  @Test
  void aMemberTellsOfThePeersItKnows() {
    exchange(there, thereHears);
    thereHears.known = List.of(info(third));
    Sighting told = exchange(here, hereHears).find().getFirst();
    assertThat(told.peer()).isEqualTo(third.peerId());
    assertThat(told.signed()).contains(said(third));
    assertThat(told.seen()).contains(now.minusSeconds(90));
    assertThat(told.teller()).contains(there.peerId());
  }

  @Test
  void nobodyIsToldOfHimselfOrOfWordsNobodySigned() {
    exchange(there, thereHears);
    PeerInfo unsigned =
        new PeerInfo(
            third.peerId(),
            List.of(LAN.withPeer(third.peerId())),
            Set.of(),
            now,
            Optional.of(now),
            List.of("mdns"),
            Duration.ofMinutes(2),
            Map.of(),
            Optional.empty());
    thereHears.known = List.of(info(key), unsigned);
    assertThat(exchange(here, hereHears).find()).isEmpty();
  }

  @Test
  void aMemberHearsOfThisNodeFromItself() {
    exchange(there, thereHears);
    assertThat(exchange(here, hereHears).register(said(key))).isEqualTo(new Registration.Told(1));
    Sighting heard = thereHears.heard.getFirst();
    assertThat(heard.signed()).contains(said(key));
    assertThat(heard.teller()).contains(key.peerId());
  }

  @Test
  void thereIsRoomForOneFrameOnly() {
    exchange(there, thereHears);
    thereHears.known =
        IntStream.range(0, 200).mapToObj(i -> info(KeyPair.generate(RANDOM))).toList();
    assertThat(exchange(here, hereHears).find()).hasSize(PeerExchange.MOST_TOLD);
  }

  @Test
  void aMemberThatDoesNotSpeakItIsAFailureAndNoLie() {
    PeerExchange exchange = exchange(here, hereHears);
    assertThatThrownBy(exchange::find)
        .isInstanceOf(DiscoveryException.class)
        .hasMessageContaining(there.peerId().toString());
    assertThat(hereHears.lies).isEmpty();
  }

  private void answering(Consumer<IpldFrames> answer) {
    there.handle(
        new ProtocolBinding() {
          @Override
          public List<String> protocols() {
            return List.of(PeerExchange.ID);
          }

          @Override
          public void handle(Stream stream) {
            IpldFrames frames = new IpldFrames(stream, 4 << 20);
            frames.read();
            answer.accept(frames);
          }
        });
  }

  private static Ipld.Map told(List<? extends Ipld> peers) {
    return Ipld.map().put("t", "peers").put("peers", new Ipld.List(List.copyOf(peers))).build();
  }

  private void liesWith(Consumer<IpldFrames> answer) {
    answering(answer);
    assertThat(exchange(here, hereHears).find()).isEmpty();
    assertThat(hereHears.liars).containsExactly(there.peerId());
  }

  @Test
  void aBadSignatureIsHeldAgainstWhoPassedItOn() {
    byte[] record = said(third).recordBytes();
    record[record.length - 1] ^= 1;
    Ipld.Map forged =
        Ipld.map()
            .put("record", record)
            .put("statement", said(third).statementBytes())
            .put("age", 0)
            .build();
    liesWith(frames -> frames.write(told(List.of(forged))));
    assertThat(hereHears.lies.getFirst()).contains("signature");
  }

  @Test
  void aRecordOfAMegabyteIsRefusedBeforeItIsRead() {
    Ipld.Map large =
        Ipld.map()
            .put("record", new byte[1 << 20])
            .put("statement", said(third).statementBytes())
            .put("age", 0)
            .build();
    liesWith(frames -> frames.write(told(List.of(large))));
    assertThat(hereHears.lies.getFirst()).contains("limit");
  }

  @Test
  void tooManyPeersAtOnceAreHeldAgainstTheTeller() {
    Ipld.Map one = said(third).ipld().toBuilder().put("age", 0).build();
    liesWith(frames -> frames.write(told(IntStream.range(0, 65).mapToObj(i -> one).toList())));
  }

  @Test
  void aLiarAmongThreeCostsTheOthersNothing() {
    answering(frames -> frames.write(Ipld.map().put("t", "nonsense").build()));
    KeyPair honestKey = KeyPair.generate(RANDOM);
    try (Host honest = host(honestKey)) {
      ScriptedEar honestHears = new ScriptedEar();
      honestHears.known = List.of(info(third));
      exchange(honest, honestHears);
      here.connect(honest.peerId(), honest.addresses(), TIMEOUT);
      List<Sighting> found = exchange(here, hereHears).find();
      assertThat(found).extracting(Sighting::peer).containsExactly(third.peerId());
      assertThat(found)
          .extracting(one -> one.teller().orElseThrow())
          .containsExactly(honest.peerId());
      assertThat(hereHears.liars).containsExactly(there.peerId());
    }
  }

  @Test
  void whoTellsWhatIsForgedIsNotHeard() {
    exchange(there, thereHears);
    PeerId teller = here.peerId();
    byte[] statement = said(third).statementBytes();
    statement[statement.length - 3] ^= 1;
    Ipld.Map forged =
        Ipld.map()
            .put("record", said(third).recordBytes())
            .put("statement", statement)
            .put("age", 0)
            .build();
    try (Stream stream = here.newStream(there.peerId(), PeerExchange.ID, TIMEOUT)) {
      new IpldFrames(stream, PeerExchange.MAX_FRAME)
          .write(
              Ipld.map()
                  .put("t", "tell")
                  .put("v", 1)
                  .put("peers", new Ipld.List(List.of(forged)))
                  .build());
      Awaitility.await().until(() -> thereHears.liars.contains(teller));
    }
    assertThat(thereHears.heard).isEmpty();
  }
}
