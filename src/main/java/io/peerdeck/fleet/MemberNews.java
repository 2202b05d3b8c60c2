package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes in what members say over their live streams: which fleet they are of, what heads they
/// have, and that their stream came or went; each link is told what concerns it.
final class MemberNews implements LiveProtocol.Ear {
  private static final Logger LOG = LoggerFactory.getLogger(MemberNews.class);

  private final MerkleClock<Roster> clock;
  private final Joining joining;
  private final Conduct conduct;
  private final Function<PeerId, Optional<MemberLink>> links;
  private final Consumer<PeerId> back;
  private final KeeperThread keeper;

  /// @param links the link with a peer, if it is one to keep
  /// @param back told of a member with which there is a live stream again
  MemberNews(
      MerkleClock<Roster> clock,
      Joining joining,
      Conduct conduct,
      Function<PeerId, Optional<MemberLink>> links,
      Consumer<PeerId> back,
      KeeperThread keeper) {
    this.clock = clock;
    this.joining = joining;
    this.conduct = conduct;
    this.links = links;
    this.back = back;
    this.keeper = keeper;
  }

  @Override
  public boolean greeted(PeerId peer, Optional<Cid> fleet) {
    fleet.ifPresent(genesis -> joining.adoptFrom(peer, genesis));
    if (fleet.isPresent() && clock.fleet().isPresent() && !fleet.equals(clock.fleet())) {
      String reason = "it belongs to another fleet, " + fleet.get();
      if (link(peer).map(link -> link.refused(reason)).orElse(true)) {
        LOG.warn("{} is kept out: {}", peer, reason);
      }
      return false;
    }
    link(peer).ifPresent(link -> link.greeted(fleet.isPresent()));
    back.accept(peer);
    keeper.wake();
    return true;
  }

  @Override
  public void heads(PeerId peer, List<Cid> heads) {
    link(peer).ifPresent(link -> link.told(heads));
    announced(peer, heads);
  }

  /// A member has these heads, wherever that was heard.
  void announced(PeerId peer, List<Cid> heads) {
    boolean lacking = heads.stream().anyMatch(head -> !clock.has(head));
    link(peer).ifPresent(link -> link.heads(heads.isEmpty(), lacking));
    keeper.wake();
  }

  @Override
  public void linkChanged(PeerId peer, boolean up) {
    if (!up) {
      link(peer).ifPresent(MemberLink::down);
    }
    keeper.wake();
  }

  @Override
  public void broke(PeerId peer, ProtocolBreach breach) {
    conduct.failed(peer, breach);
  }

  private Optional<MemberLink> link(PeerId peer) {
    return links.apply(peer);
  }
}
