package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's way into a fleet: the member its operator named, and the fleet that member follows.
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

  private final Host host;
  private final MerkleClock<Roster> clock;
  private final MembersGate gate;
  private volatile @Nullable Multiaddr sponsor;

  Joining(Host host, MerkleClock<Roster> clock, MembersGate gate) {
    this.host = host;
    this.clock = clock;
    this.gate = gate;
  }

  /// Takes the address as the sponsor's, unless this node is in its fleet already.
  void ask(Multiaddr address) {
    PeerId peer =
        address
            .peerId()
            .orElseThrow(
                () -> new FleetException(address + " names no peer; it must end in /p2p/PEER_ID"));
    if (peer.equals(host.peerId())) {
      throw new FleetException(address + " is this node itself; join another member");
    }
    Roster roster = clock.currentView();
    if (roster.isMember(host.peerId())) {
      if (!roster.isMember(peer) && roster.removal(peer).isEmpty()) {
        throw new FleetException(
            "this folder belongs to the fleet '%s' already; to join that of %s use another folder"
                .formatted(roster.fleetName(), peer));
      }
      return;
    }
    gate.sponsor(peer);
    sponsor = address;
  }

  /// The sponsor's address while this node is not in the fleet; once it is, only the roster counts.
  Optional<Multiaddr> sponsor(Roster roster) {
    if (roster.isMember(host.peerId())) {
      gate.settle();
      return Optional.empty();
    }
    return Optional.ofNullable(sponsor);
  }

  /// Follows the fleet of the sponsor, of nobody else, and only if this node follows none yet.
  synchronized void adoptFrom(PeerId peer, Cid genesis) {
    Multiaddr asked = sponsor;
    if (asked != null && asked.peerId().equals(Optional.of(peer)) && clock.fleet().isEmpty()) {
      clock.adoptFleet(genesis);
      LOG.info("following the fleet {} of {}", genesis, peer);
    }
  }

  /// @param linked whether a live stream with a peer is up
  /// @param failure why a peer could not be reached
  Optional<JoinStatus> status(
      Predicate<PeerId> linked, Function<PeerId, Optional<String>> failure) {
    Multiaddr address = sponsor;
    if (address == null) {
      return Optional.empty();
    }
    PeerId peer = address.peerId().orElseThrow();
    if (clock.currentView().isMember(host.peerId())) {
      return Optional.of(
          new JoinStatus(peer, JoinStatus.State.JOINED, "member of the fleet of " + peer));
    }
    if (clock.fleet().isPresent() && linked.test(peer)) {
      return Optional.of(
          new JoinStatus(peer, JoinStatus.State.SYNCING, "fetching the fleet's clock"));
    }
    if (!host.connections(peer).isEmpty()) {
      return Optional.of(
          new JoinStatus(peer, JoinStatus.State.WAITING, "waiting to be added by " + peer));
    }
    String why = failure.apply(peer).map(reason -> ": " + reason).orElse("");
    return Optional.of(
        new JoinStatus(peer, JoinStatus.State.DIALING, "cannot reach " + address + why));
  }
}
