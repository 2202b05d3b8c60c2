package io.peerdeck.libp2p.gossip;

import static io.peerdeck.libp2p.gossip.OneRouter.TOPIC;
import static io.peerdeck.libp2p.gossip.OneRouter.graft;
import static io.peerdeck.libp2p.gossip.OneRouter.prune;
import static io.peerdeck.libp2p.gossip.OneRouter.publish;
import static io.peerdeck.libp2p.gossip.OneRouter.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeshTest {
  private static List<Peer> grafted(List<Peer> peers) {
    return peers.stream().filter(peer -> peer.outbox().poll().graft().contains(TOPIC)).toList();
  }

  @Test
  void joiningATopicGraftsSixOfItsPeersAndTellsAll() {
    OneRouter one = new OneRouter();
    List<Peer> guests = one.guests(10);
    one.router.subscribe(TOPIC);
    List<Rpc> told = guests.stream().map(peer -> peer.outbox().poll()).toList();
    assertThat(told)
        .allSatisfy(
            rpc -> assertThat(rpc.subscriptions()).containsExactly(new Rpc.Subscribe(TOPIC, true)));
    assertThat(told).filteredOn(rpc -> rpc.graft().equals(List.of(TOPIC))).hasSize(6);
    assertThat(one.router.mesh(TOPIC)).hasSize(6);
  }

  @Test
  void aNewPeerIsToldWhatIsSubscribedTo() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.stranger(OneRouter.key(50).peerId(), false, Version.V10, Optional.empty());
    assertThat(peer.outbox().poll().subscriptions())
        .containsExactly(new Rpc.Subscribe(TOPIC, true));
  }

  @Test
  void aMeshBelowItsLowestIsFilledUpAtTheHeartbeat() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(10);
    assertThat(one.router.mesh(TOPIC)).isEmpty();
    one.beats(1);
    assertThat(grafted(guests)).hasSize(6);
    guests.stream().filter(one::inMesh).limit(2).forEach(one.router::peerDown);
    one.beats(1);
    assertThat(one.router.mesh(TOPIC)).as("four are enough").hasSize(4);
    guests.stream().filter(one::inMesh).limit(1).forEach(one.router::peerDown);
    one.beats(1);
    assertThat(one.router.mesh(TOPIC)).hasSize(6);
  }

  @Test
  void aMeshAboveItsHighestIsCutToSixWithTheBestAndTwoThatWereDialled() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(12);
    guests.forEach(peer -> one.say(peer, graft(TOPIC)));
    assertThat(one.router.mesh(TOPIC)).hasSize(12);
    List<Peer> best = guests.subList(0, 4);
    best.forEach(peer -> one.say(peer, publish(one.message(100, "good"))));
    List<Peer> dialled = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      dialled.add(one.dialled());
      one.say(dialled.get(i), graft(TOPIC));
    }
    assertThat(one.router.mesh(TOPIC)).as("who was dialled may always graft").hasSize(14);
    guests.forEach(peer -> peer.outbox().poll());
    one.beats(1);
    assertThat(one.router.mesh(TOPIC)).hasSize(6);
    assertThat(dialled).allMatch(one::inMesh);
    assertThat(best).allMatch(one::inMesh);
    List<Rpc.Prune> prunes =
        guests.stream().flatMap(peer -> peer.outbox().poll().prune().stream()).toList();
    assertThat(prunes).hasSize(8);
    assertThat(prunes)
        .allSatisfy(
            prune -> {
              assertThat(prune.backoffSeconds()).isEqualTo(60);
              assertThat(prune.peers()).as("others to connect to").hasSize(13);
            });
  }

  @Test
  void tooFewDialledPeersAreFilledUpToo() {
    OneRouter one = OneRouter.subscribed();
    one.guests(5).forEach(peer -> one.say(peer, graft(TOPIC)));
    List<Peer> dialled = List.of(one.dialled(), one.dialled(), one.dialled());
    one.beats(1);
    assertThat(dialled).filteredOn(one::inMesh).hasSize(2);
  }

  @Test
  void aFullMeshPrunesWhoGraftsUnlessThisNodeDialledIt() {
    OneRouter one = OneRouter.subscribed();
    one.guests(12).forEach(peer -> one.say(peer, graft(TOPIC)));
    Peer late = one.guest();
    one.say(late, graft(TOPIC));
    Rpc answer = late.outbox().poll();
    assertThat(answer.prune()).extracting(Rpc.Prune::topic).containsExactly(TOPIC);
    assertThat(one.inMesh(late)).isFalse();
    Peer dialled = one.dialled();
    one.say(dialled, graft(TOPIC));
    assertThat(one.inMesh(dialled)).isTrue();
  }

  @Test
  void aPeerOfVersionOneZeroHearsNeitherOfBackoffNorOfOthers() {
    OneRouter one = OneRouter.subscribed();
    one.guests(12).forEach(peer -> one.say(peer, graft(TOPIC)));
    Peer old = one.peer(false, Version.V10);
    one.say(old, graft(TOPIC));
    assertThat(old.outbox().poll().prune()).containsExactly(new Rpc.Prune(TOPIC, List.of(), 0));
  }

  @Test
  void whoIsPrunedIsNotGraftedBeforeTheBackoffIsOver() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.beats(1);
    assertThat(one.inMesh(peer)).isTrue();
    peer.outbox().poll();
    one.say(peer, prune(30));
    assertThat(one.inMesh(peer)).isFalse();
    one.beats(30);
    assertThat(peer.outbox().poll().graft()).isEmpty();
    one.beats(4);
    assertThat(peer.outbox().poll().graft()).as("with two heartbeats of slack").contains(TOPIC);
  }

  @Test
  void aPruneWithoutABackoffCountsAMinute() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.beats(1);
    one.say(peer, prune(0));
    one.beats(60);
    assertThat(one.inMesh(peer)).isFalse();
    one.beats(4);
    assertThat(one.inMesh(peer)).isTrue();
  }

  @Test
  void graftingDuringTheBackoffIsRefusedAndPunishedAndTwiceAtOnce() {
    OneRouter one = OneRouter.subscribed();
    Peer hasty = one.guest();
    Peer early = one.guest();
    one.beats(1);
    one.say(hasty, prune(60));
    one.say(early, prune(60));
    one.say(hasty, graft(TOPIC));
    one.pass(Duration.ofSeconds(30));
    one.say(early, graft(TOPIC));
    assertThat(one.score(hasty)).isEqualTo(-40);
    assertThat(one.score(early)).isEqualTo(-10);
    assertThat(hasty.outbox().poll().prune()).hasSize(1);
    assertThat(one.inMesh(hasty) || one.inMesh(early)).isFalse();
  }

  @Test
  void leavingATopicPrunesWithAShortBackoff() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.beats(1);
    peer.outbox().poll();
    one.router.unsubscribe(TOPIC);
    Rpc last = peer.outbox().poll();
    assertThat(last.subscriptions()).containsExactly(new Rpc.Subscribe(TOPIC, false));
    assertThat(last.prune()).containsExactly(new Rpc.Prune(TOPIC, List.of(), 10));
    one.router.subscribe(TOPIC);
    one.beats(9);
    assertThat(one.inMesh(peer)).isFalse();
    one.beats(4);
    assertThat(one.inMesh(peer)).isTrue();
  }

  @Test
  void graftsForTopicsNobodyHereHasAreNotAnswered() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.say(peer, graft("another"));
    assertThat(peer.outbox().poll().isEmpty()).isTrue();
  }

  @Test
  void whoHasABadScoreIsPrunedAndNeverGrafted() {
    OneRouter one = OneRouter.subscribed();
    Peer bad = one.guest();
    one.say(bad, graft(TOPIC));
    one.spoil(bad, 2);
    assertThat(one.score(bad)).isNegative();
    bad.outbox().poll();
    one.beats(1);
    assertThat(one.inMesh(bad)).isFalse();
    assertThat(bad.outbox().poll().prune().getFirst().peers()).isEmpty();
    Peer worse = one.guest();
    one.spoil(worse, 2);
    one.beats(1);
    assertThat(one.inMesh(worse)).isFalse();
    one.say(worse, graft(TOPIC));
    assertThat(one.inMesh(worse)).isFalse();
    assertThat(worse.outbox().poll().prune()).hasSize(1);
  }

  @Test
  void aMeshThatDoesBadlyTakesInBetterPeersOnceAMinute() {
    OneRouter one = OneRouter.subscribed();
    one.guests(6).forEach(peer -> one.say(peer, graft(TOPIC)));
    List<Peer> good = one.guests(3);
    one.beats(58);
    for (int i = 0; i < 60; i++) {
      good.forEach(peer -> one.say(peer, publish(one.message(100, "good"))));
    }
    one.beats(1);
    assertThat(good).noneMatch(one::inMesh);
    one.beats(1);
    assertThat(good).filteredOn(one::inMesh).hasSize(2);
  }

  @Test
  void explicitPeersStayOutOfTheMeshAndGetEverything() {
    PeerId friend = OneRouter.key(77).peerId();
    OneRouter one = new OneRouter(Map.of("explicit", Map.of(friend, List.of())));
    one.router.subscribe(TOPIC);
    Peer explicit = one.stranger(friend, false, Version.V12, Optional.empty());
    one.say(explicit, subscribe(TOPIC, true));
    Peer guest = one.guest();
    explicit.outbox().poll();
    one.beats(1);
    assertThat(one.inMesh(explicit)).isFalse();
    one.say(explicit, graft(TOPIC));
    assertThat(explicit.outbox().poll().prune()).hasSize(1);
    one.say(guest, publish(one.message(100, "for all")));
    assertThat(explicit.outbox().poll().publish()).hasSize(1);
    one.spoil(explicit, 20);
    assertThat(one.say(explicit, publish(one.message(100, "still heard")), Verdict.ACCEPT))
        .isTrue();
  }

  @Test
  void peersNamedInAPruneCountOnlyFromWhoIsOfGoodStanding() {
    OneRouter one = OneRouter.subscribed();
    PeerId other = OneRouter.key(80).peerId();
    PeerId third = OneRouter.key(81).peerId();
    Peer good = one.guest();
    Peer bad = one.guest();
    one.spoil(bad, 2);
    one.say(bad, prune(60, new Rpc.Candidate(other, Optional.empty())));
    one.say(good, prune(60, new Rpc.Candidate(third, Optional.of(new byte[] {1}))));
    assertThat(one.offered).isEqualTo(Map.of(third, good.id()));
  }

  @Test
  void nothingIsKeptOfWhoLeaves() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.beats(1);
    one.router.peerDown(peer);
    assertThat(one.router.mesh(TOPIC)).isEmpty();
    assertThat(one.router.metrics().peers()).isEmpty();
    assertThat(one.counted().subscribers()).isZero();
    assertThat(one.say(peer, publish(one.message(100, "late")), Verdict.ACCEPT)).isFalse();
  }

  @Test
  void whoGivesUpATopicLeavesItsMesh() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.beats(1);
    one.say(peer, subscribe(TOPIC, false));
    assertThat(one.inMesh(peer)).isFalse();
  }

  @Test
  void whoCannotBeSentToIsInNoMeshUntilItCan() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.beats(1);
    one.router.reachable(peer, false);
    one.beats(1);
    assertThat(one.inMesh(peer)).isFalse();
    peer.outbox().poll();
    one.router.reachable(peer, true);
    assertThat(peer.outbox().poll().subscriptions()).hasSize(1);
    one.beats(1);
    assertThat(one.inMesh(peer)).isTrue();
  }
}
