package io.peerdeck.node;

import java.util.Map;

/// What a monitor wants to know besides what people are shown: counted since the node started.
///
/// @param jobs how long the jobs took that ended here, by conclusion
/// @param waits how long jobs had waited for a peer when they began here: from the submission, or
///     the end of the last job they need
/// @param claims jobs this node claimed
/// @param declined jobs it declined
/// @param arrivals how old entries of other peers were when they came, by the clocks of both
/// @param deeds what peers did that says how far to rely on them, such as `entry_refused`, `breach`
///     or `lease_lost`, all peers together
public record MeterView(
    Map<String, Distribution> jobs,
    Distribution waits,
    long claims,
    long declined,
    Distribution arrivals,
    Map<String, Long> deeds) {
  public MeterView {
    jobs = Map.copyOf(jobs);
    deeds = Map.copyOf(deeds);
  }
}
