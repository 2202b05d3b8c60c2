package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.util.List;

/// What the clock is told about membership, so that it need not read kinds itself.
///
/// Pure functions: the same entries give the same view on every peer. Called under the clock's lock, so never back into it.
///
/// @param <V> an immutable view of the members
public interface MembershipRule<V> {
  /// Whether an entry can change the view. Depends on the entry alone.
  boolean relevant(Entry entry);

  /// The view after these entries.
  ///
  /// @param relevantInOrder the relevant entries of some causal past in the total order; those an
  ///     author wrote from its equivocation on are already left out; empty before the genesis
  V fold(List<Entry> relevantInOrder);

  /// Whether an author may write entries whose causal past has this view.
  boolean isMember(V view, PeerId author);
}
