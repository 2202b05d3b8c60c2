package io.peerdeck.fleet;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What this node does to stay connected and in step with one peer.
final class MemberLink {
  private final PeerId peer;
  private final Exclusion exclusion;
  private final MemberReach reach;
  private final MemberSync sync;
  private final MemberPing ping;

  MemberLink(PeerId peer, LinkSurroundings around) {
    this.peer = peer;
    this.exclusion = around.exclusion();
    this.reach = new MemberReach(peer, around);
    this.sync = new MemberSync(peer, around);
    this.ping = new MemberPing(peer, around);
  }

  PeerId peer() {
    return peer;
  }

  /// The last measured round trip; empty before the first and after a lost one.
  Optional<Duration> rtt() {
    return ping.rtt();
  }

  /// The share of the last pings that got no answer; empty before the first.
  OptionalDouble loss() {
    return ping.loss();
  }

  /// The last pings, oldest first.
  List<PingLog.Reading> pings() {
    return ping.readings();
  }

  /// Why the last attempt to reach or sync failed; empty after one that succeeded.
  Optional<String> failure() {
    return reach.failure().or(sync::failure);
  }

  /// How long until it is tried to be reached again, while there is no link.
  Duration untilNextAttempt() {
    return reach.untilNext();
  }

  /// Whether the peer was synced with, found to have nothing new, or found unreachable.
  boolean contacted() {
    return reach.tried() || sync.tried();
  }

  /// Whether what it has is being fetched for the first time, or about to be.
  boolean fetching() {
    return !contacted() && sync.fetching();
  }

  /// Whether its entries were fetched at least once.
  boolean reached() {
    return sync.reached();
  }

  /// Takes over the peer's addresses; new ones are tried at once.
  ///
  /// @param sponsor whether it is asked to let this node in
  void addresses(List<Multiaddr> now, boolean sponsor) {
    reach.addresses(now, sponsor);
  }

  /// See [MemberReach#atOnce()].
  void reachNow() {
    reach.atOnce();
  }

  /// See [MemberReach#soon()].
  void reachSoon() {
    reach.soon();
  }

  /// See [MemberReach#doubt()].
  void doubt() {
    reach.doubt();
  }

  /// The peer dialled us.
  void dialledUs() {
    reach.dialledUs();
  }

  /// The live stream is up and the peer greeted us.
  ///
  /// @param hasClock whether it follows the fleet already
  void greeted(boolean hasClock) {
    reach.greeted();
    ping.greeted();
    sync.greeted(hasClock);
  }

  /// The live stream is down; the first redial comes soon.
  void down() {
    reach.down();
    ping.down();
    sync.down();
  }

  /// The peer told its heads over the live stream, where what it tells last is what it has.
  void told(List<Cid> heads) {
    sync.told(heads);
  }

  /// The peer announced its heads, there or elsewhere.
  ///
  /// @param none whether it has no entries at all
  /// @param lacking whether this node lacks some of them
  void heads(boolean none, boolean lacking) {
    sync.heads(none, lacking);
  }

  /// The peer greeted us with what makes it no peer of ours; false if that is known.
  boolean refused(String reason) {
    return reach.refused(reason);
  }

  /// Starts whatever is due.
  void step(long now) {
    if (exclusion.excludes(peer)) {
      reach.keptAway();
    } else {
      reach.step(now);
      sync.step(now);
      ping.step(now);
    }
  }

  /// Syncs now, on the caller's thread.
  void sync() {
    sync.sync();
  }
}
