package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the clock is told about membership, so that it need not read kinds itself.
///
/// Pure functions: the same entries give the same view on every peer. Called under the clock's
/// lock, so never back into it.
///
/// @param <V> an immutable view of the members
public interface MembershipRule<V> {
  /// Whether an entry can change the view. Depends on the entry alone.
  boolean relevant(Entry entry);

  /// The view after these entries.
  ///
  /// @param relevantInOrder the relevant entries of some causal past in the total order; those an
  ///     author wrote from its equivocation on are already left out; empty before the genesis
  /// @param past the view of the causal past of one of these entries, as [MerkleClock#viewAt] gives
  ///     it: what its author was allowed when writing it (DESIGN §3) cannot be told from the order
  ///     alone. Asked at most once per entry and process, in order; safe to call under the clock's
  ///     lock
  V fold(List<Entry> relevantInOrder, Function<Entry, V> past);

  /// The view after one more relevant entry, which is later in the total order than all that
  /// `before` is of; empty if it changes what earlier ones mean, so that all have to be folded
  /// anew.
  ///
  /// @param before what [#fold] makes of the earlier entries
  /// @param past as of [#fold]
  default Optional<V> then(V before, Entry last, Function<Entry, V> past) {
    return Optional.empty();
  }

  /// Whether an author may write entries whose causal past has this view.
  boolean isMember(V view, PeerId author);
}
