package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.PeerId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of DESIGN §3, row by row, against every role.
class RoleMatrixTest {
  private static final Set<Role> EVERYONE = EnumSet.allOf(Role.class);
  private static final Map<String, Set<Role>> TABLE =
      Map.ofEntries(
          Map.entry("fleet.created", Set.of()),
          Map.entry("invite.created", Set.of(Role.ADMIN)),
          Map.entry("invite.revoked", Set.of(Role.ADMIN)),
          Map.entry("member.added", Set.of(Role.ADMIN)),
          Map.entry("member.removed", Set.of(Role.ADMIN)),
          Map.entry("member.joined", EVERYONE),
          Map.entry("member.updated", EVERYONE),
          Map.entry("run.submitted", Set.of(Role.OPERATOR)),
          Map.entry("run.held", Set.of(Role.OPERATOR)),
          Map.entry("run.released", Set.of(Role.OPERATOR)),
          Map.entry("run.prioritised", Set.of(Role.OPERATOR)),
          Map.entry("run.cancelled", Set.of(Role.OPERATOR)),
          Map.entry("run.adopted", Set.of(Role.OPERATOR)),
          Map.entry("job.assigned", Set.of(Role.OPERATOR)),
          Map.entry("job.offered", EVERYONE),
          Map.entry("job.sealed", EVERYONE),
          Map.entry("job.claimed", Set.of(Role.WORKER)),
          Map.entry("job.declined", Set.of(Role.WORKER)),
          Map.entry("job.finished", Set.of(Role.WORKER)),
          Map.entry("job.invented", Set.of()),
          Map.entry("", Set.of()));

  static Stream<Arguments> rolesAndKinds() {
    return TABLE.keySet().stream()
        .sorted()
        .flatMap(kind -> Stream.of(Role.values()).map(role -> Arguments.of(kind, role)));
  }

  @ParameterizedTest
  @MethodSource("rolesAndKinds")
  void aRoleMayWriteWhatTheTableSays(String kind, Role role) {
    MemberDag dag = new MemberDag();
    PeerId founder = MemberDag.peer(1);
    PeerId peer = MemberDag.peer(2);
    Entry genesis = dag.found(founder);
    dag.add(founder, peer, Set.of(role), genesis);

    assertThat(dag.roster().may(peer, kind)).isEqualTo(TABLE.get(kind).contains(role));
  }

  @Test
  void strangersAndRemovedMembersMayWriteNothing() {
    MemberDag dag = new MemberDag();
    PeerId founder = MemberDag.peer(1);
    PeerId removed = MemberDag.peer(2);
    Entry genesis = dag.found(founder);
    Entry added = dag.add(founder, removed, EVERYONE, genesis);
    dag.remove(founder, removed, -1, added);
    Roster roster = dag.roster();

    for (String kind : TABLE.keySet()) {
      for (PeerId peer : List.of(removed, MemberDag.peer(3))) {
        assertThat(roster.may(peer, kind)).as(kind).isFalse();
      }
    }
    assertThat(roster.may(founder, "fleet.created")).isTrue();
  }
}
