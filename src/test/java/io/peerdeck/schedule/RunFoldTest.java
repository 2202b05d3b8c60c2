package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.TaskState.Seal;
import io.peerdeck.schedule.TaskState.Verdict;
import io.peerdeck.schedule.TaskState.Wait;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunFoldTest {
  private static final TaskKey BUILD = new TaskKey("build", 0);
  private static final TaskKey TEST = new TaskKey("test", 0);

  private final PaperClock clock = new PaperClock(3);
  private final Entry run =
      clock.submit(
          0,
          RunEventTest.submission(
                  List.of(RunEventTest.job("build"), RunEventTest.job("test", "build")))
              .repeated(RunEventTest.CID)); // not held

  RunFoldTest() {
    clock.syncAll();
  }

  private TaskState task(TaskKey key) {
    return clock.fold(run, clock.all()).task(key).orElseThrow();
  }

  private Entry claim(int peer, TaskKey task, int attempt) {
    return clock.write(peer, run.cid(), new RunEvent.Claimed(task, attempt));
  }

  private Entry finish(int peer, Entry claim, TaskKey task, int attempt, Cid... consumed) {
    return clock.write(
        peer, run.cid(), finished(claim, task, attempt, Conclusion.SUCCESS, consumed));
  }

  static RunEvent.Finished finished(
      Entry claim, TaskKey task, int attempt, Conclusion conclusion, Cid... consumed) {
    return new RunEvent.Finished(
        claim.cid(),
        task,
        attempt,
        conclusion,
        Map.of(),
        Optional.empty(),
        0,
        Optional.empty(),
        List.of(),
        List.of(consumed),
        List.of(),
        1,
        "");
  }

  private Entry seal(int peer, TaskKey task, Entry result) {
    return clock.write(peer, run.cid(), new RunEvent.Sealed(task, result.cid()));
  }

  private int peerOfRank(TaskKey key, int rank) {
    return clock.peers.indexOf(task(key).ranking().peers().get(rank));
  }

  @Test
  void aNewRunIsAssignedToItsOwnersAndWaits() {
    assertThat(clock.fold(run, clock.all()).status()).isEqualTo(RunStatus.ASSIGNED);
    assertThat(task(BUILD).status()).isEqualTo(RunStatus.ASSIGNED);
    assertThat(task(BUILD).waiting()).isEqualTo(Wait.OWNER);
    assertThat(task(TEST).waiting()).isEqualTo(Wait.NEEDS);
    assertThat(task(TEST).status()).isEqualTo(RunStatus.PENDING);
    assertThat(clock.fold(run, clock.all()).why(task(TEST), PeerId::toString))
        .isEqualTo("Waits for build.");
  }

  @Test
  void theFirstOfConcurrentClaimsHolds() {
    Entry a = claim(1, BUILD, 1);
    Entry b = claim(2, BUILD, 1);

    assertThat(task(BUILD).holder().orElseThrow().cid())
        .isEqualTo(a.compareTo(b) < 0 ? a.cid() : b.cid());
    assertThat(task(BUILD).status()).isEqualTo(RunStatus.IN_PROGRESS);
  }

  @Test
  void aClaimMoreThanOneAttemptAboveWhatItsAuthorKnewIsNone() {
    claim(1, BUILD, 2);
    assertThat(task(BUILD).claims()).isEmpty();

    Entry first = claim(1, BUILD, 1);
    claim(2, BUILD, 2); // did not know the first
    assertThat(task(BUILD).holder().orElseThrow().cid()).isEqualTo(first.cid());

    clock.syncAll();
    Entry next = claim(2, BUILD, 2);
    assertThat(task(BUILD).holder().orElseThrow().cid()).isEqualTo(next.cid());
    assertThat(task(BUILD).attempt()).isEqualTo(2);
  }

  @Test
  void onlyRankedPeersClaim() {
    clock.labels.put(clock.peer(2), java.util.Set.of("windows"));
    claim(2, BUILD, 1);

    assertThat(task(BUILD).claims()).isEmpty();
  }

  @Test
  void aPeerAssignedByHandNeedNotBeRanked() {
    clock.labels.put(clock.peer(2), java.util.Set.of("windows"));
    clock.write(0, run.cid(), new RunEvent.Assigned(BUILD, clock.peer(2), 1));
    assertThat(task(BUILD).waiting()).isEqualTo(Wait.ASSIGNED_PEER);
    assertThat(task(BUILD).owner()).contains(clock.peer(2));
    clock.syncAll();
    claim(1, BUILD, 1); // knows better
    Entry claim = claim(2, BUILD, 1);

    assertThat(task(BUILD).holder().orElseThrow().cid()).isEqualTo(claim.cid());
  }

  @Test
  void ofConcurrentAssignmentsTheLastInOrderHolds() {
    Entry a = clock.write(0, run.cid(), new RunEvent.Assigned(BUILD, clock.peer(1), 1));
    Entry b = clock.write(2, run.cid(), new RunEvent.Assigned(BUILD, clock.peer(2), 1));

    assertThat(task(BUILD).assigned()).contains(a.compareTo(b) > 0 ? clock.peer(1) : clock.peer(2));
  }

  @Test
  void anAssignmentTakesTheTaskFromItsHolder() {
    claim(1, BUILD, 1);
    clock.syncAll();
    clock.write(0, run.cid(), new RunEvent.Assigned(BUILD, clock.peer(2), 2));

    assertThat(task(BUILD).holder()).isEmpty();
    assertThat(task(BUILD).openAttempt()).isEqualTo(2);
  }

  @Test
  void aResultCountsOnlyForItsOwnAuthorsClaim() {
    Entry claim = claim(1, BUILD, 1);
    clock.syncAll();
    finish(2, claim, BUILD, 1);
    assertThat(task(BUILD).result()).isEmpty();
    assertThat(task(BUILD).results().getFirst().verdict()).isEqualTo(Verdict.FENCED);

    Entry result = finish(1, claim, BUILD, 1);
    assertThat(task(BUILD).result().orElseThrow().cid()).isEqualTo(result.cid());
    assertThat(task(BUILD).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(task(BUILD).sealed()).isFalse();
    assertThat(task(TEST).ready()).isTrue();
  }

  @Test
  void aResultOfALostClaimIsVoidOnceItsAuthorKnew() {
    Entry lost = claim(1, BUILD, 1);
    clock.syncAll();
    Entry won = claim(2, BUILD, 2);
    clock.syncAll();
    finish(1, lost, BUILD, 1);
    assertThat(task(BUILD).result()).isEmpty();

    Entry result = finish(2, won, BUILD, 2);
    assertThat(task(BUILD).result().orElseThrow().cid()).isEqualTo(result.cid());
  }

  @Test
  void theHighestAttemptCountsUntilTheSeal() {
    Entry first = claim(1, BUILD, 1);
    clock.syncAll();
    Entry second = claim(2, BUILD, 2);
    Entry early = finish(1, first, BUILD, 1); // apart from the second claim
    assertThat(task(BUILD).result().orElseThrow().cid()).isEqualTo(early.cid());
    Entry late = finish(2, second, BUILD, 2);
    assertThat(task(BUILD).result().orElseThrow().cid()).isEqualTo(late.cid());

    clock.sync(0, 1);
    seal(0, BUILD, early);
    assertThat(task(BUILD).result().orElseThrow().cid()).isEqualTo(early.cid());
    assertThat(task(BUILD).sealed()).isTrue();
    assertThat(task(BUILD).results())
        .extracting(TaskState.Result::verdict)
        .containsExactlyInAnyOrder(Verdict.COUNTS, Verdict.OVERTAKEN);
  }

  @Test
  void onlyTheSubmitterOrAnAdopterSeals() {
    Entry claim = claim(1, BUILD, 1);
    Entry result = finish(1, claim, BUILD, 1);
    clock.syncAll();
    seal(2, BUILD, result);
    assertThat(task(BUILD).sealed()).isFalse();

    clock.write(2, run.cid(), new RunEvent.Adopted());
    seal(2, BUILD, result);
    assertThat(task(BUILD).seal()).isEqualTo(Seal.ADOPTER);
    assertThat(clock.fold(run, clock.all()).keeper()).isEqualTo(clock.peer(2));
  }

  @Test
  void theSubmittersSealHoldsBeforeAnAdoptersWhereverItStandsInOrder() {
    Entry one = claim(1, BUILD, 1);
    Entry two = claim(2, BUILD, 1);
    Entry resultOne = finish(1, one, BUILD, 1);
    Entry resultTwo = finish(2, two, BUILD, 1);
    clock.write(2, run.cid(), new RunEvent.Adopted());
    Entry adopters = seal(2, BUILD, resultTwo);
    assertThat(task(BUILD).seal()).isEqualTo(Seal.ADOPTER);
    assertThat(task(BUILD).sealed()).isFalse();

    clock.sync(0, 1); // the other side of the cut
    for (int i = 0; i < 3; i++) {
      clock.write(0, run.cid(), new RunEvent.Prioritised(4));
    }
    Entry submitters = seal(0, BUILD, resultOne);

    assertThat(adopters).isLessThan(submitters);
    assertThat(task(BUILD).sealed()).isTrue();
    assertThat(task(BUILD).result().orElseThrow().cid()).isEqualTo(resultOne.cid());
  }

  @Test
  void theSubmitterSealsForGoodWhatAnAdopterSealedBeforeACancelWasKnown() {
    Entry claim = claim(2, BUILD, 1);
    clock.write(1, run.cid(), new RunEvent.Cancelled("")); // knows nothing of the result
    Entry result = finish(2, claim, BUILD, 1);
    clock.sync(0, 1);
    clock.write(2, run.cid(), new RunEvent.Adopted());
    Entry adopters = seal(2, BUILD, result); // knows nothing of the cancel
    clock.sync(0, 2);
    assertThat(task(BUILD).seal()).isEqualTo(Seal.ADOPTER);

    Entry submitters = seal(0, BUILD, result); // knows all of it

    assertThat(adopters).isLessThan(submitters);
    assertThat(task(BUILD).sealed()).isTrue();
    assertThat(task(BUILD).status()).isEqualTo(RunStatus.COMPLETED);
  }

  @Test
  void ofTwoAdoptersSealsTheFirstInOrderHolds() {
    Entry one = claim(1, BUILD, 1);
    Entry two = claim(2, BUILD, 1);
    Entry resultOne = finish(1, one, BUILD, 1);
    Entry resultTwo = finish(2, two, BUILD, 1);
    clock.write(1, run.cid(), new RunEvent.Adopted());
    clock.write(2, run.cid(), new RunEvent.Adopted());
    Entry sealOne = seal(1, BUILD, resultOne);
    Entry sealTwo = seal(2, BUILD, resultTwo);

    assertThat(task(BUILD).result().orElseThrow().cid())
        .isEqualTo(sealOne.compareTo(sealTwo) < 0 ? resultOne.cid() : resultTwo.cid());
  }

  @Test
  void aDependentIsVoidWhenAnotherResultWasAccepted() {
    Entry first = claim(1, BUILD, 1);
    Entry result = finish(1, first, BUILD, 1);
    clock.sync(1, 2);
    Entry dependent = claim(2, TEST, 1);
    finish(2, dependent, TEST, 1, result.cid());
    assertThat(task(TEST).status()).isEqualTo(RunStatus.COMPLETED);

    Entry second = claim(0, BUILD, 1); // in the other half
    Entry other = finish(0, second, BUILD, 1);
    seal(0, BUILD, other);

    assertThat(task(TEST).result()).isEmpty();
    assertThat(task(TEST).results().getFirst().verdict()).isEqualTo(Verdict.VOID);
    assertThat(task(TEST).released()).isTrue();
    assertThat(task(TEST).status()).isEqualTo(RunStatus.ASSIGNED);
  }

  @Test
  void aDependentMustNameTheResultsOfAllItsNeeds() {
    finish(1, claim(1, BUILD, 1), BUILD, 1);
    clock.syncAll();
    finish(2, claim(2, TEST, 1), TEST, 1);

    assertThat(task(TEST).result()).isEmpty();
  }

  @Test
  void aCancelBeatsWhatItsAuthorDidNotKnow() {
    Entry claim = claim(1, BUILD, 1);
    clock.write(0, run.cid(), new RunEvent.Cancelled("enough"));
    Entry result = finish(1, claim, BUILD, 1);

    assertThat(task(BUILD).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(clock.fold(run, clock.all()).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(clock.fold(run, clock.all()).why(task(BUILD), p -> "Anna"))
        .isEqualTo("Cancelled by Anna: enough");

    clock.syncAll();
    seal(0, BUILD, result); // knows of both
    assertThat(task(BUILD).sealed()).isFalse();
  }

  @Test
  void aCancelLeavesWhatWasKnownOrIsSealed() {
    Entry claim = claim(1, BUILD, 1);
    Entry result = finish(1, claim, BUILD, 1);
    clock.write(2, run.cid(), new RunEvent.Cancelled("")); // knows nothing of it
    clock.sync(0, 1);
    assertThat(task(BUILD).status()).isEqualTo(RunStatus.CANCELLED);
    seal(0, BUILD, result); // knows nothing of the cancel
    assertThat(task(BUILD).status()).isEqualTo(RunStatus.COMPLETED);
    assertThat(task(TEST).status()).isEqualTo(RunStatus.CANCELLED);
    assertThat(TestFleet.settled(clock.fold(run, clock.all()))).isTrue();
  }

  @Test
  void anOfferAsksEverybodyAgain() {
    clock.write(1, run.cid(), new RunEvent.Declined(BUILD, 1, "untrusted"));
    clock.write(2, run.cid(), new RunEvent.Declined(BUILD, 1, "no disk"));
    clock.write(0, run.cid(), new RunEvent.Declined(BUILD, 1, "draining"));
    assertThat(task(BUILD).waiting()).isEqualTo(Wait.ALL_DECLINED);
    Ranking before = task(BUILD).ranking();

    clock.syncAll();
    clock.write(2, run.cid(), new RunEvent.Offered(BUILD)); // not the submitter
    assertThat(task(BUILD).ranking()).isEqualTo(before);
    Entry offer = clock.write(0, run.cid(), new RunEvent.Offered(BUILD));

    assertThat(task(BUILD).ranking().head()).isEqualTo(offer.cid());
    assertThat(task(BUILD).declined()).isEmpty();
    assertThat(task(BUILD).waiting()).isEqualTo(Wait.OWNER);
  }

  @Test
  void aHolderThatGivesUpOpensTheNextAttemptForTheRankBehindIt() {
    int second = peerOfRank(BUILD, 1);
    claim(second, BUILD, 1);
    assertThat(task(BUILD).released()).isFalse();
    clock.write(second, run.cid(), new RunEvent.Declined(BUILD, 1, "restarted"));

    assertThat(task(BUILD).released()).isTrue();
    assertThat(task(BUILD).openAttempt()).isEqualTo(2);
    List<PeerId> ranked = task(BUILD).ranking().peers();
    assertThat(task(BUILD).turns()).containsExactly(ranked.get(2), ranked.get(0), ranked.get(1));
  }

  @Test
  void holdReleaseAndPriorityFollowTheLastInOrder() {
    clock.write(0, run.cid(), new RunEvent.Held());
    assertThat(clock.fold(run, clock.all()).held()).isTrue();
    assertThat(task(BUILD).waiting()).isEqualTo(Wait.HELD);
    clock.write(0, run.cid(), new RunEvent.Released());
    clock.write(0, run.cid(), new RunEvent.Prioritised(2));
    assertThat(clock.fold(run, clock.all()).held()).isFalse();
    assertThat(clock.fold(run, clock.all()).priority()).isEqualTo(2);
  }

  @Test
  void aFrozenClaimantDoesNotUndoTheAttemptsThatFollowedIt() {
    Entry frozen = claim(1, BUILD, 1);
    clock.syncAll();
    Entry next = claim(2, BUILD, 2);
    clock.withoutEffect.add(frozen.cid());

    assertThat(task(BUILD).holder().orElseThrow().cid()).isEqualTo(next.cid());
  }

  @Test
  void aSealOutlivesTheEffectOfItsResult() {
    Entry claim = claim(1, BUILD, 1);
    Entry result = finish(1, claim, BUILD, 1);
    clock.syncAll();
    seal(0, BUILD, result);
    clock.withoutEffect.add(claim.cid());
    clock.withoutEffect.add(result.cid());

    assertThat(task(BUILD).result().orElseThrow().cid()).isEqualTo(result.cid());
    assertThat(task(BUILD).sealed()).isTrue();
  }

  @Test
  void aFailedTaskFailsTheRun() {
    Entry claim = claim(1, BUILD, 1);
    Entry result = clock.write(1, run.cid(), finished(claim, BUILD, 1, Conclusion.FAILURE));
    clock.syncAll();
    Entry dependent = claim(2, TEST, 1);
    clock.write(2, run.cid(), finished(dependent, TEST, 1, Conclusion.SKIPPED, result.cid()));

    RunState state = clock.fold(run, clock.all());
    assertThat(state.status()).isEqualTo(RunStatus.FAILED);
    assertThat(state.done()).isEqualTo(2);
    assertThat(state.failed()).isEqualTo(1);
    assertThat(TestFleet.settled(state)).isFalse();
    assertThat(state.inputsOf(TEST)).hasSize(1);
  }

  @Test
  void anUnreadableSubmissionIsNoRun() {
    Entry odd = clock.write(0, run.cid(), new RunEvent.Held());

    assertThat(RunFold.of(clock, odd)).isEmpty();
  }
}
