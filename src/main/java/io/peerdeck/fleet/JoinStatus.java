package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.List;

/// How far a node has come that asked to be let into a fleet.
///
/// @param sponsor the member it is about: the one that answered last, else the first asked
/// @param sentence the same for people
/// @param asked the addresses of all members asked
/// @param invited whether it has an invitation
public record JoinStatus(
    PeerId sponsor, State state, String sentence, List<Multiaddr> asked, boolean invited) {
  /// Copies the list.
  public JoinStatus {
    asked = List.copyOf(asked);
  }

  /// The steps, in order.
  public enum State {
    /// No member asked can be reached yet.
    DIALING,
    /// A member is reached, and an operator of the fleet has not said yes yet.
    WAITING,
    /// Every member asked refused for good, or the fleet removed this node.
    REFUSED,
    /// This node was let in and fetches the fleet's clock.
    SYNCING,
    /// This node is a member.
    JOINED
  }
}
