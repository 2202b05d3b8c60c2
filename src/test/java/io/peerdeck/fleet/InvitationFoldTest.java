package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What invitations are worth, decided from the entries alone: the same on every peer.
class InvitationFoldTest {
  private static final PeerId ANNA = MemberDag.peer(1);
  private static final PeerId BERT = MemberDag.peer(2);
  private static final PeerId CARL = MemberDag.peer(3);
  private static final PeerId DORA = MemberDag.peer(4);
  private static final PeerId EMIL = MemberDag.peer(5);
  private static final Set<Role> WORKER = EnumSet.of(Role.WORKER);
  private static final Set<Role> ADMIN = EnumSet.of(Role.ADMIN);
  private static final KeyPair SECRET = KeyPair.fromSeed(new byte[32]);
  private static final byte[] NONCE = new byte[JoinBody.NONCE];
  private static final long NEVER = Long.MAX_VALUE;

  private final MemberDag dag = new MemberDag();
  private final Entry genesis = dag.found(ANNA);
  private Entry bert;

  @BeforeEach
  void addBert() {
    bert = dag.add(ANNA, BERT, WORKER, genesis);
  }

  @Test
  void anyMemberLetsInByAnInvitationWithTheRolesOfTheInvitation() {
    Entry invite = invite(ANNA, 1, NEVER, WORKER, bert);
    join(BERT, CARL, invite, invite);

    Member carl = dag.roster().member(CARL).orElseThrow();
    assertThat(carl.roles()).isEqualTo(WORKER);
    assertThat(carl.addedBy()).contains(BERT);
    assertThat(dag.roster().invitation(invite.cid()).orElseThrow().joined()).containsExactly(CARL);
  }

  @Test
  void onlyAnAdminInvitesAndTakesBack() {
    Entry his = invite(BERT, 1, NEVER, WORKER, bert);
    Entry hers = invite(ANNA, 1, NEVER, WORKER, his);
    Entry revoked = revoke(BERT, hers, hers);
    Entry byHis = join(ANNA, CARL, his, revoked);
    join(ANNA, DORA, hers, byHis);

    assertThat(dag.roster().isMember(CARL)).isFalse();
    assertThat(dag.roster().isMember(DORA)).isTrue();
    assertThat(dag.roster().whyIneffective(his.cid())).isPresent();
    assertThat(dag.roster().whyIneffective(revoked.cid())).isPresent();
  }

  @Test
  void ofTwoWhoComeByOneUseTheFirstInOrderStaysAndTheOtherWroteInVain() {
    Entry invite = invite(ANNA, 1, NEVER, ADMIN, bert);
    Entry carl = join(ANNA, CARL, invite, invite);
    Entry dora = join(BERT, DORA, invite, invite);
    Entry first = carl.compareTo(dora) < 0 ? carl : dora;
    Entry second = first == carl ? dora : carl;
    PeerId winner = first == carl ? CARL : DORA;
    PeerId loser = first == carl ? DORA : CARL;
    // Before it heard of the other, the loser let a friend in, invited, and removed the founder.
    Entry friend = dag.add(loser, EMIL, WORKER, second);
    Entry removal = dag.remove(loser, ANNA, -1, friend);
    Entry his = dag.update(EMIL, EMIL, MemberChange.NONE.slots(9), friend);

    Roster roster = dag.roster();
    assertThat(roster.isMember(winner)).isTrue();
    assertThat(roster.isMember(loser)).isFalse();
    assertThat(roster.isMember(EMIL)).isFalse();
    assertThat(roster.isMember(ANNA)).isTrue();
    assertThat(roster.removals()).isEmpty();
    assertThat(roster.whyIneffective(second.cid())).contains("the invitation is used up");
    assertThat(roster.whyIneffective(removal.cid()).orElseThrow()).contains("not let into");
    assertThat(roster.whyIneffective(his.cid())).isPresent();
    sameInEveryOrderOfArrival();
  }

