package io.peerdeck.libp2p.gossip;

import static io.peerdeck.libp2p.gossip.OneRouter.TOPIC;
import static io.peerdeck.libp2p.gossip.OneRouter.graft;
import static io.peerdeck.libp2p.gossip.OneRouter.id;
import static io.peerdeck.libp2p.gossip.OneRouter.idontwant;
import static io.peerdeck.libp2p.gossip.OneRouter.ihave;
import static io.peerdeck.libp2p.gossip.OneRouter.iwant;
import static io.peerdeck.libp2p.gossip.OneRouter.publish;
import static io.peerdeck.libp2p.gossip.OneRouter.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GossipTest {
  private static List<MessageId> made(OneRouter one, int from, int count) {
    return IntStream.range(from, from + count).mapToObj(one::made).toList();
  }

  private static OneRouter bounded(Map<String, Object> limits) {
    OneRouter one = new OneRouter(Map.of("limits", Limited.limits(limits)));
    one.router.subscribe(TOPIC);
    return one;
  }

  @Test
  void aMessageGoesOnToTheMeshButNotBackNorToItsAuthor() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(3);
    Peer author = one.guest();
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    author.outbox().poll();
    int number = 4; // the fourth guest is its author
    Message message = one.message(number, "news");
    assertThat(one.say(guests.getFirst(), publish(message), Verdict.ACCEPT)).isTrue();
    assertThat(guests.getFirst().outbox().poll().publish()).isEmpty();
    assertThat(author.outbox().poll().publish()).isEmpty();
    assertThat(guests.subList(1, 3))
        .allSatisfy(
            peer ->
                assertThat(peer.outbox().poll().publish().getFirst().raw())
                    .isEqualTo(message.raw()));
  }

  @Test
  void aMessageIsDeliveredOnceHoweverManyBringIt() {
    OneRouter one = OneRouter.subscribed();
    Message message = one.message(100, "news");
    assertThat(one.say(one.guest(), publish(message), Verdict.ACCEPT)).isTrue();
    assertThat(one.say(one.guest(), publish(message, message), Verdict.ACCEPT)).isTrue();
    assertThat(one.counted().received()).isEqualTo(1);
    assertThat(one.counted().duplicates()).isEqualTo(2);
  }

  @Test
  void aCopyThatComesWhileTheFirstIsLookedAtIsNotLookedAtAgain() {
    OneRouter one = OneRouter.subscribed();
    Peer first = one.guest();
    Peer second = one.guest();
    Message message = one.message(100, "news");
    byte[] forged = message.raw().clone();
    forged[forged.length - 1] ^= 1;
    assertThat(one.router.heard(first.id(), publish(message)).orElseThrow()).hasSize(1);
    assertThat(one.router.heard(second.id(), publish(message)).orElseThrow()).isEmpty();
    assertThat(one.router.heard(second.id(), publish(Message.decode(forged, 256))).orElseThrow())
        .as("other bytes are another message")
        .hasSize(1);
    assertThat(one.router.checked(first.id(), message, StrictSign.Finding.SOUND)).isPresent();
    assertThat(one.counted().duplicates()).isEqualTo(1);
  }

  @Test
  void nothingIsHeldOfAMessageOnceItsSignatureWasLookedAt() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    Message good = one.message(100, "news");
    byte[] forged = one.message(100, "false").raw().clone();
    forged[forged.length - 1] ^= 1;
    one.say(peer, publish(good));
    one.say(peer, publish(good));
    one.say(peer, publish(Message.decode(forged, 256)));
    double score = one.score(peer);
    one.say(peer, publish(Message.decode(forged, 256)));
    assertThat(one.score(peer)).as("each forgery costs").isLessThan(score);

    Message last = one.message(100, "last");
    assertThat(one.router.heard(peer.id(), publish(last)).orElseThrow()).hasSize(1);
    assertThat(one.router.looking()).isEqualTo(1);
    one.router.peerDown(peer);
    assertThat(one.router.checked(peer.id(), last, StrictSign.Finding.SOUND)).isEmpty();
    assertThat(one.router.looking()).isZero();
  }

  @Test
  void whoBringsAMessageItselfIsNotSentIt() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(3);
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    Message message = one.message(100, "news");
    one.say(guests.get(0), publish(message));
    one.say(guests.get(1), publish(message)); // while it waits to be sent there
    assertThat(guests.get(1).outbox().poll().publish()).isEmpty();
    assertThat(guests.get(2).outbox().poll().publish()).hasSize(1);
    Message next = one.message(100, "more");
    assertThat(one.router.heard(guests.get(0).id(), publish(next)).orElseThrow()).hasSize(1);
    one.say(guests.get(1), publish(next)); // while its signature is looked at
    GossipMessage sound =
        one.router.checked(guests.get(0).id(), next, StrictSign.Finding.SOUND).orElseThrow();
    assertThat(one.router.judged(sound, next, Verdict.ACCEPT)).isTrue();
    assertThat(guests.get(1).outbox().poll().publish()).isEmpty();
    assertThat(guests.get(2).outbox().poll().publish()).hasSize(1);
  }

  @Test
  void aForgeryDoesNotKeepTheRealMessageAway() {
    OneRouter one = OneRouter.subscribed();
    Message real = one.message(100, "news");
    byte[] forged = real.raw().clone();
    forged[forged.length - 1] ^= 1; // the signature's last byte
    Peer liar = one.guest();
    assertThat(one.say(liar, publish(Message.decode(forged, 256)), Verdict.ACCEPT)).isFalse();
    assertThat(one.score(liar)).isNegative();
    assertThat(one.say(one.guest(), publish(real), Verdict.ACCEPT)).isTrue();
  }

  @Test
  void whatTheValidatorRejectsCostsWhoBroughtItAndGoesNowhere() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(2);
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    assertThat(one.say(guests.getFirst(), publish(one.message(100, "bad")), Verdict.REJECT))
        .isFalse();
    assertThat(guests.getLast().outbox().poll().isEmpty()).isTrue();
    assertThat(one.score(guests.getFirst())).isNegative();
    assertThat(one.say(guests.getLast(), publish(one.message(100, "so so")), Verdict.IGNORE))
        .isFalse();
    assertThat(guests.getFirst().outbox().poll().isEmpty()).isTrue();
    assertThat(one.score(guests.getLast())).isNotNegative();
    assertThat(one.counted().rejected()).isEqualTo(1);
    assertThat(one.counted().ignored()).isEqualTo(1);
  }

  @Test
  void messagesOnOtherTopicsAreDropped() {
    OneRouter one = OneRouter.subscribed();
    Message other = Message.sign(OneRouter.key(100), 1, "another", new byte[0]);
    one.say(one.guest(), publish(other));
    assertThat(one.router.metrics().foreign()).isEqualTo(1);
    assertThat(one.router.metrics().topics()).doesNotContainKey("another");
  }

  @Test
  void ownMessagesGoToAllPeersOfTheTopic() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(15);
    one.beats(1);
    Message own = Message.sign(one.key, 1, TOPIC, "mine".getBytes());
    assertThat(one.router.publish(own)).isEqualTo(15);
    assertThat(guests).allSatisfy(p -> assertThat(p.outbox().poll().publish()).hasSize(1));
    assertThat(one.say(guests.getFirst(), publish(own), Verdict.ACCEPT)).isTrue();
    assertThat(one.counted().received()).as("and are not delivered here").isZero();
  }

  @Test
  void withoutFloodingTheyGoToTheMesh() {
    OneRouter one = new OneRouter(Map.of("floodPublish", false));
    one.router.subscribe(TOPIC);
    one.guests(15);
    one.beats(1);
    assertThat(one.router.publish(Message.sign(one.key, 1, TOPIC, new byte[1]))).isEqualTo(6);
  }

  @Test
  void whoOnlyPublishesKeepsItsPeersForAMinute() {
    OneRouter one = new OneRouter(Map.of("floodPublish", false));
    List<Peer> guests = one.guests(15);
    assertThat(one.router.publish(Message.sign(one.key, 1, TOPIC, new byte[1]))).isEqualTo(6);
    List<Peer> first = guests.stream().filter(p -> !p.outbox().poll().isEmpty()).toList();
    one.beats(59);
    guests.forEach(peer -> peer.outbox().poll());
    one.router.publish(Message.sign(one.key, 2, TOPIC, new byte[1]));
    assertThat(guests.stream().filter(p -> !p.outbox().poll().publish().isEmpty()).toList())
        .isEqualTo(first);
    one.router.peerDown(first.getFirst());
    assertThat(one.router.publish(Message.sign(one.key, 3, TOPIC, new byte[1])))
        .as("one took the place of the one that left")
        .isEqualTo(6);
    one.beats(62);
    guests.forEach(peer -> peer.outbox().poll());
    one.router.publish(Message.sign(one.key, 4, TOPIC, new byte[1]));
    assertThat(guests.stream().filter(p -> !p.outbox().poll().publish().isEmpty()).toList())
        .isNotEqualTo(first);
  }

  @Test
  void othersAreToldByGossipAndGetWhatTheyAskForThreeTimes() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(20);
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    Message message = one.message(100, "news");
    one.say(guests.getFirst(), publish(message));
    guests.forEach(peer -> peer.outbox().poll());
    one.beats(1);
    List<Peer> told =
        guests.stream()
            .filter(
                peer ->
                    peer.outbox().poll().ihave().stream()
                        .anyMatch(ihave -> ihave.ids().contains(id(message))))
            .toList();
    assertThat(told).hasSize(6).noneMatch(one::inMesh);
    Peer asking = told.getFirst();
    for (int i = 0; i < 4; i++) {
      one.say(asking, iwant(List.of(id(message))));
      assertThat(asking.outbox().poll().publish()).hasSize(i < 3 ? 1 : 0);
    }
    one.beats(2);
    guests.forEach(peer -> peer.outbox().poll());
    one.beats(1);
    assertThat(guests).allSatisfy(p -> assertThat(p.outbox().poll().ihave()).isEmpty());
    one.beats(2);
    one.say(told.getLast(), iwant(List.of(id(message))));
    assertThat(told.getLast().outbox().poll().publish()).as("it is forgotten").isEmpty();
  }

  @Test
  void ofManyOthersAQuarterIsTold() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(66);
    one.beats(1);
    one.say(guests.getFirst(), publish(one.message(100, "news")));
    guests.forEach(peer -> peer.outbox().poll());
    one.beats(1);
    assertThat(guests.stream().filter(p -> !p.outbox().poll().ihave().isEmpty())).hasSize(15);
  }

  @Test
  void whatIsAnnouncedAndUnseenIsAskedForOnce() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    Message seen = one.message(100, "seen");
    one.say(peer, publish(seen));
    one.say(peer, ihave(List.of(id(seen), one.made(1), one.made(1), one.made(2))));
    assertThat(peer.outbox().poll().iwant()).containsExactlyInAnyOrder(one.made(1), one.made(2));
  }

  @Test
  void announcementsOverTheBoundsAreNotAnswered() {
    OneRouter one = bounded(Map.of("ihaves", 2, "asked", 10));
    Peer peer = one.guest();
    one.say(peer, ihave(made(one, 0, 4)));
    one.say(peer, ihave(made(one, 4, 4)));
    one.say(peer, ihave(made(one, 8, 4)));
    assertThat(peer.outbox().poll().iwant()).hasSize(8);
    assertThat(one.counted(peer).overBound()).isEqualTo(1);
    one.beats(1);
    one.say(peer, ihave(made(one, 20, 14)));
    assertThat(peer.outbox().poll().iwant()).hasSize(10);
    one.say(peer, ihave(made(one, 40, 1)));
    assertThat(peer.outbox().poll().iwant()).isEmpty();
  }

  @Test
  void whoAsksTooMuchIsNotAnswered() {
    OneRouter one = bounded(Map.of("wanted", 3));
    Peer peer = one.guest();
    Message message = one.message(100, "news");
    one.say(one.guest(), publish(message));
    one.say(peer, iwant(made(one, 0, 3)));
    one.say(peer, iwant(List.of(id(message))));
    assertThat(peer.outbox().poll().publish()).isEmpty();
    assertThat(one.counted(peer).overBound()).isEqualTo(1);
    one.beats(1);
    one.say(peer, iwant(List.of(id(message))));
    assertThat(peer.outbox().poll().publish()).hasSize(1);
  }

  @Test
  void whoAnnouncesWhatNeverComesIsFoundOut() {
    OneRouter one = OneRouter.subscribed();
    Peer liar = one.guest();
    Peer honest = one.guest();
    Message message = one.message(100, "news");
    one.say(liar, ihave(made(one, 0, 10)));
    one.say(honest, ihave(List.of(id(message))));
    one.say(one.guest(), publish(message));
    one.beats(4);
    assertThat(one.counted(liar).brokenPromises()).isEqualTo(1);
    assertThat(one.score(liar)).isNegative();
    assertThat(one.counted(honest).brokenPromises()).isZero();
    assertThat(one.score(honest)).isNotNegative();
  }

  @Test
  void largeMessagesAreDeclinedAtOnceAndWhatIsDeclinedIsNotSent() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(3);
    Peer old = one.peer(false, Version.V11);
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    old.outbox().poll();
    Message large = one.message(100, "x".repeat(5000));
    one.say(guests.get(1), idontwant(List.of(id(large))));
    one.say(guests.getFirst(), publish(large));
    Rpc third = guests.get(2).outbox().poll();
    assertThat(third.idontwant()).containsExactly(id(large));
    assertThat(third.publish()).hasSize(1);
    assertThat(guests.get(1).outbox().poll().isEmpty()).isTrue();
    assertThat(guests.getFirst().outbox().poll().isEmpty()).isTrue();
    assertThat(old.outbox().poll().idontwant()).isEmpty();
    one.say(guests.get(1), iwant(List.of(id(large))));
    assertThat(guests.get(1).outbox().poll().publish()).isEmpty();
  }

  @Test
  void whatWaitsIsNotSentToWhoDeclinesItMeanwhile() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(2);
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    Message large = one.message(100, "x".repeat(5000));
    one.say(guests.getFirst(), publish(large));
    one.say(guests.getLast(), idontwant(List.of(id(large))));
    assertThat(guests.getLast().outbox().poll().publish()).isEmpty();
    assertThat(guests.getLast().outbox().waitingBytes()).isZero();
  }

  @Test
  void declinesOverTheBoundAreNotNotedAndAllAreForgottenInTime() {
    OneRouter one = bounded(Map.of("dontWants", 2));
    Peer peer = one.guest();
    Message first = one.message(100, "first");
    Message third = one.message(100, "third");
    one.say(peer, idontwant(List.of(id(first), one.made(1), id(third))));
    assertThat(one.counted(peer).overBound()).isEqualTo(1);
    one.beats(1);
    one.say(one.guest(), publish(first, third));
    assertThat(peer.outbox().poll().publish()).hasSize(1);
    one.beats(6);
    assertThat(peer.hasDeclined(id(first))).isFalse();
  }

  @Test
  void aPeerIsHeardOfSoManyTopicsAndNoMore() {
    OneRouter one = bounded(Map.of("topicsPerPeer", 3));
    Peer peer = one.guest();
    for (int i = 0; i < 10; i++) {
      one.say(peer, subscribe("t" + i, true));
    }
    assertThat(one.counted(peer).topics()).isEqualTo(3);
    assertThat(one.counted(peer).overBound()).isEqualTo(8);
    one.say(peer, subscribe("t0", false));
    one.say(peer, subscribe("t9", true));
    assertThat(peer.subscribedTo("t9")).isTrue();
  }

  @Test
  void thereAreSoManyPeersAndNoMore() {
    OneRouter one = bounded(Map.of("peers", 2));
    one.guests(2);
    Peer third =
        new Peer(
            OneRouter.key(60).peerId(), Version.V12, false, new PeerOutbox(one.config.limits()));
    assertThat(one.router.peerUp(third, java.util.Optional.empty())).isFalse();
  }

  @Test
  void aSlowPeerLosesMessagesAndNobodyElseDoes() {
    OneRouter one = bounded(Map.of("outboxBytes", 3000));
    List<Peer> guests = one.guests(3);
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    for (int i = 0; i < 10; i++) {
      one.say(guests.getFirst(), publish(one.message(100, "x".repeat(800))));
      assertThat(guests.get(1).outbox().poll().publish()).hasSize(1);
    }
    assertThat(guests.get(2).outbox().waitingBytes()).isBetween(2000L, 3000L);
    assertThat(one.counted(guests.get(2)).dropped()).isEqualTo(7);
    assertThat(one.counted(guests.get(1)).dropped()).isZero();
  }

  @Test
  void controlGoesOutBeforeAndBetweenMessages() {
    OneRouter one = OneRouter.subscribed();
    List<Peer> guests = one.guests(2);
    one.beats(1);
    guests.forEach(peer -> peer.outbox().poll());
    for (int i = 0; i < 20; i++) {
      one.say(guests.getFirst(), publish(one.message(100, "x".repeat(10_000))));
    }
    PeerOutbox outbox = guests.getLast().outbox();
    assertThat(outbox.poll().publish()).as("a piece of 64 KiB").hasSize(6);
    one.router.unsubscribe(TOPIC);
    Rpc next = outbox.poll();
    assertThat(next.prune()).hasSize(1);
    assertThat(next.publish()).hasSize(6);
  }

  @Test
  void ofGraftAndPruneThatWaitTheNewestCounts() {
    PeerOutbox outbox = new PeerOutbox(GossipLimits.standard());
    outbox.graft(TOPIC);
    outbox.prune(new Rpc.Prune(TOPIC, List.of(), 60));
    Rpc rpc = outbox.poll();
    assertThat(rpc.graft()).isEmpty();
    assertThat(rpc.prune()).hasSize(1);
  }

  @Test
  void idsThatWaitAreBounded() {
    OneRouter one = bounded(Map.of("outboxIds", 5));
    Peer peer = one.guest();
    one.say(peer, ihave(made(one, 0, 10)));
    assertThat(peer.outbox().poll().iwant()).hasSize(5);
  }

  @Test
  void seenMessagesAreForgottenAfterTwoMinutes() {
    OneRouter one = OneRouter.subscribed();
    Message message = one.message(100, "news");
    one.say(one.guest(), publish(message));
    one.pass(Duration.ofSeconds(119));
    one.say(one.guest(), publish(message));
    assertThat(one.counted().received()).isEqualTo(1);
    one.pass(Duration.ofSeconds(1));
    one.say(one.guest(), publish(message));
    assertThat(one.counted().received()).isEqualTo(2);
  }

  @Test
  void aGraylistedPeerIsNotListenedTo() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.spoil(peer, 9);
    assertThat(one.score(peer)).isLessThan(-80);
    assertThat(one.say(peer, publish(one.message(100, "good")), Verdict.ACCEPT)).isFalse();
    assertThat(one.counted(peer).graylisted()).isEqualTo(1);
  }

  @Test
  void betweenTheThresholdsGossipStopsFirstAndOwnMessagesNext() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    Message message = one.message(100, "news");
    one.say(one.guest(), publish(message));
    one.spoil(peer, 4); // -16, below -10
    one.say(peer, iwant(List.of(id(message))));
    one.say(peer, ihave(made(one, 0, 3)));
    Rpc answer = peer.outbox().poll();
    assertThat(answer.publish()).isEmpty();
    assertThat(answer.iwant()).isEmpty();
    one.router.publish(Message.sign(one.key, 1, TOPIC, new byte[1]));
    assertThat(peer.outbox().poll().publish()).hasSize(1);
    one.spoil(peer, 4); // -64, below -50
    one.router.publish(Message.sign(one.key, 2, TOPIC, new byte[1]));
    assertThat(peer.outbox().poll().publish()).isEmpty();
    assertThat(one.say(peer, publish(one.message(100, "heard")), Verdict.ACCEPT)).isTrue();
  }

  @Test
  void aGraftMakesAMeshLink() {
    OneRouter one = OneRouter.subscribed();
    Peer peer = one.guest();
    one.say(peer, graft(TOPIC));
    assertThat(one.counted().mesh()).isEqualTo(1);
    assertThat(one.counted().grafts()).isEqualTo(1);
  }
}
