package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.Standing.State;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Who would get a task, and why not the others.
class StandingTest implements LivenessView {
  private static final Cid HEAD = Cid.of(Cid.RAW, new byte[] {1});
  private static final List<PeerId> PEERS =
      IntStream.range(0, 4)
          .mapToObj(
              n ->
                  PeerId.ofEd25519(
                      new byte[] {
                        (byte) n, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
                        0, 0, 0, 0, 0, 0, 0, 0, 0
                      }))
          .toList();

  private final Set<PeerId> away = new HashSet<>();
  private final Set<PeerId> busy = new HashSet<>();

  @Override
  public boolean alive(PeerId peer) {
    return !away.contains(peer);
  }

  @Override
  public OptionalLong lastHeartbeatNanos(PeerId claimant, Cid claim) {
    return OptionalLong.empty();
  }

  @Override
  public boolean hasFreeSlot(PeerId peer) {
    return !busy.contains(peer);
  }

  private static TaskState task(
      Optional<PeerId> assigned, Optional<TaskState.Claim> holder, Map<PeerId, String> declined) {
    Ranking ranking =
        new Ranking(
            HEAD,
            IntStream.range(0, 4)
                .mapToObj(n -> new Ranking.Ranked(PEERS.get(n), 100 + n))
                .toList());
    return new TaskState(
        new TaskKey("a", 0),
        RunStatus.ASSIGNED,
        ranking,
        0,
        0,
        assigned,
        List.of(),
        holder,
        holder.isPresent(),
        declined,
        List.of(),
        Optional.empty(),
        TaskState.Seal.NONE,
        true,
        TaskState.Wait.OWNER,
        Optional.empty(),
        Optional.empty(),
        "");
  }

  private List<State> states(TaskState task) {
    return Standing.of(task, this).stream().map(Standing::state).toList();
  }

  @Test
  void theNearestThatCanTakeItIsNextAndTheOthersComeAWindowLaterEach() {
    List<Standing> all = Standing.of(task(Optional.empty(), Optional.empty(), Map.of()), this);

    assertThat(all).extracting(Standing::rank).containsExactly(0, 1, 2, 3);
    assertThat(all).extracting(Standing::distance).containsExactly(100, 101, 102, 103);
    assertThat(all)
        .extracting(Standing::state)
        .containsExactly(State.NEXT, State.LATER, State.LATER, State.LATER);
    assertThat(all)
        .extracting(Standing::after)
        .containsExactly(
            Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(6));
  }

  @Test
  void whoRefusedIsAwayOrBusyIsPassed() {
    away.add(PEERS.get(0));
    busy.add(PEERS.get(2));
    TaskState task =
        task(Optional.empty(), Optional.empty(), Map.of(PEERS.get(1), "does not trust me"));

    assertThat(states(task)).containsExactly(State.AWAY, State.DECLINED, State.BUSY, State.NEXT);
    assertThat(Standing.of(task, this).getLast().after()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void afterAFailedAttemptTheNextRankComesFirst() {
    Optional<TaskState.Claim> lost = Optional.of(new TaskState.Claim(HEAD, PEERS.get(1), 1, 0));

    assertThat(states(task(Optional.empty(), lost, Map.of())))
        .containsExactly(State.LATER, State.LATER, State.NEXT, State.LATER);
  }

  @Test
  void aPeerNamedByHandKeepsTheOthersOut() {
    assertThat(states(task(Optional.of(PEERS.get(2)), Optional.empty(), Map.of())))
        .containsExactly(State.PASSED_OVER, State.PASSED_OVER, State.NEXT, State.PASSED_OVER);
  }
}
