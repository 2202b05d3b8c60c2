package io.peerdeck.libp2p.gossip;

import static io.peerdeck.libp2p.gossip.GossipNode.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.Beside;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Real hosts on loopback.
@Timeout(180)
@Beside
class GossipsubTest {
  private final List<GossipNode> nodes = new ArrayList<>();

  private GossipNode node() {
    return node(GossipNode.brisk(Map.of()));
  }

  private GossipNode node(GossipConfig config) {
    GossipNode node = new GossipNode(config);
    nodes.add(node);
    return node;
  }

  @AfterEach
  void close() {
    nodes.forEach(GossipNode::close);
  }

  /// Nodes in a line, each in the mesh of its neighbours.
  private List<GossipNode> line(int count) {
    List<GossipNode> line = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      line.add(node().subscribed());
      if (i > 0) {
        line.get(i).connect(line.get(i - 1));
      }
    }
    for (int i = 0; i < count; i++) {
      GossipNode node = line.get(i);
      int neighbours = i == 0 || i == count - 1 ? 1 : 2;
      await().until(() -> node.mesh() == neighbours);
    }
    return line;
  }

  @Test
  void aMessageReachesTheEndOfALineOnceAndInOrder() {
    List<GossipNode> line = line(4);
    List<String> texts = IntStream.range(0, 50).mapToObj(i -> "message " + i).toList();
    texts.forEach(line.getFirst()::publish);
    for (GossipNode node : line.subList(1, 4)) {
      await().until(() -> node.received.size() >= 50);
      assertThat(node.texts()).isEqualTo(texts);
      assertThat(node.received).allSatisfy(m -> assertThat(m.author()).isEqualTo(line.get(0).id()));
    }
    assertThat(line.getFirst().received).isEmpty();
  }

  @Test
  void messagesUpToTheLimitPassAndLargerOnesAreNotPublished() {
    List<GossipNode> line = line(3);
    line.getFirst().publish("x".repeat(1_000_000));
    await().until(() -> line.getLast().received.size() == 1);
    assertThat(line.getLast().received.getFirst().data()).hasSize(1_000_000);
    assertThatThrownBy(() -> line.getFirst().publish("x".repeat(1 << 20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("limit");
  }

  @Test
  void aTopicHasOneSubscriberAndAName() {
    GossipNode node = node().subscribed();
    assertThatThrownBy(node::subscribed).hasMessageContaining("has a subscriber already");
    assertThatThrownBy(() -> node.gossip.publish("", new byte[1])).hasMessageContaining("name");
    assertThatThrownBy(() -> node.gossip.publish("x".repeat(300), new byte[1]))
        .hasMessageContaining("300 bytes");
  }

  @Test
  void whoLeavesATopicGetsNoMoreAndMayComeBack() {
    List<GossipNode> line = line(2);
    GossipNode other = node();
    other.connect(line.getFirst());
    Host.Subscription topic = other.gossip.subscribe(TOPIC, Validator.NONE, other.received::add);
    await().until(() -> line.getFirst().topic().subscribers() == 2);
    topic.close();
    await().until(() -> line.getFirst().topic().subscribers() == 1);
    line.getLast().publish("one");
    await().until(() -> line.getFirst().received.size() == 1);
    other.subscribed();
    await().until(() -> line.getFirst().topic().subscribers() == 2);
    line.getFirst().publish("two");
    await().until(() -> other.texts().contains("two"));
  }

  @Test
  void whatIsRejectedGoesNoFurtherThanItsFirstReader() {
    GossipNode first = node().subscribed();
    GossipNode middle =
        node()
            .subscribed(
                message ->
                    new String(message.data()).startsWith("bad") ? Verdict.REJECT : Verdict.ACCEPT);
    GossipNode last = node().subscribed();
    first.connect(middle);
    last.connect(middle);
    await().until(() -> middle.mesh() == 2 && first.mesh() == 1 && last.mesh() == 1);
    first.publish("bad");
    first.publish("good");
    await().until(() -> last.received.size() == 1);
    assertThat(last.texts()).containsExactly("good");
    assertThat(middle.gossip.metrics().peers().get(first.id()).invalid()).isEqualTo(1);
    assertThat(middle.topic().rejected()).isEqualTo(1);
  }

  @Test
  void validatorsRunBesideEachOtherUpToTheirBound() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Semaphore mayEnd = new Semaphore(0);
    GossipNode sender = node().subscribed();
    GossipNode slow =
        node(
            GossipNode.brisk(
                Map.of("limits", Limited.limits(Map.of("validators", 3, "validations", 5)))));
    slow.subscribed(
        message -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          mayEnd.acquireUninterruptibly();
          running.decrementAndGet();
          return Verdict.ACCEPT;
        });
    sender.connect(slow);
    await().until(() -> sender.mesh() == 1 && slow.mesh() == 1);
    for (int i = 0; i < 20; i++) {
      sender.publish("message " + i);
    }
    await().until(() -> running.get() == 3);
    assertThat(slow.received).isEmpty();
    mayEnd.release(100);
    await().until(() -> slow.received.size() == 20);
    assertThat(most.get()).isEqualTo(3);
    assertThat(Set.copyOf(slow.texts())).hasSize(20);
  }

  @Test
  void aValidatorThatFailsCostsNobodyAnything() {
    GossipNode sender = node().subscribed();
    GossipNode other =
        node()
            .subscribed(
                message -> {
                  throw new IllegalStateException("broken");
                });
    sender.connect(other);
    await().until(() -> sender.mesh() == 1);
    sender.publish("news");
    await().until(() -> other.topic().ignored() == 1);
    assertThat(other.gossip.metrics().peers().get(sender.id()).score()).isNotNegative();
  }

  @Test
  void aSlowSubscriberLosesMessagesThatAreCounted() {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    GossipNode sender = node().subscribed();
    GossipNode slow =
        node(GossipNode.brisk(Map.of("limits", Limited.limits(Map.of("deliveries", 5)))));
    List<String> got = new ArrayList<>();
    slow.gossip.subscribe(
        TOPIC,
        Validator.NONE,
        message -> {
          try {
            mayGoOn.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          synchronized (got) {
            got.add(new String(message.data()));
          }
        });
    sender.connect(slow);
    await().until(() -> sender.mesh() == 1);
    for (int i = 0; i < 20; i++) {
      sender.publish("message " + i);
    }
    await().until(() -> slow.topic().received() == 20);
    mayGoOn.countDown();
    long lost = slow.topic().lost();
    assertThat(lost).isBetween(14L, 15L);
    await()
        .until(
            () -> {
              synchronized (got) {
                return got.size() == 20 - lost;
              }
            });
  }

  @Test
  void whoDisconnectsIsForgottenAndWhoComesBackIsHeardAgain() {
    List<GossipNode> line = line(2);
    GossipNode first = line.getFirst();
    GossipNode last = line.getLast();
    first.host.connections().forEach(Connection::close);
    await()
        .until(
            () ->
                first.gossip.metrics().peers().isEmpty()
                    && last.gossip.metrics().peers().isEmpty());
    assertThat(first.mesh()).isZero();
    first.connect(last);
    await().until(() -> first.topic().subscribers() == 1 && last.topic().subscribers() == 1);
    first.publish("again");
    await().until(() -> last.received.size() == 1);
  }

  @Test
  void ofTwoConnectionsOneMayEnd() {
    List<GossipNode> line = line(2);
    GossipNode first = line.getFirst();
    GossipNode last = line.getLast();
    Connection old = first.host.connections().getFirst();
    first.host.dial(last.host.addresses().getFirst(), GossipNode.TIMEOUT);
    old.close();
    await().until(() -> first.host.connections().size() == 1);
    await()
        .untilAsserted(
            () -> {
              first.publish("news");
              assertThat(last.received).isNotEmpty();
            });
  }

  @Test
  void onlyWhoIsAdmittedTakesPartAndMayBeAdmittedLater() {
    Set<PeerId> admitted = ConcurrentHashMap.newKeySet();
    GossipNode choosy = node(GossipNode.brisk(Map.of()).withAdmits(admitted::contains));
    choosy.subscribed();
    GossipNode stranger = node().subscribed();
    GossipNode member = node().subscribed();
    admitted.add(member.id());
    stranger.connect(choosy);
    member.connect(choosy);
    await().until(() -> choosy.topic().subscribers() == 1 && member.mesh() == 1);
    stranger.publish("from a stranger");
    member.publish("from a member");
    choosy.publish("for members");
    await().until(() -> member.received.size() == 1 && choosy.received.size() == 1);
    assertThat(choosy.texts()).containsExactly("from a member");
    assertThat(stranger.received).isEmpty();
    admitted.add(stranger.id());
    await().until(() -> choosy.topic().subscribers() == 2 && stranger.topic().subscribers() == 1);
    choosy.publish("for all");
    await().until(() -> stranger.texts().equals(List.of("for all")));
    admitted.remove(stranger.id());
    await().until(() -> choosy.topic().subscribers() == 1);
  }

  @Test
  void explicitPeersAreDialledAndHeardWithoutAMesh() {
    GossipNode friend = node().subscribed();
    GossipNode node =
        node(GossipNode.brisk(Map.of("explicit", Map.of(friend.id(), friend.host.addresses()))));
    node.subscribed();
    await().until(() -> node.topic().subscribers() == 1);
    await().until(() -> friend.topic().subscribers() == 1);
    node.publish("hello");
    await().until(() -> friend.received.size() == 1);
    assertThat(node.mesh()).isZero();
  }

  @Test
  void metricsShowWhatHappened() {
    List<GossipNode> line = line(3);
    line.getFirst().publish("news");
    await().until(() -> line.getLast().received.size() == 1);
    GossipNode middle = line.get(1);
    assertThat(middle.topic().received()).isEqualTo(1);
    assertThat(middle.topic().sent()).isEqualTo(1);
    assertThat(middle.topic().mesh()).isEqualTo(2);
    assertThat(middle.gossip.metrics().peers().get(line.getFirst().id()))
        .satisfies(
            peer -> {
              assertThat(peer.protocol()).isEqualTo("/meshsub/1.2.0");
              assertThat(peer.first()).isEqualTo(1);
              assertThat(peer.topics()).isEqualTo(1);
            });
  }
}
