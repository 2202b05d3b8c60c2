package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;

/// What the fold of a run must know beyond the run's own entries. All answers depend on held
/// entries only, never on time or arrival.
public interface RunHistory {
  /// Whether the entry counts: allowed by its author's role, not frozen, not after a removal. May
  /// change when a proof or a removal arrives.
  boolean hasEffect(Entry entry);

  /// Whether the author's role in the entry's causal past allows the kind. Never changes.
  boolean isAllowed(Entry entry);

  /// Whether the first is in the causal past of the second.
  boolean happenedBefore(Entry earlier, Entry later);

  /// A held entry. Only of one that is named in another's causal past is the answer the same
  /// everywhere.
  Optional<Entry> entry(Cid cid);

  /// Members in the causal past of the head that are workers, do not drain and carry the labels.
  List<PeerId> eligible(Entry head, List<String> runsOn);
}
