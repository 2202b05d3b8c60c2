package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.Beside;
import io.peerdeck.clock.Entry;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.gossip.GossipConfig;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.libp2p.gossip.Validator;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Anna, Bert and Carl in a line: Anna and Carl are not connected.
@Timeout(180)
@Beside
class HeadsTopicTest {
  private static final Duration SHORT = Duration.ofSeconds(5);

  @TempDir Path folder;
  @RegisterExtension final OpenedParts open = new OpenedParts();
  private Talker anna;
  private Talker bert;
  private Talker carl;

  private record Said(PeerId member, List<Cid> heads) {}

  private final class Talker {
    final ClockOnDisk disk;
    final Host host;
    final Gossipsub gossip;
    final HeadsTopic topic;
    final Set<PeerId> linked = ConcurrentHashMap.newKeySet();
    final List<Said> heard = new CopyOnWriteArrayList<>();

    Talker(int number) {
      disk = new ClockOnDisk(number, folder);
      MembersGate gate = new MembersGate(disk.clock::currentView);
      host =
          Host.start(
              HostConfig.of(disk.key)
                  .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0"))
                  .withGate(gate));
      gossip =
          Gossipsub.start(
              host,
              disk.key,
              HeadsTopic.gossip(
                  peer -> disk.clock.currentView().isMember(peer),
                  InstantSource.system(),
                  System::nanoTime,
                  new Random(number)));
      topic = new HeadsTopic(gossip, disk.clock, this::hear, System::nanoTime).start();
      Collections.addAll(open, disk, host, gossip, topic);
    }

    private boolean hear(PeerId member, List<Cid> heads) {
      if (!linked.contains(member)) {
        return false;
      }
      heard.add(new Said(member, heads));
      return true;
    }

    GossipMetrics.Topic counted() {
      return gossip.metrics().topics().values().stream()
          .findFirst()
          .orElse(GossipMetrics.Topic.NONE);
    }

    void connect(Talker other) {
      host.connect(other.disk.id(), other.host.addresses(), SHORT);
      linked.add(other.disk.id());
      other.linked.add(disk.id());
    }
  }

  @BeforeEach
  void start() {
    anna = new Talker(1);
    bert = new Talker(2);
    carl = new Talker(3);
    anna.disk.fleet.found("test", MemberChange.NONE);
    for (Talker other : List.of(bert, carl)) {
      anna.disk.fleet.addMember(
          other.host.addresses().getFirst(), Optional.empty(), Fleet.DEFAULT_ROLES);
    }
    bert.disk.pull(anna.disk);
    carl.disk.pull(anna.disk);
    anna.connect(bert);
    carl.connect(bert);
    await()
        .until(
            () ->
                anna.counted().mesh() == 1
                    && bert.counted().mesh() == 2
                    && carl.counted().mesh() == 1);
  }

  @Test
  void headsReachWhoIsNotConnectedAndItLearnsWhomToAsk() {
    Entry written = anna.disk.clock.append("run.held", "run", Ipld.map().build()).join();
    Said fromAnna = new Said(anna.disk.id(), List.of(written.cid()));
    await().until(() -> bert.heard.contains(fromAnna));
    Said passedOn = new Said(bert.disk.id(), List.of(written.cid()));
    await().until(() -> carl.heard.contains(passedOn));
  }

  @Test
  void aBurstOfEntriesIsAnnouncedTogether() {
    long before = anna.counted().published();
    List<CompletableFuture<Entry>> written = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      written.add(anna.disk.clock.append("run.held", "run", Ipld.map().build()));
    }
    Said newest = new Said(anna.disk.id(), List.of(written.getLast().join().cid()));
    await().until(() -> bert.heard.contains(newest));
    assertThat(anna.counted().published() - before).isLessThan(250);
  }

  @Test
  void whoIsNoMemberTakesNoPart() {
    KeyPair key = KeyPair.generate(new SecureRandom());
    Host stranger = Host.start(HostConfig.of(key));
    Gossipsub strange = Gossipsub.start(stranger, key, GossipConfig.standard());
    Collections.addAll(open, stranger, strange);
    String name = HeadsTopic.name(bert.disk.clock.fleet().orElseThrow());
    List<PeerId> overheard = new CopyOnWriteArrayList<>();
    strange.subscribe(name, Validator.NONE, message -> overheard.add(message.author()));
    stranger.connect(bert.disk.id(), bert.host.addresses(), SHORT);
    strange.publish(name, HeadsTopic.write(List.of()));
    Entry written = anna.disk.clock.append("run.held", "run", Ipld.map().build()).join();
    Said passedOn = new Said(bert.disk.id(), List.of(written.cid()));
    await().until(() -> carl.heard.contains(passedOn));
    assertThat(overheard).isEmpty();
    assertThat(strange.metrics().topics().get(name).subscribers()).isZero();
    assertThat(bert.heard).noneMatch(said -> said.member().equals(key.peerId()));
  }

  @Test
  void aMemberThatPassesOnRubbishPaysForItAndOneThatPassesOnAStrangersWordDoesNot() {
    // Carl with another program: whatever it is told, it tells.
    // The host goes first: a farewell by gossip would keep carl out of meshes for a while.
    KeyPair carlsKey = carl.disk.key;
    carl.host.close();
    carl.topic.close();
    carl.gossip.close();
    Host host = Host.start(HostConfig.of(carlsKey).withListen(anyPort()));
    Gossipsub loose = Gossipsub.start(host, carlsKey, GossipConfig.standard());
    KeyPair key = KeyPair.generate(new SecureRandom());
    Host stranger = Host.start(HostConfig.of(key));
    Gossipsub strange = Gossipsub.start(stranger, key, GossipConfig.standard());
    Collections.addAll(open, host, loose, stranger, strange);
    String name = HeadsTopic.name(bert.disk.clock.fleet().orElseThrow());
    loose.subscribe(name, Validator.NONE, message -> {});
    strange.subscribe(name, Validator.NONE, message -> {});
    host.connect(bert.disk.id(), bert.host.addresses(), SHORT);
    stranger.connect(host.peerId(), host.addresses(), SHORT);
    await().until(() -> loose.metrics().topics().get(name).mesh() == 2);
    await().until(() -> bert.counted().mesh() == 2);

    strange.publish(name, HeadsTopic.write(List.of()));
    await().until(() -> bert.counted().ignored() == 1);
    assertThat(score(host.peerId())).isNotNegative();
    loose.publish(name, "rubbish".getBytes());
    await().until(() -> bert.counted().rejected() == 1);
    assertThat(score(host.peerId())).isNegative();
    assertThat(anna.heard).isEmpty();
  }

  private double score(PeerId peer) {
    return bert.gossip.metrics().peers().get(peer).score();
  }

  private static Multiaddr anyPort() {
    return Multiaddr.parse("/ip4/127.0.0.1/tcp/0");
  }
}
