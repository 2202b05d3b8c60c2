package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.multiformats.Signatures;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets peers in by invitation: what the fold will judge, judged before anything is written, one
/// peer at a time, so that no invitation of one use lets two in here.
final class Doorkeeper {
  private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);

  private final MerkleClock<Roster> clock;
  private final Fleet fleet;
  private final InstantSource wall;

  Doorkeeper(MerkleClock<Roster> clock, Fleet fleet, InstantSource wall) {
    this.clock = clock;
    this.fleet = fleet;
    this.wall = wall;
  }

  /// Why this node cannot let anybody in; empty if it can.
  Optional<JoinRefusal> closed() {
    if (!clock.currentView().isMember(clock.self())) {
      return Optional.of(JoinRefusal.forNow("this node is no member of a fleet itself"));
    }
    return clock.frozenFrom(clock.self()).isPresent()
        ? Optional.of(JoinRefusal.forNow("what this node writes has no effect any more"))
        : Optional.empty();
  }

  /// Writes `member.joined` if the proof and the invitation allow it. Durable on return.
  ///
  /// @param key public key of the invitation's secret
  /// @param nonce what this node gave the peer to sign
  /// @param onFault called when the peer does not know the secret it claims
  /// @return why the peer was not let in; empty if it is a member now
  synchronized Optional<JoinRefusal> admit(
      byte[] key,
      PeerId peer,
      String name,
      List<Multiaddr> addresses,
      byte[] nonce,
      byte[] proof,
      Runnable onFault) {
    Roster roster = clock.currentView();
    if (roster.isMember(peer)) {
      return Optional.empty();
    }
    Optional<Invitation> found = roster.invitationOf(key);
    boolean proven =
        found.isPresent()
            && Signatures.verify(
                key,
                JoinBody.message(clock.fleet().orElseThrow(), peer, clock.self(), nonce),
                proof);
    if (!proven) {
      onFault.run();
      return Optional.of(
          JoinRefusal.forNow(
              found.isPresent()
                  ? "the proof was not made with the invitation's secret"
                  : "the invitation is not known here"));
    }
    Invitation invite = found.get();
    Optional<JoinRefusal> refusal =
        invite
            .closed(wall.millis())
            .or(() -> JoinBody.removedSince(invite, peer, roster.removals()))
            .map(JoinRefusal::forGood);
    return refusal.isPresent()
        ? refusal
        : write(JoinBody.write(invite.entry(), peer, name, addresses, nonce, proof), peer);
  }

  private Optional<JoinRefusal> write(Ipld.Map body, PeerId peer) {
    try {
      MemberBody.check(body);
      fleet.write(RoleTable.MEMBER_JOINED, body);
    } catch (MultiformatException wrong) {
      return Optional.of(JoinRefusal.forGood(String.valueOf(wrong.getMessage())));
    } catch (PeerdeckException failed) {
      LOG.warn("{} could not be let in: {}", peer, failed.getMessage());
      return Optional.of(JoinRefusal.forNow("this node cannot write now"));
    }
    if (!clock.currentView().isMember(peer)) {
      return Optional.of(JoinRefusal.forGood("another came by this invitation first"));
    }
    LOG.info("{} came in by invitation", peer);
    return Optional.empty();
  }
}
