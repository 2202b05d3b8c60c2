package io.peerdeck.fleet.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DiscoveryRegistryTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Multiaddr LAN = Multiaddr.parse("/ip4/192.168.7.3/tcp/4011");
  private static final Multiaddr OPEN = Multiaddr.parse("/ip4/5.9.1.2/tcp/4011");
  private static final DiscoveryPace PACE =
      new DiscoveryPace(
          Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(300));

  private final KeyPair self = KeyPair.generate(RANDOM);
  private final KeyPair north = KeyPair.generate(RANDOM);
  private final KeyPair south = KeyPair.generate(RANDOM);
  private final Map<PeerId, String> liars = new HashMap<>();
  private final List<DiscoveryRegistry> opened = new ArrayList<>();
  private volatile Instant now = Instant.parse("2026-11-21T12:00:00Z");

  @AfterEach
  void close() {
    opened.forEach(DiscoveryRegistry::close);
  }

  private DiscoveryRegistry registry(DiscoverySource... sources) throws Exception {
    return registry(PACE, sources);
  }

  private DiscoveryRegistry registry(DiscoveryPace pace, DiscoverySource... sources)
      throws Exception {
    DiscoveryRegistry registry =
        new DiscoveryRegistry(
                self.peerId(),
                () -> said(self, 1, LAN),
                List.of(sources),
                pace,
                () -> now,
                System::nanoTime,
                liars::put)
            .listen();
    opened.add(registry);
    return registry;
  }

  private static PeerAnnouncement said(KeyPair key, long seq, Multiaddr where, String... labels) {
    return said(key, seq, Reach.LOCAL, where, labels);
  }

  private static PeerAnnouncement said(
      KeyPair key, long seq, Reach reach, Multiaddr where, String... labels) {
    return PeerAnnouncement.sign(
        key,
        List.of(where),
        new PeerStatement(
            key.peerId(), seq, Duration.ofMinutes(30), reach, Set.of(labels), Map.of()));
  }

  private Sighting seen(KeyPair key, long seq, Multiaddr where, String... labels) {
    return Sighting.signed(said(key, seq, where, labels), Optional.of(now), Optional.empty());
  }

  private static List<PeerId> ids(List<PeerInfo> peers) {
    return peers.stream().map(PeerInfo::peer).toList();
  }

  @Test
  void whatSeveralSourcesKnowOfAPeerBecomesOne() throws Exception {
    ScriptedSource one = ScriptedSource.local("one").says(seen(north, 5, LAN, "gpu"));
    ScriptedSource other =
        ScriptedSource.local("other").says(Sighting.noted(north.peerId(), List.of(OPEN)));
    DiscoveryRegistry registry = registry(one, other);
    registry.refresh(Set.of());
    PeerInfo info = registry.peer(north.peerId()).orElseThrow();
    assertThat(info.sources()).containsExactly("one", "other");
    assertThat(info.addresses())
        .containsExactly(LAN.withPeer(north.peerId()), OPEN.withPeer(north.peerId()));
    assertThat(info.capabilities()).containsExactly("gpu");
    assertThat(info.lastSeen()).contains(now);
    assertThat(registry.addressesOf(north.peerId())).isEqualTo(info.addresses());
  }

  @Test
  void theLastWordsOfAPeerHold() throws Exception {
    ScriptedSource one = ScriptedSource.local("one").says(seen(north, 5, LAN, "gpu"));
    ScriptedSource other = ScriptedSource.local("other").says(seen(north, 6, OPEN, "quiet"));
    DiscoveryRegistry registry = registry(one, other);
    registry.refresh(Set.of("other"));
    registry.refresh(Set.of("one"));
    PeerInfo info = registry.peer(north.peerId()).orElseThrow();
    assertThat(info.capabilities()).containsExactly("quiet");
    assertThat(info.addresses().getFirst()).isEqualTo(OPEN.withPeer(north.peerId()));
  }

  @Test
  void aQueryNamesSourcesAndLabels() throws Exception {
    ScriptedSource one = ScriptedSource.local("one").says(seen(north, 1, LAN, "GPU", "linux"));
    ScriptedSource other = ScriptedSource.local("other").says(seen(south, 1, LAN, "linux"));
    DiscoveryRegistry registry = registry(one, other);
    registry.refresh(Set.of());
    assertThat(ids(registry.find(new PeerQuery(Set.of("other"), Set.of(), 9))))
        .containsExactly(south.peerId());
    assertThat(ids(registry.find(new PeerQuery(Set.of(), Set.of("gpu"), 9))))
        .containsExactly(north.peerId());
    assertThat(registry.find(new PeerQuery(Set.of("other"), Set.of("gpu"), 9))).isEmpty();
    assertThat(registry.find(new PeerQuery(Set.of(), Set.of("linux"), 9))).hasSize(2);
    assertThatThrownBy(() -> registry.find(new PeerQuery(Set.of("none"), Set.of(), 9)))
        .hasMessageContaining("one, other");
  }

  @Test
  void whoWasSeenLastAndAnswersComesFirst() throws Exception {
    ScriptedSource one = ScriptedSource.local("one");
    DiscoveryRegistry registry = registry(one);
    one.says(seen(north, 1, LAN));
    registry.refresh(Set.of());
    now = now.plusSeconds(60);
    one.says(seen(south, 1, LAN));
    registry.refresh(Set.of());
    assertThat(ids(registry.find(PeerQuery.best(9))))
        .containsExactly(south.peerId(), north.peerId());
    registry.unreachable(south.peerId(), List.of(LAN));
    assertThat(ids(registry.find(PeerQuery.best(9))))
        .containsExactly(north.peerId(), south.peerId());
    registry.reached(south.peerId(), LAN);
    assertThat(ids(registry.find(PeerQuery.best(1)))).containsExactly(south.peerId());
  }

  @Test
  void anAddressThatFailedIsTriedLast() throws Exception {
    ScriptedSource one = ScriptedSource.local("one").says(seen(north, 1, LAN));
    ScriptedSource other =
        ScriptedSource.local("other").says(Sighting.noted(north.peerId(), List.of(OPEN)));
    DiscoveryRegistry registry = registry(one, other);
    registry.refresh(Set.of());
    registry.unreachable(north.peerId(), List.of(LAN));
    assertThat(registry.addressesOf(north.peerId()))
        .containsExactly(OPEN.withPeer(north.peerId()), LAN.withPeer(north.peerId()));
  }

  @Test
  void aPeerIsForgottenWhenItsTimeIsOver() throws Exception {
    ScriptedSource one = ScriptedSource.local("one").says(seen(north, 1, LAN));
    DiscoveryRegistry registry = registry(one, ScriptedSource.local("other"));
    registry.refresh(Set.of());
    now = now.plus(Duration.ofMinutes(29));
    assertThat(registry.cleanup()).containsEntry("one", 0).containsEntry("other", 0);
    now = now.plus(Duration.ofMinutes(2));
    assertThat(registry.cleanup()).containsEntry("one", 1).containsEntry("other", 0);
    assertThat(registry.size()).isZero();
    assertThat(registry.removed()).containsEntry("one", 1);
  }

  @Test
  void oldWordsToldAgainKeepNobodyAlive() throws Exception {
    ScriptedSource one = ScriptedSource.local("one");
    DiscoveryRegistry registry = registry(one);
    PeerAnnouncement words = said(north, 1, LAN);
    for (int minute = 0; minute < 60; minute += 10) {
      one.says(Sighting.signed(words, Optional.of(now), Optional.of(south.peerId())));
      registry.refresh(Set.of());
      registry.cleanup();
      now = now.plus(Duration.ofMinutes(10));
    }
    assertThat(registry.peer(north.peerId())).isEmpty();
    one.says(Sighting.signed(said(north, 2, LAN), Optional.of(now), Optional.of(south.peerId())));
    registry.refresh(Set.of());
    assertThat(registry.peer(north.peerId())).isPresent();
  }

  @Test
  void aSourceThatNamesAllThereIsTakesBackWhatItNoLongerNames() throws Exception {
    ScriptedSource list =
        new ScriptedSource("list", new DiscoverySource.Terms(Reach.LOCAL, true, true, 100))
            .says(
                Sighting.noted(north.peerId(), List.of(LAN)),
                Sighting.noted(south.peerId(), List.of(LAN)));
    DiscoveryRegistry registry = registry(list);
    registry.refresh(Set.of());
    list.says(Sighting.noted(south.peerId(), List.of(LAN)));
    registry.refresh(Set.of());
    assertThat(ids(registry.find(PeerQuery.best(9)))).containsExactly(south.peerId());
  }

  @Test
  void registeringTellsWhatCameOfEachSource() throws Exception {
    ScriptedSource good = ScriptedSource.local("good");
    ScriptedSource bad = ScriptedSource.local("bad");
    bad.registering =
        () -> {
          throw new DiscoveryException("the network is down");
        };
    DiscoveryRegistry registry = registry(good, bad, new BootstrapList(List.of()));
    Map<String, Registration> outcome = registry.register();
    assertThat(outcome.get("good")).isEqualTo(new Registration.Told(1));
    assertThat(outcome.get("bad")).isEqualTo(new Registration.Failed("the network is down"));
    assertThat(outcome.get("bootstrap")).isEqualTo(new Registration.ReadOnly());
    assertThat(registry.registrations()).isEqualTo(outcome);
    assertThat(good.told).hasSize(1);
  }

  private SourceStanding standing(DiscoveryRegistry registry, String source) {
    return registry.standings().stream()
        .filter(one -> one.name().equals(source))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aSourceThatFailsLosesItsStandingAndNobodyElseAnything() throws Exception {
    ScriptedSource good = ScriptedSource.local("good").says(seen(north, 1, LAN));
    ScriptedSource bad = ScriptedSource.local("bad").says(seen(south, 1, LAN));
    DiscoveryRegistry registry = registry(good, bad);
    registry.refresh(Set.of());
    bad.answer =
        () -> {
          throw new IllegalStateException("broken");
        };
    for (int i = 0; i < 3; i++) {
      Map<String, SourceAnswer> answers = registry.refresh(Set.of());
      assertThat(answers.get("good")).isEqualTo(new SourceAnswer.Brought(1));
      assertThat(answers.get("bad")).isInstanceOf(SourceAnswer.Failed.class);
    }
    SourceStanding standing = standing(registry, "bad");
    assertThat(standing.state()).isEqualTo(SourceStanding.State.FAILING);
    assertThat(standing.reason()).contains("broken");
    assertThat(standing.successes()).isEqualTo(1);
    assertThat(standing.failures()).isEqualTo(3);
    assertThat(standing(registry, "good").state()).isEqualTo(SourceStanding.State.GOOD);
    assertThat(registry.size()).isEqualTo(2);
  }

  @Test
  void aSourceThatHangsKeepsNobodyWaiting() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    ScriptedSource good = ScriptedSource.local("good").says(seen(north, 1, LAN));
    ScriptedSource hanging = ScriptedSource.local("hanging");
    hanging.answer =
        () -> {
          never.await();
          return List.of();
        };
    DiscoveryRegistry registry = registry(good, hanging);
    Map<String, SourceAnswer> answers = registry.refresh(Set.of());
    assertThat(answers.get("good")).isEqualTo(new SourceAnswer.Brought(1));
    assertThat(answers.get("hanging"))
        .isEqualTo(new SourceAnswer.Failed("the source did not answer within 300 ms"));
  }

  @Test
  void aPrivateAddressInAPublicRecordCostsTheSourceWhatItBrought() throws Exception {
    ScriptedSource good = ScriptedSource.local("good").says(seen(north, 1, LAN));
    ScriptedSource bad = ScriptedSource.open("bad").says(seen(south, 1, OPEN));
    DiscoveryRegistry registry = registry(good, bad);
    registry.refresh(Set.of());
    assertThat(registry.size()).isEqualTo(2);
    bad.says(seen(south, 2, LAN), seen(north, 2, OPEN));
    registry.refresh(Set.of());
    SourceStanding standing = standing(registry, "bad");
    assertThat(standing.state()).isEqualTo(SourceStanding.State.SUSPENDED);
    assertThat(standing.reason()).contains("192.168.7.3");
    assertThat(ids(registry.find(PeerQuery.best(9)))).containsExactly(north.peerId());
    assertThat(registry.peer(north.peerId()).orElseThrow().sources()).containsExactly("good");
    assertThat(standing(registry, "good").state()).isEqualTo(SourceStanding.State.GOOD);
  }

  @Test
  void aLoopbackAddressInARecordItsPeerCallsPublicCostsWhoTellsIt() throws Exception {
    ScriptedSource one = ScriptedSource.local("one");
    DiscoveryRegistry registry = registry(one);
    PeerAnnouncement lie = said(north, 1, Reach.PUBLIC, Multiaddr.parse("/ip4/127.0.0.1/tcp/4011"));
    one.says(Sighting.signed(lie, Optional.of(now), Optional.of(south.peerId())));
    registry.refresh(Set.of());
    assertThat(registry.size()).isZero();
    assertThat(liars).containsOnlyKeys(south.peerId());
    assertThat(liars.get(south.peerId())).contains("127.0.0.1");
    assertThat(standing(registry, "one").state()).isEqualTo(SourceStanding.State.GOOD);
    assertThat(standing(registry, "one").lies()).isEqualTo(1);
    assertThat(standing(registry, "one").reason()).contains(south.peerId().toString());
  }

  @Test
  void tenThousandPeersFromOneAuthorCostTheAuthorAndNobodyElse() throws Exception {
    ScriptedSource one =
        new ScriptedSource("one", new DiscoverySource.Terms(Reach.LOCAL, false, false, 256));
    DiscoveryRegistry registry = registry(one);
    Sighting honest =
        Sighting.signed(said(north, 1, LAN), Optional.of(now), Optional.of(north.peerId()));
    Sighting[] flood =
        IntStream.range(0, 10_000)
            .mapToObj(
                i ->
                    new Sighting(
                        KeyPair.generate(RANDOM).peerId(),
                        List.of(LAN),
                        Optional.empty(),
                        Optional.of(now),
                        Optional.of(Duration.ofHours(1)),
                        Optional.empty(),
                        Optional.of(south.peerId())))
            .toArray(Sighting[]::new);
    one.says(honest);
    registry.refresh(Set.of());
    one.says(flood);
    registry.refresh(Set.of());
    assertThat(ids(registry.find(PeerQuery.best(9)))).containsExactly(north.peerId());
    assertThat(liars.get(south.peerId())).contains("more than 256");
    assertThat(standing(registry, "one").state()).isEqualTo(SourceStanding.State.GOOD);
    one.says(flood[0]);
    registry.refresh(Set.of());
    assertThat(registry.size()).as("the author is not heard for a while").isEqualTo(1);
    now = now.plus(Duration.ofMinutes(2));
    registry.refresh(Set.of());
    assertThat(registry.size()).as("and then it is heard again").isEqualTo(2);
  }

  @Test
  void aFullRegistryKeepsWhomSomebodyChose() throws Exception {
    DiscoverySource.Terms many = new DiscoverySource.Terms(Reach.LOCAL, false, false, 20_000);
    ScriptedSource flood = new ScriptedSource("flood", many);
    DiscoveryRegistry registry =
        registry(new BootstrapList(List.of(LAN.withPeer(north.peerId()))), flood);
    registry.refresh(Set.of("bootstrap"));
    byte[] id = north.publicKey();
    flood.says(
        IntStream.range(0, DiscoveryRegistry.MAX_PEERS + 500)
            .mapToObj(
                i -> {
                  byte[] key = id.clone();
                  key[0] = (byte) i;
                  key[1] = (byte) (i >> 8);
                  key[2] ^= 0x55;
                  return new Sighting(
                      PeerId.ofEd25519(key),
                      List.of(LAN),
                      Optional.empty(),
                      Optional.of(now),
                      Optional.of(Duration.ofHours(1)),
                      Optional.empty(),
                      Optional.empty());
                })
            .toArray(Sighting[]::new));
    registry.refresh(Set.of("flood"));
    assertThat(registry.size()).isLessThanOrEqualTo(DiscoveryRegistry.MAX_PEERS);
    assertThat(registry.peer(north.peerId())).isPresent();
  }

  @Test
  void oneSourceCannotTakeAwayWhatAnotherSays() throws Exception {
    ScriptedSource good = ScriptedSource.local("good").says(seen(north, 3, LAN, "gpu"));
    ScriptedSource bad = ScriptedSource.local("bad").says(Sighting.noted(north.peerId(), many()));
    DiscoveryRegistry registry = registry(good, bad);
    registry.refresh(Set.of());
    assertThat(registry.addressesOf(north.peerId()))
        .hasSize(KnownPeer.MAX_ADDRESSES)
        .first()
        .isEqualTo(LAN.withPeer(north.peerId()));
    DiscoverySource.Ear ear = bad.ear;
    assertThat(ear).isNotNull();
    ear.lied(Optional.empty(), "a bad signature");
    assertThat(registry.addressesOf(north.peerId())).containsExactly(LAN.withPeer(north.peerId()));
    assertThat(registry.refresh(Set.of("bad")).get("bad"))
        .isInstanceOfSatisfying(
            SourceAnswer.Failed.class,
            failed -> assertThat(failed.reason()).contains("a bad signature"));
  }

  private static List<Multiaddr> many() {
    return IntStream.range(0, Sighting.MAX_ADDRESSES)
        .mapToObj(i -> Multiaddr.tcp("10.1.1.1", 5000 + i))
        .toList();
  }

  @Test
  void aRunningRegistryCleansUpByItselfEveryFiveMinutes() throws Exception {
    assertThat(DiscoveryPace.STANDARD.cleanup()).isEqualTo(Duration.ofMinutes(5));
    DiscoveryPace brisk =
        new DiscoveryPace(PACE.ask(), PACE.register(), Duration.ofMillis(20), PACE.deadline());
    ScriptedSource one = ScriptedSource.local("one").says(seen(north, 1, LAN));
    DiscoveryRegistry registry = registry(brisk, one);
    registry.refresh(Set.of());
    assertThat(registry.size()).isEqualTo(1);
    one.says();
    now = now.plus(Duration.ofMinutes(31));
    registry.start();
    await().until(() -> registry.removed().getOrDefault("one", 0) == 1);
    assertThat(registry.size()).isZero();
  }

  @Test
  void aRunningRegistryAsksAndTellsByItself() throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    ScriptedSource one = ScriptedSource.local("one").says(seen(north, 1, LAN));
    one.registering =
        () -> {
          told.countDown();
          return new Registration.Told(1);
        };
    DiscoveryRegistry registry = registry(one);
    CountDownLatch heard = new CountDownLatch(1);
    registry.subscribe(heard::countDown);
    registry.start();
    told.await();
    heard.await();
    assertThat(registry.peer(north.peerId())).isPresent();
    registry.close();
    assertThat(one.closed).isTrue();
  }
}
