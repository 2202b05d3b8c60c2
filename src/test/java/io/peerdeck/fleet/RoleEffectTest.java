package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The table of DESIGN §3 against real clocks: a member with one role writes an entry of each kind,
/// well formed, and another member says whether it has effect.
class RoleEffectTest {
  private static final Set<Role> EVERYONE = EnumSet.allOf(Role.class);
  private static final Set<Role> ADMIN = EnumSet.of(Role.ADMIN);
  private static final Set<Role> OPERATOR = EnumSet.of(Role.OPERATOR);
  private static final Set<Role> WORKER = EnumSet.of(Role.WORKER);
  private static final PeerId VICTIM = MemberDag.peer(20);
  private static final PeerId GUEST = MemberDag.peer(21);
  private static final PeerId ADDED = MemberDag.peer(22);

  @TempDir Path folder;

  private record Case(String kind, String key, Ipld.Map body, Set<Role> allowed) {}

  @ParameterizedTest
  @EnumSource(Role.class)
  void anEntryHasEffectWhereItsAuthorsRoleAllowsItsKind(Role role) {
    try (ClockOnDisk anna = new ClockOnDisk(1, folder);
        ClockOnDisk bert = new ClockOnDisk(2, folder)) {
      anna.fleet.found("test", MemberChange.NONE.name("anna"));
      anna.fleet.addMember(bert.id(), List.of(), Optional.empty(), Set.of(role));
      anna.fleet.addMember(VICTIM, List.of(), Optional.empty(), WORKER);
      Invite invite = invite(anna);
      Invite spare = invite(anna);
      bert.pull(anna);

      Map<String, Boolean> expected = new TreeMap<>();
      Map<String, Boolean> seen = new TreeMap<>();
      for (Case one : cases(anna, bert, invite, spare)) {
        Entry entry = bert.clock.append(one.kind(), one.key(), one.body()).join();
        anna.pull(bert);
        String name = one.kind() + " " + one.body().keys();
        expected.put(name, one.allowed().contains(role));
        seen.put(name, anna.effect.hasEffect(entry));
        assertThat(anna.clock.has(entry.cid())).as("stored and served all the same").isTrue();
        assertThat(bert.effect.hasEffect(entry)).isEqualTo(seen.get(name));
      }
      assertThat(seen).isEqualTo(expected);
    }
  }

  private static List<Case> cases(ClockOnDisk anna, ClockOnDisk bert, Invite invite, Invite spare) {
    Cid invited = anna.fleet.invitation(invite).orElseThrow().entry();
    Cid spared = anna.fleet.invitation(spare).orElseThrow().entry();
    byte[] nonce = new byte[JoinBody.NONCE];
    byte[] proof = JoinBody.proof(invite.key(), invite.fleet(), GUEST, bert.id(), nonce);
    Ipld.Map none = Ipld.map().build();
    return List.of(
        new Case("fleet.created", "fleet", Ipld.map().put("name", "x").build(), Set.of()),
        member(
            "invite.created",
            InviteBody.write(WORKER, Long.MAX_VALUE, 1, invite.key().publicKey()),
            ADMIN),
        member("invite.revoked", InviteBody.revocation(spared), ADMIN),
        member("member.added", MemberBody.write(MemberDag.member(ADDED, "dora", WORKER)), ADMIN),
        member(
            "member.joined",
            JoinBody.write(invited, GUEST, "guest", List.of(), nonce, proof),
            EVERYONE),
        member(
            "member.updated",
            MemberBody.write(bert.id(), MemberChange.NONE.labels(Set.of("gpu"))),
            EVERYONE),
        member(
            "member.updated",
            MemberBody.write(bert.id(), MemberChange.NONE.slots(3).drain(true)),
            EVERYONE),
        member("member.updated", MemberBody.write(VICTIM, MemberChange.NONE.name("other")), ADMIN),
        member(
            "member.updated", MemberBody.write(VICTIM, MemberChange.NONE.roles(OPERATOR)), ADMIN),
        member(
            "member.removed",
            Ipld.map().put("peer", VICTIM.bytes()).put("lastSeq", -1).build(),
            ADMIN),
        new Case("run.submitted", "run", none, OPERATOR),
        new Case("run.held", "r", none, OPERATOR),
        new Case("run.released", "r", none, OPERATOR),
        new Case("run.prioritised", "r", none, OPERATOR),
        new Case("run.cancelled", "r", none, OPERATOR),
        new Case("run.adopted", "r", none, OPERATOR),
        new Case("job.assigned", "r", none, OPERATOR),
        new Case("job.offered", "r", none, EVERYONE),
        new Case("job.sealed", "r", none, EVERYONE),
        new Case("job.claimed", "r", none, WORKER),
        new Case("job.declined", "r", none, WORKER),
        new Case("job.finished", "r", none, WORKER),
        new Case("job.invented", "r", none, Set.of()));
  }

  private static Case member(String kind, Ipld.Map body, Set<Role> allowed) {
    return new Case(kind, Membership.MEMBER_KEY, body, allowed);
  }

  private static Invite invite(ClockOnDisk anna) {
    return anna.fleet.invite(
        WORKER,
        Instant.now().plusSeconds(600),
        1,
        List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001/p2p/" + anna.id())),
        new SecureRandom());
  }
}
