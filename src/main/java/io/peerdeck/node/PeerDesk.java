package io.peerdeck.node;

import io.peerdeck.fleet.Fleet;
import io.peerdeck.fleet.MemberChange;
import io.peerdeck.fleet.Trust;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Peers as callers see, add, remove, trust and measure them.
final class PeerDesk {
  private static final Duration PING = Duration.ofSeconds(5);

  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final PeerNames names;
  private final PeerViews peerViews;

  PeerDesk(NodeRooms rooms, FleetEntrance entrance, PeerNames names, PeerViews peerViews) {
    this.rooms = rooms;
    this.entrance = entrance;
    this.names = names;
    this.peerViews = peerViews;
  }

  List<PeerView> all() {
    return peerViews.all();
  }

  PeerView add(String multiaddr, Optional<String> name) {
    Multiaddr address;
    try {
      address = Multiaddr.parse(multiaddr);
    } catch (MultiformatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "`" + multiaddr + "` is not a multiaddr: " + e.getMessage() + ".",
          e);
    }
    PeerId peer =
        address
            .peerId()
            .orElseThrow(
                () ->
                    new NodeException(
                        NodeException.Reason.INVALID,
                        "`" + multiaddr + "` names no peer: it must end in /p2p/PEER_ID."));
    entrance.awaitMember();
    Refusals.telling(() -> rooms.fleet.addMember(address, name, Fleet.DEFAULT_ROLES));
    return view(peer);
  }

  void remove(String peerId) {
    PeerId peer = names.resolve(peerId);
    entrance.awaitMember();
    requireMember(peer);
    steer(peer, rooms.fleet::removeMember);
  }

  void trust(String peerId) {
    steer(names.resolve(peerId), rooms.trust::trust);
  }

  void untrust(String peerId) {
    steer(names.resolve(peerId), rooms.trust::untrust);
  }

  void trust(String peerId, TrustView trust) {
    PeerId peer = names.resolve(peerId);
    Trust wanted = trust.toTrust();
    steer(peer, one -> rooms.trust.set(one, wanted));
  }

  PeerView update(String peerId, PeerChange change) {
    PeerId peer = names.resolve(peerId);
    MemberChange wanted =
        new MemberChange(
            change.name(),
            Optional.empty(),
            change.roles().map(FleetDesk::roles),
            change.labels().map(TreeSet::new),
            change.slots(),
            change.drain());
    entrance.awaitMember();
    requireMember(peer);
    Refusals.telling(() -> rooms.fleet.update(peer, wanted));
    return view(peer);
  }

  private void requireMember(PeerId peer) {
    if (rooms.clock.currentView().member(peer).isEmpty()) {
      throw new NodeException(
          NodeException.Reason.NOT_FOUND, peer + " is no member of this node's fleet.");
    }
  }

  /// A peer as it is now.
  PeerView view(PeerId peer) {
    return peerViews.all().stream()
        .filter(view -> view.peer().id().equals(peer.toString()))
        .findFirst()
        .orElseThrow();
  }

  Duration ping(String peerId) {
    PeerId peer = names.resolve(peerId);
    try {
      return rooms.network.require().ping(peer, PING);
    } catch (Libp2pException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          names.name(peer) + " does not answer: " + e.getMessage() + ".",
          e);
    }
  }

  PeerHistory history(String peerId) {
    return rooms.peerMeter.history(names.resolve(peerId));
  }

  void block(String peerId) {
    steer(names.resolve(peerId), rooms.exclusion::block);
  }

  void unblock(String peerId) {
    steer(names.resolve(peerId), rooms.exclusion::unblock);
  }

  private static void steer(PeerId peer, Consumer<PeerId> command) {
    Refusals.telling(
        () -> {
          command.accept(peer);
          return peer;
        });
  }
}
