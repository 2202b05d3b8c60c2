package io.peerdeck.fleet;

import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.fleet.discovery.PeerInfo;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.PeerExchange;
import io.peerdeck.libp2p.gossip.RecordExchange;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Peer exchange of gossipsub among the members of a fleet: whoever has no place for one more in
/// its mesh names others with the records they signed themselves, and whoever is named is connected
/// to if it is a member, its record holds and there is room for one more connection.
public final class MemberExchange {
  private MemberExchange() {}

  /// @param found what is known of a peer; answers from memory
  /// @param member whether a peer is one to gossip with; answers from memory
  /// @param route from the address in a record to the one to dial from here
  public static PeerExchange of(
      Host host,
      Function<PeerId, Optional<PeerInfo>> found,
      Predicate<PeerId> member,
      ConnectionRoom room,
      UnaryOperator<Multiaddr> route) {
    return new RecordExchange(
        host,
        peer -> found.apply(peer).flatMap(PeerInfo::signed).map(PeerAnnouncement::recordBytes),
        peer -> member.test(peer) && room.isFree(),
        route);
  }
}
