package io.peerdeck.node;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.fleet.Deed;
import io.peerdeck.fleet.Roster;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.FleetShare;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.github.SharedSource;
import io.peerdeck.github.share.AnswerServer;
import io.peerdeck.github.share.MembersShare;
import io.peerdeck.github.share.ShareLimits;
import io.peerdeck.github.share.ShareSurroundings;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Between this node's cache of GitHub's answers and the other members: the cache asks [#share()],
/// members are given what the cache that was named by [#gives(SharedSource)] has for them.
final class GitHubSharing {
  private volatile FleetShare share = FleetShare.ALONE;
  private volatile SharedSource source = SharedSource.NONE;

  /// The other members, as they can be asked now.
  FleetShare share() {
    return share;
  }

  /// Names the cache whose answers other members get.
  void gives(SharedSource cache) {
    source = cache;
  }

  /// Asks and answers over a host from now on, until what is returned is closed.
  ///
  /// @param inReach members with an open connection
  AutoCloseable start(
      Host host,
      KeyPair key,
      Gossipsub gossip,
      MerkleClock<Roster> clock,
      Supplier<Set<PeerId>> inReach,
      Conduct conduct,
      NodeTime time) {
    ShareLimits limits = ShareLimits.standard();
    Lifetime open = new Lifetime();
    MembersShare members =
        open.add(
            new MembersShare(
                new ShareSurroundings(
                    key.peerId(),
                    clock::fleet,
                    peer -> clock.currentView().isMember(peer),
                    inReach,
                    host::newStream,
                    gossip,
                    (peer, what) -> conduct.note(peer, Deed.BREACH, what),
                    limits,
                    time.wall(),
                    time.nanos())));
    host.handle(
        conduct.watching(
            new AnswerServer(key, new Named(), members::question, limits, time.nanos())));
    open.add(clock.subscribe(entries -> members.follow()));
    share = members.start();
    open.add(() -> share = FleetShare.ALONE);
    return open;
  }

  /// The cache that was named, whichever it is by then.
  private final class Named implements SharedSource {
    @Override
    public Optional<SharedAnswer> shared(ApiRead read, Duration freshFor) {
      return source.shared(read, freshFor);
    }

    @Override
    public Optional<SharedAnswer> forFleet(ApiRead read, Duration freshFor, Duration deadline) {
      return source.forFleet(read, freshFor, deadline);
    }
  }
}
