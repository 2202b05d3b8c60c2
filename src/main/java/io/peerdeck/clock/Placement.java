package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.util.Set;

/// What the graph says to an entry.
sealed interface Placement {
  /// It has its place now.
  record Placed(DagNode node) implements Placement {}

  /// It is held already.
  record Duplicate() implements Placement {}

  /// Ancestors are not held yet.
  record Missing(Set<Cid> ancestors) implements Placement {}

  /// It breaks a rule, now and for ever.
  record Refused(String reason) implements Placement {}
}
