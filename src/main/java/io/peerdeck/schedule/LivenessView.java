package io.peerdeck.schedule;

import io.peerdeck.fleet.Heartbeat;
import io.peerdeck.fleet.Liveness;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.OptionalLong;
import java.util.function.Predicate;

/// Who is alive, as far as this peer hears.
public interface LivenessView {
  /// Whether the peer was heard of lately; this peer always is.
  boolean alive(PeerId peer);

  /// When the claimant last named the claim in a heartbeat, on this machine's monotonic clock;
  /// empty if it never did.
  OptionalLong lastHeartbeatNanos(PeerId claimant, Cid claim);

  /// Whether the peer said it has a free slot; true if it has not said.
  boolean hasFreeSlot(PeerId peer);

  /// The view of the fleet's heartbeats.
  ///
  /// @param frozen who is not to be waited for although it is heard: its claims have no effect
  static LivenessView of(Liveness liveness, Predicate<PeerId> frozen) {
    return new LivenessView() {
      @Override
      public boolean alive(PeerId peer) {
        return liveness.alive(peer) && !frozen.test(peer);
      }

      @Override
      public OptionalLong lastHeartbeatNanos(PeerId claimant, Cid claim) {
        return liveness.lastHeartbeatNanos(claimant, claim);
      }

      @Override
      public boolean hasFreeSlot(PeerId peer) {
        return liveness.lastHeartbeat(peer).map(Heartbeat::free).map(n -> n > 0).orElse(true);
      }
    };
  }
}
