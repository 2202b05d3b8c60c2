package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RosterOrderTest {
  /// Random members do random things to each other, each knowing some of what happened.
  private static MemberDag history(Random random) {
    MemberDag dag = new MemberDag();
    List<Entry> entries = new ArrayList<>();
    entries.add(dag.found(MemberDag.peer(0)));
    int length = 3 + random.nextInt(14);
    for (int i = 0; i < length; i++) {
      PeerId author = MemberDag.peer(random.nextInt(4));
      PeerId other = MemberDag.peer(random.nextInt(5));
      List<Entry> known = new ArrayList<>();
      entries.stream()
          .filter(entry -> entry.author().equals(author))
          .reduce((a, b) -> b)
          .ifPresent(known::add);
      known.add(entries.get(Math.max(0, entries.size() - 1 - random.nextInt(5))));
      Entry[] before = known.stream().distinct().toArray(Entry[]::new);
      Set<Role> roles =
          random.nextBoolean() ? Set.of(Role.ADMIN, Role.WORKER) : Set.of(Role.OPERATOR);
      entries.add(
          switch (random.nextInt(4)) {
            case 0, 1 -> dag.add(author, other, roles, before);
            case 2 -> dag.update(author, other, MemberChange.NONE.roles(roles), before);
            default -> dag.remove(author, other, random.nextInt(3) - 1, before);
          });
    }
    return dag;
  }

  @Property(tries = 150)
  void orderOfArrivalDoesNotChangeTheRoster(@ForAll long seed) {
    Random random = new Random(seed);
    MemberDag dag = history(random);
    List<Entry> shuffled = new ArrayList<>(dag.entries());
    Collections.shuffle(shuffled, random);

    assertThat(dag.foldAfresh(shuffled)).isEqualTo(dag.roster());
  }

  @Property(tries = 150)
  void oneEntryAfterTheOtherMakesTheSameRosterAsAllAtOnce(@ForAll long seed) {
    MemberDag dag = history(new Random(seed));

    assertThat(dag.foldOneByOne()).isEqualTo(dag.roster());
  }

  @Property(tries = 150)
  void aFleetNeverLosesItsLastAdmin(@ForAll long seed) {
    assertThat(history(new Random(seed)).roster().withRole(Role.ADMIN)).isNotEmpty();
  }

  /// Seed 29 removes the founder with a `lastSeq` below the genesis.
  @Example
  void aRemovalBelowTheGenesisCutsOffOnlyWhatFollowsIt() {
    whatARemovalCutsOffHasNoEffect(29);
  }

  @Property(tries = 150)
  void whatARemovalCutsOffHasNoEffect(@ForAll long seed) {
    MemberDag dag = history(new Random(seed));
    Roster roster = dag.roster();

    for (Entry entry : dag.entries()) {
      if (roster.whyIneffective(entry.cid()).isEmpty()) {
        List<Removal> others =
            roster.removals().stream().filter(r -> !r.entry().equals(entry.cid())).toList();
        assertThat(Removal.cutting(entry, others, dag.past(entry)::knows))
            .as(entry.toString())
            .isEmpty();
      }
    }
  }
}
