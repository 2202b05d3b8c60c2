package io.peerdeck.clock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what a second entry at a taken sequence number contradicts.
///
/// It is compared with the entries at its own place only: with the branch it leaves and with others
/// that left there too. Two branches that parted earlier contradict each other through those.
final class Forks {
  private final Dag<?> dag;
  private final Branches branches;

  Forks(Dag<?> dag, Branches branches) {
    this.dag = dag;
    this.branches = branches;
  }

  List<Fork> openedBy(Entry entry, @Nullable DagNode prev, int branchId) {
    List<Fork> forks = new ArrayList<>();
    int parent = prev == null ? -1 : prev.branch();
    for (Branch other : branches.of(entry.author())) {
      boolean left = other.id() == parent;
      boolean sibling = other.parent() == parent && other.start() == entry.seq();
      if (left || sibling) {
        DagNode rival =
            dag.nodeOnChain(other.id(), entry.seq())
                .orElseThrow(
                    () ->
                        new ClockException(
                            "branch " + other.id() + " has no entry " + entry.seq()));
        // Signed twice, the same statement is no lie; but what follows the two copies is.
        boolean same =
            Arrays.equals(
                EntryCodec.unsigned(dag.entryOf(rival.row())), EntryCodec.unsigned(entry));
        forks.add(new Fork(other.id(), branchId, same ? entry.seq() + 1 : entry.seq()));
      }
    }
    return forks;
  }
}
