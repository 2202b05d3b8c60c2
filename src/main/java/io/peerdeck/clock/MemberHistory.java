package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Who was a member when, and who wrote two histories.
final class MemberHistory<V> {
  private final Ledger<V> ledger;
  private final EntryTable table;
  private final Function<Cid, DagNode> nodes;
  private final AtomicReference<@Nullable Current<V>> current = new AtomicReference<>();

  MemberHistory(Ledger<V> ledger, EntryTable table, Function<Cid, DagNode> nodes) {
    this.ledger = ledger;
    this.table = table;
    this.nodes = nodes;
  }

  V before(DagNode node) {
    return ledger.views().fold(node.viewBefore());
  }

  V now() {
    ClockState state = ledger.state();
    Current<V> last = current.get();
    if (last != null && last.rows() == state.rows()) {
      return last.view();
    }
    int[] ids = Views.idsAfter(state.heads());
    Map<PeerId, Long> frozen = state.branches().frozen();
    // What each head's view leaves out already need not be looked for again.
    boolean leftOut =
        state.heads().stream()
            .allMatch(head -> state.branches().frozenIn(head.versions()).equals(frozen));
    V view = leftOut ? ledger.views().fold(ids) : ledger.views().foldWithout(ids, frozen);
    current.set(new Current<>(state.rows(), view));
    return view;
  }

  PastView<V> upTo(EntryPosition last) {
    ClockState state = ledger.state();
    Branches branches = state.branches();
    Map<PeerId, Long> frozen = new HashMap<>();
    for (Fork fork : branches.allForks()) {
      if (branches.isProven(fork) && isUpTo(proof(branches, fork), last)) {
        frozen.merge(branches.get(fork.a()).author(), fork.seq(), Math::min);
      }
    }
    int[] ids = Views.idsAfter(state.heads());
    return new PastView<>(ledger.views().foldUpTo(ids, frozen, last), Map.copyOf(frozen));
  }

  List<Equivocation> equivocations() {
    Branches branches = ledger.state().branches();
    return branches.allForks().stream()
        .filter(branches::isProven)
        .map(fork -> proof(branches, fork))
        .toList();
  }

  private boolean isUpTo(Equivocation proof, EntryPosition last) {
    return Stream.of(proof.first(), proof.second())
        .map(nodes)
        .allMatch(node -> new EntryPosition(node.lc(), node.cid()).compareTo(last) <= 0);
  }

  private Equivocation proof(Branches branches, Fork fork) {
    Cid first = onChain(fork.a(), fork.seq());
    Cid second = onChain(fork.b(), fork.seq());
    boolean sorted = first.compareTo(second) < 0;
    PeerId author = branches.get(fork.a()).author();
    return new Equivocation(author, fork.seq(), sorted ? first : second, sorted ? second : first);
  }

  private Cid onChain(int branch, long seq) {
    return table
        .nodeOnChain(branch, seq)
        .orElseThrow(() -> new ClockException("branch " + branch + " has no entry " + seq))
        .cid();
  }

  private record Current<V>(long rows, V view) {}
}
