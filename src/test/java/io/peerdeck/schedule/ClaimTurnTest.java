package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClaimTurnTest implements LivenessView {
  private static final TaskKey BUILD = new TaskKey("build", 0);
  private static final long START = 1_000_000_000_000L;

  private final PaperClock clock = new PaperClock(4);
  private final Entry run =
      clock.submit(
          0,
          RunEventTest.submission(List.of(RunEventTest.job("build"))).repeated(RunEventTest.CID));
  private final LiveRun live =
      new LiveRun(run.cid(), RunFold.of(clock, run).orElseThrow(), List.of(), 0);
  private final List<PeerId> ranked =
      live.state().orElseThrow().tasks().getFirst().ranking().peers();
  private final Set<PeerId> alive = new HashSet<>(clock.peers);
  private final Set<PeerId> busy = new HashSet<>();
  private final Map<Cid, Long> beats = new HashMap<>();
  private long now = START + ClaimTurn.GRACE.toNanos();

  ClaimTurnTest() {
    clock.syncAll();
  }

  @Override
  public boolean alive(PeerId peer) {
    return alive.contains(peer);
  }

  @Override
  public OptionalLong lastHeartbeatNanos(PeerId claimant, Cid claim) {
    return beats.containsKey(claim) ? OptionalLong.of(beats.get(claim)) : OptionalLong.empty();
  }

  @Override
  public boolean hasFreeSlot(PeerId peer) {
    return !busy.contains(peer);
  }

  private Optional<ClaimTurn> turn(int rank) {
    TaskState task = live.state().orElseThrow().task(BUILD).orElseThrow();
    return new ClaimTurn.Judge(ranked.get(rank), this, START).turn(live, task, now);
  }

  private Duration waits(int rank) {
    return Duration.ofNanos(turn(rank).orElseThrow().atNanos() - now);
  }

  private Entry write(int rank, RunEvent event) {
    Entry entry = clock.write(clock.peers.indexOf(ranked.get(rank)), run.cid(), event);
    clock.syncAll();
    live.learn(List.of(entry));
    return entry;
  }

  @Test
  void liveRanksHaveOneWindowEachOneAfterTheOther() {
    assertThat(waits(0)).isZero();
    assertThat(waits(1)).isEqualTo(ClaimTurn.WINDOW);
    assertThat(waits(3)).isEqualTo(ClaimTurn.WINDOW.multipliedBy(3));
  }

  @Test
  void silentAndUnwillingRanksAreNotWaitedFor() {
    alive.remove(ranked.get(0));
    write(1, new RunEvent.Declined(BUILD, 1, "no"));

    assertThat(waits(2)).isZero();
    assertThat(waits(3)).isEqualTo(ClaimTurn.WINDOW);
  }

  @Test
  void ranksWithoutFreeSlotsShareOneWindow() {
    busy.addAll(ranked.subList(0, 3));

    assertThat(waits(3)).isEqualTo(ClaimTurn.WINDOW);
  }

  @Test
  void aNodeThatHasJustStartedTakesNobodyForDead() {
    now = START;
    alive.clear();

    assertThat(waits(1)).isEqualTo(ClaimTurn.WINDOW);
    now += ClaimTurn.GRACE.toNanos();
    assertThat(waits(1)).isNegative();
  }

  @Test
  void aLeaseHoldsTenSecondsAfterTheLastHeartbeatThatNamesIt() {
    Entry claim = write(0, new RunEvent.Claimed(BUILD, 1));
    assertThat(turn(1)).isEmpty();
    now += Duration.ofSeconds(9).toNanos();
    beats.put(claim.cid(), now);
    now += ClaimTurn.LEASE.toNanos();
    assertThat(turn(1)).isEmpty();

    now += 1;
    assertThat(turn(1)).contains(new ClaimTurn(2, now));
    assertThat(waits(2)).isEqualTo(ClaimTurn.WINDOW);
    assertThat(turn(0)).isEmpty(); // the holder itself knows whether it works
  }

  @Test
  void aTaskGivenByHandWaitsForItsPeerWhileThatLives() {
    write(0, new RunEvent.Assigned(BUILD, ranked.get(3), 1));
    assertThat(turn(3)).contains(new ClaimTurn(1, now));
    now += Duration.ofHours(1).toNanos();
    assertThat(turn(0)).isEmpty();

    alive.remove(ranked.get(3));
    assertThat(turn(0)).isEmpty();
    now += ClaimTurn.LEASE.toNanos() + 1;
    assertThat(turn(0)).contains(new ClaimTurn(2, now));
  }

  @Test
  void aTaskGivenUpIsOpenAtOnceToTheRankBehind() {
    write(1, new RunEvent.Claimed(BUILD, 1));
    write(1, new RunEvent.Declined(BUILD, 1, "its peer restarted"));

    assertThat(turn(2)).contains(new ClaimTurn(2, now));
    assertThat(waits(1)).isEqualTo(ClaimTurn.WINDOW.multipliedBy(3));
  }

  @Test
  void nobodyClaimsWhatHasEnded() {
    write(0, new RunEvent.Cancelled("enough"));

    assertThat(turn(0)).isEmpty();
  }
}
