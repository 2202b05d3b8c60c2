package io.peerdeck.libp2p.gossip;

import static io.peerdeck.libp2p.gossip.OneRouter.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PeerScoreTest {
  private static final PeerId PEER = OneRouter.key(1).peerId();
  private static final PeerId OTHER = OneRouter.key(2).peerId();
  private static final Offset<Double> NEARLY = Offset.offset(1e-9);

  private long now = 1;

  /// A topic on which nothing counts but what is named.
  private static TopicScore only(Map<String, Object> counted) {
    Map<String, Object> values = new HashMap<>();
    for (String weight : new String[] {"timeInMesh", "first", "mesh", "failure", "invalid"}) {
      values.put(weight, 0.0);
    }
    values.putAll(counted);
    return Limited.with(TopicScore.quiet(), values);
  }

  private PeerScore counting(Map<String, Object> counted) {
    return scores(ScoreParams.of(Map.of(TOPIC, only(counted))));
  }

  private PeerScore scores(ScoreParams params) {
    PeerScore scores = new PeerScore(params, 2, now);
    scores.connected(PEER, Optional.of("192.0.2.1"));
    return scores;
  }

  private void pass(PeerScore scores, int seconds) {
    for (int i = 0; i < seconds; i++) {
      now += Duration.ofSeconds(1).toNanos();
      scores.tick(now);
    }
  }

  @Test
  void timeInTheMeshCountsUpToItsCap() {
    PeerScore scores =
        counting(
            Map.of(
                "timeInMesh",
                0.5,
                "timeInMeshQuantum",
                Duration.ofSeconds(2),
                "timeInMeshCap",
                3.0));
    pass(scores, 10);
    assertThat(scores.score(PEER)).isZero();
    scores.grafted(PEER, TOPIC, now);
    pass(scores, 5);
    assertThat(scores.score(PEER)).isEqualTo(1.0);
    pass(scores, 50);
    assertThat(scores.score(PEER)).isEqualTo(1.5);
    scores.pruned(PEER, TOPIC);
    assertThat(scores.score(PEER)).isZero();
  }

  @Test
  void firstDeliveriesCountUpToTheirCapAndDecay() {
    PeerScore scores = counting(Map.of("first", 2.0, "firstCap", 3.0, "firstDecay", 0.5));
    for (int i = 0; i < 5; i++) {
      scores.firstDelivery(PEER, TOPIC);
    }
    assertThat(scores.score(PEER)).isEqualTo(6);
    pass(scores, 1);
    assertThat(scores.score(PEER)).isEqualTo(3);
    pass(scores, 30);
    assertThat(scores.score(PEER)).as("too little is nothing").isZero();
  }

  @Test
  void tooFewDeliveriesInTheMeshCountSquaredAfterAWhile() {
    PeerScore scores =
        counting(
            Map.of(
                "mesh", -1.0,
                "meshThreshold", 4.0,
                "meshCap", 10.0,
                "meshDecay", 0.999999,
                "meshActivation", Duration.ofSeconds(5)));
    scores.grafted(PEER, TOPIC, now);
    pass(scores, 5);
    assertThat(scores.score(PEER)).isZero();
    pass(scores, 1);
    assertThat(scores.score(PEER)).isEqualTo(-16);
    scores.firstDelivery(PEER, TOPIC);
    scores.nearFirstDelivery(PEER, TOPIC, Duration.ofMillis(10).toNanos());
    scores.nearFirstDelivery(PEER, TOPIC, Duration.ofMillis(11).toNanos());
    assertThat(scores.score(PEER)).as("one copy came too late").isCloseTo(-4, NEARLY);
    scores.firstDelivery(PEER, TOPIC);
    scores.firstDelivery(PEER, TOPIC);
    assertThat(scores.score(PEER)).isZero();
  }

  @Test
  void aDeficitAtThePruneStays() {
    PeerScore scores =
        counting(
            Map.of(
                "failure", -2.0,
                "failureDecay", 0.5,
                "meshThreshold", 3.0,
                "meshActivation", Duration.ofSeconds(5)));
    scores.grafted(PEER, TOPIC, now);
    pass(scores, 6);
    assertThat(scores.score(PEER)).isZero();
    scores.pruned(PEER, TOPIC);
    assertThat(scores.score(PEER)).isEqualTo(-18);
    pass(scores, 1);
    assertThat(scores.score(PEER)).isEqualTo(-9);
  }

  @Test
  void invalidMessagesCountSquaredAndDecay() {
    PeerScore scores = counting(Map.of("invalid", -1.0, "invalidDecay", 0.5, "weight", 0.5));
    for (int i = 0; i < 4; i++) {
      scores.invalid(PEER, TOPIC);
    }
    assertThat(scores.score(PEER)).isEqualTo(-8);
    pass(scores, 1);
    assertThat(scores.score(PEER)).isEqualTo(-2);
  }

  @Test
  void topicsThatAreNotCountedCountNothingAndAllTogetherNoMoreThanTheCap() {
    PeerScore scores = counting(Map.of("first", 1.0, "firstCap", 100.0));
    scores.invalid(PEER, "another");
    assertThat(scores.score(PEER)).isZero();
    for (int i = 0; i < 100; i++) {
      scores.firstDelivery(PEER, TOPIC);
    }
    assertThat(scores.score(PEER)).isEqualTo(20);
  }

  @Test
  void theApplicationHasItsSay() {
    ToDoubleFunction<PeerId> opinion = peer -> peer.equals(PEER) ? -7 : 3;
    PeerScore scores = scores(ScoreParams.of(Map.of()).withApplication(opinion));
    scores.connected(OTHER, Optional.empty());
    assertThat(scores.score(PEER)).isEqualTo(-7);
    assertThat(scores.score(OTHER)).isEqualTo(3);
  }

  @Test
  void manyPeersOnOneAddressPayForItUnlessItIsExempt() {
    PeerScore scores = scores(ScoreParams.of(Map.of()));
    for (int i = 10; i < 22; i++) {
      scores.connected(OneRouter.key(i).peerId(), Optional.of("192.0.2.1"));
      scores.connected(OneRouter.key(100 + i).peerId(), Optional.of("127.0.0.1"));
    }
    assertThat(scores.score(PEER)).as("three over ten").isEqualTo(-45);
    assertThat(scores.score(OneRouter.key(110).peerId())).isZero();
    for (int i = 10; i < 13; i++) {
      scores.disconnected(OneRouter.key(i).peerId(), now);
    }
    assertThat(scores.score(PEER)).isZero();
  }

  @Test
  void misbehaviourCountsSquaredAndDecays() {
    PeerScore scores = counting(Map.of());
    scores.penalise(PEER, 1);
    scores.penalise(PEER, 2);
    assertThat(scores.score(PEER)).isEqualTo(-90);
    pass(scores, 1);
    assertThat(scores.score(PEER)).isCloseTo(-72.9, NEARLY);
  }

  @Test
  void aBadScoreOutlivesTheConnectionForItsTime() {
    PeerScore scores = counting(Map.of("first", 1.0));
    scores.penalise(PEER, 2);
    scores.disconnected(PEER, now);
    pass(scores, 60 * 29);
    scores.connected(PEER, Optional.empty());
    assertThat(scores.score(PEER)).as("leaving is no way out").isEqualTo(-40);
    scores.disconnected(PEER, now);
    pass(scores, 60 * 30);
    assertThat(scores.score(PEER)).isZero();
  }

  @Test
  void aGoodScoreDoesNotOutliveTheConnection() {
    PeerScore scores = counting(Map.of("first", 1.0));
    scores.firstDelivery(PEER, TOPIC);
    scores.disconnected(PEER, now);
    scores.connected(PEER, Optional.empty());
    assertThat(scores.score(PEER)).isZero();
  }

  @Test
  void soManyScoresAreRememberedAndNoMore() {
    PeerScore scores = counting(Map.of());
    for (int i = 10; i < 13; i++) {
      PeerId peer = OneRouter.key(i).peerId();
      scores.connected(peer, Optional.empty());
      scores.penalise(peer, 1);
      scores.disconnected(peer, now);
    }
    assertThat(scores.score(OneRouter.key(10).peerId())).as("the oldest").isZero();
    assertThat(scores.score(OneRouter.key(11).peerId())).isEqualTo(-10);
    assertThat(scores.score(OneRouter.key(12).peerId())).isEqualTo(-10);
  }

  @Test
  void parametersWithoutSenseAreRefused() {
    assertThatThrownBy(() -> only(Map.of("invalid", 1.0)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> only(Map.of("firstDecay", 1.0)))
        .hasRootCauseMessage("firstDecay must be above 0 and below 1, not 1.0");
    assertThatThrownBy(() -> new ScoreParams.Thresholds(-10, -5, -80, 0, 1))
        .hasMessageContaining("follow each other");
    assertThatThrownBy(() -> new GossipConfig.Degrees(6, 4, 12, 4, 4, 6, 0.25))
        .hasMessageContaining("outbound");
  }

  @Test
  void whoBringsACopyOfAnInvalidMessageWhileItIsLookedAtSharesItsFate() {
    PeerScore scores = counting(Map.of("invalid", -1.0));
    scores.connected(OTHER, Optional.empty());
    Deliveries deliveries = new Deliveries(scores, Duration.ofMinutes(2).toNanos(), 100);
    MessageId id = new MessageId(new byte[] {1});
    deliveries.began(id, now);
    deliveries.duplicate(id, OTHER, TOPIC, now);
    deliveries.duplicate(id, OTHER, TOPIC, now);
    deliveries.judged(id, PEER, TOPIC, Verdict.REJECT, now);
    assertThat(scores.score(PEER)).isEqualTo(-1);
    assertThat(scores.score(OTHER)).isEqualTo(-1);
  }

  @Test
  void ofGoodMessagesNothingIsKeptOnceTheirCopiesCountNoMore() {
    PeerScore scores = counting(Map.of("invalid", -1.0));
    Deliveries deliveries = new Deliveries(scores, Duration.ofMinutes(2).toNanos(), 100);
    for (byte number = 0; number < 3; number++) {
      MessageId id = new MessageId(new byte[] {number});
      deliveries.began(id, now);
      deliveries.judged(id, PEER, TOPIC, Verdict.values()[number], now);
    }
    assertThat(Verdict.values()).hasSize(3);
    now += scores.meshWindow(TOPIC) + 1;
    deliveries.began(new MessageId(new byte[] {9}), now);
    // The rejected one, whose copies cost for two minutes, and the one being looked at.
    assertThat(deliveries.size()).isEqualTo(2);
  }
}