  @Test
  void whoLostTheRaceIsLetInAgainAndCountsFromThere() {
    Entry invite = invite(ANNA, 1, NEVER, WORKER, bert);
    Entry carl = join(ANNA, CARL, invite, invite);
    Entry dora = join(BERT, DORA, invite, invite);
    PeerId loser = carl.compareTo(dora) < 0 ? DORA : CARL;
    Entry added = dag.add(ANNA, loser, WORKER, carl, dora);
    dag.update(loser, loser, MemberChange.NONE.slots(7), added);

    assertThat(dag.roster().member(loser).orElseThrow().slots()).isEqualTo(7);
  }

  @Test
  void twoMembersWhoLetTheSamePeerInUseOneUse() {
    Entry invite = invite(ANNA, 2, NEVER, WORKER, bert);
    Entry one = join(ANNA, CARL, invite, invite);
    Entry other = join(BERT, CARL, invite, invite);
    Entry later = one.compareTo(other) < 0 ? other : one;
    Entry slots = dag.update(CARL, CARL, MemberChange.NONE.slots(5), later);
    join(ANNA, DORA, invite, slots, one, other);

    Roster roster = dag.roster();
    assertThat(roster.member(CARL).orElseThrow().slots()).isEqualTo(5);
    assertThat(roster.isMember(DORA)).isTrue();
    assertThat(roster.invitation(invite.cid()).orElseThrow().joined())
        .containsExactlyInAnyOrder(CARL, DORA);
  }

  @Test
  void usesExpiryAndRevocationEndAnInvitation() {
    Entry twice = invite(ANNA, 2, NEVER, WORKER, bert);
    Entry carl = join(BERT, CARL, twice, twice);
    Entry dora = join(BERT, DORA, twice, carl);
    Entry third = join(BERT, EMIL, twice, dora);
    Entry old = invite(ANNA, 1, -1, WORKER, third);
    Entry late = join(BERT, EMIL, old, old);
    Entry back = invite(ANNA, 1, NEVER, WORKER, late);
    Entry revoked = revoke(ANNA, back, back);
    Entry after = join(BERT, EMIL, back, revoked);

    Roster roster = dag.roster();
    assertThat(roster.isMember(EMIL)).isFalse();
    assertThat(roster.whyIneffective(third.cid()).orElseThrow()).contains("used up");
    assertThat(roster.whyIneffective(late.cid()).orElseThrow()).contains("expired");
    assertThat(roster.whyIneffective(after.cid()).orElseThrow()).contains("taken back");
    assertThat(roster.invitation(back.cid()).orElseThrow().closed(0).orElseThrow())
        .contains("taken back");
  }

  @Test
  void aProofForAnotherPeerMemberNonceOrKeyLetsNobodyIn() {
    Entry invite = invite(ANNA, 9, NEVER, WORKER, bert);
    Ipld.Map right = body(BERT, CARL, invite, SECRET);
    Entry byAnother = dag.write(ANNA, "member.joined", right, invite);
    Entry otherPeer =
        dag.write(
            BERT, "member.joined", with(right, "peer", new Ipld.Bytes(DORA.bytes())), byAnother);
    Entry otherNonce =
        dag.write(
            BERT,
            "member.joined",
            with(right, "nonce", new Ipld.Bytes(new byte[] {1, 2, 3})),
            otherPeer);
    KeyPair wrong =
        KeyPair.fromSeed(
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
              0, 1, 2
            });
    Entry otherKey = dag.write(BERT, "member.joined", body(BERT, CARL, invite, wrong), otherNonce);
    Entry noInvite =
        dag.write(
            BERT, "member.joined", with(right, "invite", new Ipld.Link(genesis.cid())), otherKey);

