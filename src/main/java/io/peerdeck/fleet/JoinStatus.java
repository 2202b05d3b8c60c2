package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;

/// How far a node has come that asked to be let into a fleet.
///
/// @param sponsor the member it asked
/// @param sentence the same for people
public record JoinStatus(PeerId sponsor, State state, String sentence) {
  /// The steps, in order.
  public enum State {
    /// The sponsor cannot be reached yet.
    DIALING,
    /// The sponsor is reached, and has not added this node yet.
    WAITING,
    /// This node was let in and fetches the fleet's clock.
    SYNCING,
    /// This node is a member.
    JOINED
  }
}
