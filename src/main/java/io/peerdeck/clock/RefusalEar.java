package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.util.List;

/// Hears whom refused entries are held against. Called on the thread of a sync; must return
/// quickly.
@FunctionalInterface
public interface RefusalEar {
  /// The peer sent entries that break a rule; never empty.
  void refused(PeerId sender, List<Refusal> refusals);
}