    Roster roster = dag.roster();
    assertThat(roster.members()).extracting(Member::peer).containsExactlyInAnyOrder(ANNA, BERT);
    for (Entry refused : List.of(byAnother, otherPeer, otherNonce, otherKey, noInvite)) {
      assertThat(roster.whyIneffective(refused.cid())).isPresent();
    }
    dag.write(BERT, "member.joined", right, noInvite);
    assertThat(dag.roster().isMember(CARL)).isTrue();
  }

  @Test
  void aRemovedMemberComesBackByANewerInvitationOnly() {
    Entry older = invite(ANNA, 5, NEVER, WORKER, bert);
    Entry carl = join(BERT, CARL, older, older);
    Entry removed = dag.remove(ANNA, CARL, -1, carl);
    Entry again = join(BERT, CARL, older, removed);
    assertThat(dag.roster().whyIneffective(again.cid()).orElseThrow()).contains("older");

    Entry newer = invite(ANNA, 1, NEVER, WORKER, again);
    join(BERT, CARL, newer, newer);
    assertThat(dag.roster().isMember(CARL)).isTrue();
  }

  @Test
  void anInvitationOfWhoWasRemovedMeanwhileFallsWithAllWhoCameByIt() {
    Entry dora = dag.add(ANNA, DORA, ADMIN, bert);
    Entry hers = invite(DORA, 5, NEVER, WORKER, dora);
    Entry carl = join(DORA, CARL, hers, hers);
    dag.update(CARL, CARL, MemberChange.NONE.slots(8), carl);
    dag.remove(ANNA, DORA, -1, dora);

    Roster roster = dag.roster();
    assertThat(roster.isMember(DORA)).isFalse();
    assertThat(roster.isMember(CARL)).isFalse();
    sameInEveryOrderOfArrival();
  }

  @Test
  void malformedInvitationsHaveNoEffect() {
    Ipld.Map good = InviteBody.write(WORKER, NEVER, 1, SECRET.publicKey());
    List<Ipld.Map> bad =
        List.of(
            with(good, "uses", new Ipld.Int(0)),
            with(good, "uses", new Ipld.Int(InviteBody.MAX_USES + 1L)),
            with(good, "roles", Ipld.texts(List.of())),
            with(good, "key", new Ipld.Bytes(new byte[31])),
            with(good, "expires", new Ipld.Text("never")));
    Entry last = bert;
    List<Entry> entries = new ArrayList<>();
    for (Ipld.Map body : bad) {
      last = dag.write(ANNA, "invite.created", body, last);
      entries.add(last);
    }
    assertThat(dag.roster().invitations()).isEmpty();
    assertThat(entries).allMatch(entry -> dag.roster().whyIneffective(entry.cid()).isPresent());
  }

  private void sameInEveryOrderOfArrival() {
    Roster expected = dag.roster();
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      List<Entry> shuffled = new ArrayList<>(dag.entries());
      Collections.shuffle(shuffled, random);
      assertThat(dag.foldAfresh(shuffled)).isEqualTo(expected);
    }
  }

  private Entry invite(PeerId author, int uses, long expires, Set<Role> roles, Entry... known) {
    return dag.write(
        author,
        "invite.created",
        InviteBody.write(roles, expires, uses, SECRET.publicKey()),
        known);
  }

  private Entry revoke(PeerId author, Entry invite, Entry... known) {
    return dag.write(author, "invite.revoked", InviteBody.revocation(invite.cid()), known);
  }

  private Entry join(PeerId member, PeerId peer, Entry invite, Entry... known) {
    return dag.write(member, "member.joined", body(member, peer, invite, SECRET), known);
  }

  private Ipld.Map body(PeerId member, PeerId peer, Entry invite, KeyPair secret) {
    return JoinBody.write(
        invite.cid(),
        peer,
        "peer",
        List.of(),
        NONCE,
        JoinBody.proof(secret, genesis.cid(), peer, member, NONCE));
  }

  private static Ipld.Map with(Ipld.Map map, String key, Ipld value) {
    var builder = Ipld.map();
    map.fields().forEach((k, v) -> builder.put(k, k.equals(key) ? value : v));
    return builder.build();
  }
}
