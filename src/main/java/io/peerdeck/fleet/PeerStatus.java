package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/// A member as a person wants to see it.
///
/// @param reason why it is in this state, in a sentence
/// @param rtt the last measured round trip
/// @param lastSeen when it was last heard from since this node started
/// @param running jobs that run on it now, by its last heartbeat
/// @param free jobs it would take besides
/// @param trusted whether this node runs jobs it submits
/// @param self whether it is this node
/// @param loss the share of the last pings that got no answer, 0 to 1; empty before the first
/// @param repute how far it can be relied on
/// @param blocked whether the operator shut it out
/// @param source how this node came to know it
public record PeerStatus(
    PeerId peer,
    String name,
    List<Multiaddr> addresses,
    Set<Role> roles,
    Set<String> labels,
    int slots,
    boolean drain,
    State state,
    String reason,
    Optional<Duration> rtt,
    Optional<Instant> lastSeen,
    int running,
    int free,
    boolean trusted,
    boolean self,
    OptionalDouble loss,
    Repute repute,
    boolean blocked,
    String source) {
  /// How a member is.
  public enum State {
    /// Connected, and heard from as often as usual; or, without a connection to this node, heard
    /// through other members.
    ONLINE,
    /// Connected, but silent for longer than its heartbeats so far explain; about 3 s.
    SUSPECT,
    /// Not connected to this node, or silent for 8 s, and not heard through others either.
    OFFLINE,
    /// On its way into the fleet: this node itself before it is added, or its sponsor, or a member
    /// never heard from.
    JOINING,
    /// Kept away from this node, by its operator or for its conduct.
    BLOCKED,
    /// It wrote two different histories; what it writes has no effect.
    FROZEN;

    /// The name in views: lower case.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
