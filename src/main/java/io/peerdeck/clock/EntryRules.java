package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.util.List;
import java.util.Optional;

/// The rules an entry must keep towards its fleet and its ancestors. Pure: admission and
/// verification ask the same.
final class EntryRules {
  private EntryRules() {}

  /// The broken rule about the fleet, if any.
  static Optional<String> fleetFault(Entry entry, Cid fleet) {
    Cid claimed = entry.fleet().orElse(entry.cid());
    if (claimed.equals(fleet)) {
      return Optional.empty();
    }
    return Optional.of(
        entry.fleet().isEmpty()
            ? "it is the genesis of another fleet than " + fleet
            : "it belongs to fleet " + claimed + ", this folder follows " + fleet);
  }

  /// The broken rule about `prev`, if any.
  ///
  /// @param chain the branch that `prev` is on
  static Optional<String> prevFault(Entry entry, DagNode prev, Branch chain) {
    if (!chain.author().equals(entry.author())) {
      return Optional.of("its prev is an entry of " + chain.author());
    }
    if (prev.seq() != entry.seq() - 1) {
      return Optional.of("hole in seq: it is " + entry.seq() + ", its prev " + prev.seq());
    }
    return Optional.empty();
  }

  /// The broken rule about logical time, if any.
  ///
  /// @param ancestors `prev` and all parents
  static Optional<String> timeFault(Entry entry, List<DagNode> ancestors) {
    long expected = 1 + ancestors.stream().mapToLong(DagNode::lc).max().orElse(-1);
    return entry.lc() == expected
        ? Optional.empty()
        : Optional.of("its lc is " + entry.lc() + ", must be " + expected);
  }
}
