package io.peerdeck.node;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Fleet;
import io.peerdeck.fleet.MemberChange;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the fleet where this node can be dialled, when it moved to another network.
final class OwnAddresses {
  private static final Logger LOG = LoggerFactory.getLogger(OwnAddresses.class);

  private final Fleet fleet;
  private final MerkleClock<Roster> clock;

  OwnAddresses(Fleet fleet, MerkleClock<Roster> clock) {
    this.fleet = fleet;
    this.clock = clock;
  }

  /// Writes the new addresses, unless there are none or the fleet has them already; a node that is
  /// no member yet tells them when it comes in.
  void moved(List<Multiaddr> addresses) {
    if (addresses.isEmpty() || !clock.currentView().isMember(clock.self())) {
      return;
    }
    try {
      fleet.updateSelf(MemberChange.NONE.addresses(addresses));
    } catch (PeerdeckException refused) {
      LOG.warn("the fleet was not told of the new addresses: {}", refused.getMessage());
    }
  }
}
