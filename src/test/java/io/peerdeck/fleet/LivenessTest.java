package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LivenessTest {
  private static final PeerId SELF = MemberDag.peer(1);
  private static final PeerId PEER = MemberDag.peer(2);
  private static final Cid CLAIM = Cid.of(Cid.DAG_CBOR, new byte[] {1});

  private final AtomicLong now = new AtomicLong(-5);
  private final Liveness liveness = new Liveness(SELF, now::get);

  @Test
  void silenceMakesAPeerSuspectThenOffline() {
    assertThat(liveness.alive(PEER)).isFalse();
    liveness.linked(PEER, true);
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    pass(Duration.ofMillis(3001));
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.SUSPECT);
    assertThat(liveness.alive(PEER)).isTrue();
    pass(Duration.ofSeconds(5));
    assertThat(liveness.alive(PEER)).isFalse();
    liveness.beat(PEER, Heartbeat.IDLE);
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
  }

  @Test
  void aNodeThatStoodStillSuspectsItselfFirst() {
    liveness.linked(PEER, true);
    liveness.beat(PEER, new Heartbeat(List.of(CLAIM), 2, 1, 1, 0.5));
    for (int i = 0; i < 4; i++) {
      liveness.awake();
      pass(Duration.ofMillis(500));
    }
    liveness.awake();
    pass(Duration.ofSeconds(30));
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    assertThat(now.get() - liveness.lastHeartbeatNanos(PEER, CLAIM).orElseThrow())
        .isEqualTo(Duration.ofSeconds(2).toNanos());
    PeerId early = MemberDag.peer(3);
    liveness.linked(early, true);
    liveness.awake();
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    // It may happen again: for a while others have more time than the usual 3 s.
    pass(Duration.ofMillis(1100));
    liveness.awake();
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMillis(500));
      liveness.awake();
    }
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.SUSPECT);
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMillis(500));
      liveness.awake();
    }
    assertThat(liveness.alive(PEER)).isFalse();
    assertThat(liveness.pulse(early)).isEqualTo(Liveness.Pulse.SUSPECT);
  }

  @Test
  void whereHeartbeatsComeUnevenlyALongerSilenceIsUsual() {
    PeerId steady = MemberDag.peer(3);
    liveness.linked(PEER, true);
    liveness.linked(steady, true);
    for (int i = 0; i < 60; i++) {
      pass(Duration.ofMillis(200));
      liveness.beat(PEER, Heartbeat.IDLE);
      pass(Duration.ofMillis(800));
      liveness.beat(steady, Heartbeat.IDLE);
      pass(Duration.ofMillis(1000));
      liveness.beat(PEER, Heartbeat.IDLE);
      liveness.beat(steady, Heartbeat.IDLE);
      pass(Duration.ofMillis(1800));
      liveness.beat(PEER, Heartbeat.IDLE);
      liveness.beat(steady, Heartbeat.IDLE);
    }
    pass(Duration.ofMillis(3400));
    assertThat(liveness.pulse(steady)).isEqualTo(Liveness.Pulse.SUSPECT);
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    assertThat(liveness.suspicion(steady).orElseThrow().phi())
        .isGreaterThan(ArrivalWindow.SUSPICIOUS);
    assertThat(liveness.suspicion(PEER).orElseThrow().phi()).isLessThan(ArrivalWindow.SUSPICIOUS);
    pass(Duration.ofMillis(4700));
    assertThat(liveness.alive(PEER)).isFalse();
  }

  @Test
  void whoAnnouncesALaterHeartbeatIsSuspectedLaterAndGoneAsSoonAsOthers() {
    liveness.linked(PEER, true);
    Duration idle = Duration.ofSeconds(3);
    for (int i = 0; i < 20; i++) {
      liveness.beat(PEER, Heartbeat.IDLE, idle);
      pass(idle);
      assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    }
    // It gets work, says so at once and every second from then on, then has none again.
    for (int i = 0; i < 20; i++) {
      liveness.beat(PEER, new Heartbeat(List.of(CLAIM), 2, 1, 1, 0), Heartbeat.USUAL_NEXT);
      pass(Heartbeat.USUAL_NEXT);
    }
    assertThat(liveness.suspicion(PEER).orElseThrow().usual()).isEqualTo(Heartbeat.USUAL_NEXT);
    pass(Duration.ofSeconds(2).plusMillis(200));
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.SUSPECT);
    liveness.beat(PEER, Heartbeat.IDLE, idle);
    pass(idle.plusSeconds(1));
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    pass(Duration.ofSeconds(2));
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.SUSPECT);
    pass(Duration.ofSeconds(2).plusMillis(1));
    assertThat(liveness.alive(PEER)).isFalse();
  }

  @Test
  void onlyAHeartbeatThatTellsNothingNewIsTakenWithoutTellingAnybody() {
    Heartbeat beat = new Heartbeat(List.of(), 2, 2, 0, 0.1);
    Duration idle = Duration.ofSeconds(4);
    assertThat(liveness.steady(PEER, beat, idle)).isFalse();
    liveness.linked(PEER, true);
    liveness.beat(PEER, beat, idle);
    pass(idle);
    Heartbeat loaded = new Heartbeat(List.of(), 2, 2, 0, 0.9);
    assertThat(liveness.steady(PEER, loaded, idle)).isTrue();
    assertThat(liveness.lastHeartbeat(PEER)).contains(loaded);
    assertThat(liveness.steady(PEER, new Heartbeat(List.of(), 2, 1, 0, 0.1), idle)).isFalse();
    assertThat(liveness.lastHeartbeat(PEER)).contains(loaded);
    pass(idle.plusSeconds(1));
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.ONLINE);
    pass(Duration.ofSeconds(2));
    // Somebody waits to hear that it is no longer suspect.
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.SUSPECT);
    assertThat(liveness.steady(PEER, beat, idle)).isFalse();
  }

  @Test
  void aNewLinkIsNotJudgedByTheGapBeforeIt() {
    liveness.linked(PEER, true);
    for (int i = 0; i < 50; i++) {
      liveness.beat(PEER, Heartbeat.IDLE);
      pass(Duration.ofSeconds(1));
    }
    liveness.linked(PEER, false);
    pass(Duration.ofMinutes(5));
    liveness.linked(PEER, true);
    liveness.beat(PEER, Heartbeat.IDLE);

    assertThat(liveness.suspicion(PEER).orElseThrow().usual()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aPeerWithoutAConnectionIsOfflineAtOnce() {
    liveness.linked(PEER, true);
    liveness.linked(PEER, false);

    assertThat(liveness.alive(PEER)).isFalse();
    assertThat(liveness.lastHeartbeat(PEER)).isEmpty();
    assertThat(liveness.alive(SELF)).isTrue();
  }

  @Test
  void aClaimIsRenewedByItsHolderOnlyAndOutlivesTheConnection() {
    liveness.linked(PEER, true);
    liveness.beat(PEER, new Heartbeat(List.of(CLAIM), 2, 1, 1, 0.5));
    pass(Duration.ofSeconds(1));
    liveness.beat(MemberDag.peer(3), new Heartbeat(List.of(CLAIM), 1, 1, 0, 0));
    liveness.linked(PEER, false);

    assertThat(liveness.lastHeartbeatNanos(PEER, CLAIM)).hasValue(-5);
    assertThat(liveness.lastHeartbeatNanos(SELF, CLAIM)).isEmpty();
  }

  @Test
  void whoIsHeardThroughOthersIsAliveAndKeepsItsLeaseUntilTheyHearNothingEither() {
    Heartbeat busy = new Heartbeat(List.of(CLAIM), 2, 1, 1, 0.5);
    liveness.linked(PEER, true);
    liveness.beat(PEER, Heartbeat.IDLE);
    assertThat(liveness.relayed(PEER, Heartbeat.IDLE, Duration.ofMinutes(1))).isFalse();
    liveness.linked(PEER, false);
    // What was said while there was a link tells nothing of the time after it.
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.OFFLINE);

    assertThat(liveness.relayed(PEER, busy, Duration.ofSeconds(3))).isTrue();
    assertThat(liveness.pulse(PEER)).isEqualTo(Liveness.Pulse.RELAYED);
    assertThat(liveness.alive(PEER)).isTrue();
    assertThat(liveness.lastHeartbeat(PEER)).contains(busy);
    assertThat(liveness.lastHeartbeatNanos(PEER, CLAIM)).hasValue(now.get());

    pass(Duration.ofSeconds(11));
    assertThat(liveness.alive(PEER)).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(liveness.alive(PEER)).isFalse();
  }

  @Test
  void claimsLongUnnamedAreForgotten() {
    liveness.beat(PEER, new Heartbeat(List.of(CLAIM), 2, 1, 1, 0.5));
    pass(Duration.ofMinutes(3));
    liveness.beat(PEER, Heartbeat.IDLE);

    assertThat(liveness.lastHeartbeatNanos(PEER, CLAIM)).isEmpty();
  }

  @Test
  void listenersHearEachChangeOnce() {
    List<PeerId> heard = new ArrayList<>();
    Subscription subscription = liveness.subscribe(heard::add);
    liveness.linked(PEER, true);
    liveness.tick();
    liveness.beat(PEER, Heartbeat.IDLE);
    assertThat(heard).containsExactly(PEER);
    liveness.beat(PEER, new Heartbeat(List.of(), 2, 2, 0, 0.1));
    liveness.beat(PEER, new Heartbeat(List.of(), 2, 2, 0, 0.9));
    assertThat(heard).hasSize(2);
    pass(Duration.ofSeconds(4));
    liveness.tick();
    liveness.tick();
    assertThat(heard).hasSize(3);
    subscription.close();
    pass(Duration.ofSeconds(9));
    liveness.tick();
    assertThat(heard).hasSize(3);
  }

  @Test
  void aHeartbeatIsBounded() {
    assertThatThrownBy(
            () -> new Heartbeat(Collections.nCopies(Heartbeat.MAX_CLAIMS + 1, CLAIM), 1, 1, 0, 0))
        .isInstanceOf(FleetException.class);
    assertThatThrownBy(() -> new Heartbeat(List.of(), 1, -1, 0, 0))
        .isInstanceOf(FleetException.class);
    assertThatThrownBy(() -> new Heartbeat(List.of(), 1, 1, 0, Double.NaN))
        .isInstanceOf(FleetException.class);
    Heartbeat beat = new Heartbeat(List.of(CLAIM), 4, 3, 1, 0.25);
    assertThat(Heartbeat.read(beat.write(Heartbeat.USUAL_NEXT))).isEqualTo(beat);
  }

  private void pass(Duration duration) {
    now.addAndGet(duration.toNanos());
  }
}
