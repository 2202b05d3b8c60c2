package io.peerdeck.fleet;

import io.peerdeck.libp2p.ConnectionGate;
import io.peerdeck.multiformats.PeerId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Lets members of the fleet open every protocol. Anyone may connect, since the host answers
/// identify and ping to all; besides these a stranger reaches [JoinProtocol] and nothing else.
///
/// A node that waits to be let in has no roster yet; it admits the members it asked, and while its
/// operator's word is all it has, nobody else.
public final class MembersGate implements ConnectionGate {
  private final Supplier<Roster> roster;
  private final Set<PeerId> sponsors = ConcurrentHashMap.newKeySet();

  /// @param roster the roster now; asked for every stream, so it must answer from memory
  public MembersGate(Supplier<Roster> roster) {
    this.roster = roster;
  }

  /// Admits the member this node asked to be let in, until [#settle()].
  void sponsor(PeerId peer) {
    sponsors.add(peer);
  }

  /// From now on only the roster counts.
  void settle() {
    sponsors.clear();
  }

  @Override
  public boolean mayConnect(PeerId peer) {
    return true;
  }

  @Override
  public boolean mayOpen(PeerId peer, String protocol) {
    return protocol.equals(JoinProtocol.ID)
        || roster.get().isMember(peer)
        || sponsors.contains(peer);
  }
}
