package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RosterTest {
  private static final PeerId ANNA = MemberDag.peer(1);
  private static final PeerId BERT = MemberDag.peer(2);
  private static final PeerId CARL = MemberDag.peer(3);
  private static final PeerId DORA = MemberDag.peer(4);
  private static final Set<Role> ADMIN = EnumSet.of(Role.ADMIN, Role.OPERATOR);
  private static final Set<Role> WORKER = EnumSet.of(Role.OPERATOR, Role.WORKER);

  private final MemberDag dag = new MemberDag();
  private final Entry genesis = dag.found(ANNA);

  @Test
  void theFounderIsAdminOperatorAndWorkerWhateverTheGenesisSays() {
    Member founder = dag.roster().member(ANNA).orElseThrow();

    assertThat(founder.roles()).containsExactlyInAnyOrder(Role.ADMIN, Role.OPERATOR, Role.WORKER);
    assertThat(founder.name()).isEqualTo("founder");
    assertThat(founder.addedBy()).isEmpty();
    assertThat(dag.roster().founder()).contains(ANNA);
  }

  @Test
  void aMalformedGenesisStillHasItsFounder() {
    MemberDag broken = new MemberDag();
    Entry entry = broken.write(ANNA, "fleet.created", Ipld.map().put("name", 7).build());

    assertThat(broken.roster().member(ANNA)).isPresent();
    assertThat(broken.roster().whyIneffective(entry.cid()).orElseThrow()).contains("name");
  }

  @Test
  void anAdminAddsAMemberAndTheMemberSpeaksForItself() {
    Entry added = dag.add(ANNA, BERT, WORKER, genesis);
    dag.update(BERT, BERT, MemberChange.NONE.name("berta").labels(Set.of("gpu")).slots(8), added);

    Member bert = dag.roster().member(BERT).orElseThrow();
    assertThat(bert.name()).isEqualTo("berta");
    assertThat(bert.slots()).isEqualTo(8);
    assertThat(bert.labels()).containsExactly("gpu");
    assertThat(bert.addedBy()).contains(ANNA);
    assertThat(bert.carries(Set.of("GPU"))).isTrue();
  }

  @Test
  void noMemberButAnAdminAddsRemovesGivesRolesOrChangesOthers() {
    Entry bert = dag.add(ANNA, BERT, WORKER, genesis);
    Entry carl = dag.add(ANNA, CARL, WORKER, bert);
    Entry adding = dag.add(BERT, DORA, WORKER, carl);
    Entry removing = dag.remove(BERT, CARL, 0, adding);
    Entry promoting = dag.update(BERT, BERT, MemberChange.NONE.roles(ADMIN), removing);
    Entry draining = dag.update(BERT, CARL, MemberChange.NONE.drain(true), promoting);

    Roster roster = dag.roster();
    assertThat(roster.member(DORA)).isEmpty();
    assertThat(roster.member(CARL).orElseThrow().drain()).isFalse();
    assertThat(roster.member(BERT).orElseThrow().is(Role.ADMIN)).isFalse();
    assertThat(roster.ineffective())
        .extracting(Ineffective::entry)
        .containsExactlyInAnyOrder(adding.cid(), removing.cid(), promoting.cid(), draining.cid());
  }

  @Test
  void aRoleGivenConcurrentlyDoesNotCount() {
    Entry bert = dag.add(ANNA, BERT, WORKER, genesis);
    Entry carl = dag.add(ANNA, CARL, WORKER, bert);
    dag.update(ANNA, BERT, MemberChange.NONE.roles(ADMIN), carl);
    // Later in order than Anna's gift, but Bert had not heard of it.
    Entry waiting = dag.update(BERT, BERT, MemberChange.NONE.slots(3), carl);
    Entry adding = dag.add(BERT, DORA, WORKER, waiting);

    assertThat(dag.roster().member(BERT).orElseThrow().is(Role.ADMIN)).isTrue();
    assertThat(dag.roster().member(DORA)).isEmpty();
    assertThat(dag.roster().whyIneffective(adding.cid())).isPresent();
  }

  @Test
  void whatARemovedMemberWroteAboveItsLastKnownEntryHasNoEffect() {
    Entry bert = dag.add(ANNA, BERT, ADMIN, genesis);
    Entry known = dag.add(BERT, CARL, WORKER, bert);
    Entry unknown = dag.add(BERT, DORA, WORKER, known);
    dag.remove(ANNA, BERT, known.seq(), known);

    Roster roster = dag.roster();
    assertThat(roster.isMember(CARL)).isTrue();
    assertThat(roster.isMember(DORA)).isFalse();
    assertThat(roster.whyIneffective(unknown.cid()).orElseThrow()).contains("removed");
    assertThat(roster.removal(BERT).orElseThrow().lastSeq()).isEqualTo(known.seq());
  }

  @Test
  void ofTwoAdminsWhoRemoveEachOtherTheFirstInOrderStays() {
    Entry bert = dag.add(ANNA, BERT, ADMIN, genesis);
    Entry hers = dag.remove(ANNA, BERT, -1, bert);
    Entry his = dag.remove(BERT, ANNA, bert.seq(), bert);

    Entry first = hers.compareTo(his) < 0 ? hers : his;
    Roster roster = dag.roster();
    assertThat(roster.members()).hasSize(1);
    assertThat(roster.isMember(first.author())).isTrue();
    assertThat(roster.removals()).hasSize(1);
  }

  @Test
  void aRemovalAboveItsAuthorsOwnCutIsVoidAndItsVictimStays() {
    Entry bert = dag.add(ANNA, BERT, ADMIN, genesis);
    Entry carl = dag.add(ANNA, CARL, ADMIN, bert);
    dag.remove(BERT, CARL, -1, carl);
    Entry more = dag.update(ANNA, ANNA, MemberChange.NONE.slots(4), carl);
    dag.remove(ANNA, BERT, -1, more);

    Roster roster = dag.roster();
    assertThat(roster.isMember(CARL)).isTrue();
    assertThat(roster.isMember(BERT)).isFalse();
  }

  @Test
  void theLastAdminCanNeitherBeRemovedNorDemoted() {
    Entry bert = dag.add(ANNA, BERT, WORKER, genesis);
    Entry leaving = dag.remove(ANNA, ANNA, bert.seq(), bert);
    dag.update(ANNA, ANNA, MemberChange.NONE.roles(WORKER), leaving);

    assertThat(dag.roster().member(ANNA).orElseThrow().is(Role.ADMIN)).isTrue();
    assertThat(dag.roster().ineffective()).hasSize(2);
  }

  @Test
  void twoAdminsWhoLeaveAtOnceDoNotLeaveTheFleetWithoutOne() {
    Entry bert = dag.add(ANNA, BERT, ADMIN, genesis);
    dag.remove(ANNA, ANNA, bert.seq(), bert);
    dag.remove(BERT, BERT, -1, bert);

    assertThat(dag.roster().withRole(Role.ADMIN)).hasSize(1);
  }

  @Test
  void aRemovedMemberCanBeAddedAgainAndOnlyItsLostEntriesStayLost() {
    Entry bert = dag.add(ANNA, BERT, ADMIN, genesis);
    Entry lost = dag.add(BERT, CARL, WORKER, bert);
    Entry removed = dag.remove(ANNA, BERT, -1, bert);
    Entry again = dag.add(ANNA, BERT, ADMIN, removed);
    dag.add(BERT, DORA, WORKER, again, lost);

    Roster roster = dag.roster();
    assertThat(roster.isMember(BERT)).isTrue();
    assertThat(roster.isMember(CARL)).isFalse();
    assertThat(roster.isMember(DORA)).isTrue();
  }

  @Test
  void anAdditionThatDidNotKnowOfTheRemovalDoesNotUndoIt() {
    Entry bert = dag.add(ANNA, BERT, ADMIN, genesis);
    Entry carl = dag.add(ANNA, CARL, WORKER, bert);
    dag.remove(ANNA, CARL, -1, carl);
    Entry busy = dag.update(BERT, BERT, MemberChange.NONE.slots(5), bert);
    Entry busier = dag.update(BERT, BERT, MemberChange.NONE.slots(6), busy);
    dag.add(BERT, CARL, ADMIN, busier);

    assertThat(dag.roster().isMember(CARL)).isFalse();
  }

  @Test
  void malformedBodiesHaveNoEffectAndAreReported() {
    Entry bert = dag.add(ANNA, BERT, WORKER, genesis);
    Ipld.Map good = MemberBody.write(MemberDag.member(CARL, "carl", WORKER));
    Entry noPeer = dag.write(ANNA, "member.added", Ipld.map().put("name", "x").build(), bert);
    Entry badRole =
        dag.write(ANNA, "member.added", with(good, "roles", Ipld.texts(Set.of("king"))), noPeer);
    Entry badSlots =
        dag.write(ANNA, "member.added", with(good, "slots", new Ipld.Int(-1)), badRole);
    Entry foreign =
        dag.write(
            ANNA,
            "member.added",
            with(good, "addresses", Ipld.texts(Set.of("/ip4/192.0.2.1/tcp/1/p2p/" + DORA))),
            badSlots);
    Entry noSeq =
        dag.write(ANNA, "member.removed", Ipld.map().put("peer", BERT.bytes()).build(), foreign);
    Entry joined = dag.write(BERT, "member.joined", good, noSeq);

    Roster roster = dag.roster();
    assertThat(roster.members()).extracting(Member::peer).containsExactlyInAnyOrder(ANNA, BERT);
    assertThat(roster.whyIneffective(noPeer.cid()).orElseThrow()).contains("'peer'");
    assertThat(roster.whyIneffective(badRole.cid()).orElseThrow()).contains("king");
    assertThat(roster.whyIneffective(badSlots.cid()).orElseThrow()).contains("slots");
    assertThat(roster.whyIneffective(foreign.cid()).orElseThrow()).contains("another peer");
    assertThat(roster.whyIneffective(noSeq.cid()).orElseThrow()).contains("lastSeq");
    assertThat(roster.whyIneffective(joined.cid()).orElseThrow()).contains("'invite'");
  }

  private static Ipld.Map with(Ipld.Map map, String key, Ipld value) {
    var builder = Ipld.map();
    map.fields().forEach((k, v) -> builder.put(k, k.equals(key) ? value : v));
    return builder.build();
  }
}
