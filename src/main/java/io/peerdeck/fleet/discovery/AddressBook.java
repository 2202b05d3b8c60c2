package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.List;

/// Where to dial peers, as whoever keeps connections asks it. Answers from memory, from any thread.
public interface AddressBook {
  /// A book with nothing in it.
  AddressBook NONE = peer -> List.of();

  /// Where the peer can be dialled, the most promising address first, each ending in `/p2p/` and
  /// its id; empty when nothing is known. At most 32.
  List<Multiaddr> addressesOf(PeerId peer);

  /// The peer answered and proved who it is.
  ///
  /// @param address the one dialled, with or without `/p2p/…`
  default void reached(PeerId peer, Multiaddr address) {}

  /// The peer could not be reached at any of these addresses.
  default void unreachable(PeerId peer, List<Multiaddr> addresses) {}
}
