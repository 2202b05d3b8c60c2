package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ConnectionGate;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Lets members of the fleet open every protocol. Anyone may connect, since the host answers
/// identify and ping to all; besides these a stranger reaches [JoinProtocol] and nothing else.
///
/// A node that waits to be let in has no roster yet; it admits the members it asked, and while its
/// operator's word is all it has, nobody else.
public final class MembersGate implements ConnectionGate {
  /// Connections of strangers at once.
  private static final int STRANGERS = 64;

  private final Supplier<Roster> roster;
  private final Set<PeerId> sponsors = ConcurrentHashMap.newKeySet();
  private final int seats;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Connection> strangers = new ArrayList<>(); // guarded by lock

  /// @param roster the roster now; asked for every stream, so it must answer from memory
  public MembersGate(Supplier<Roster> roster) {
    this(roster, STRANGERS);
  }

  MembersGate(Supplier<Roster> roster, int seats) {
    this.roster = roster;
    this.seats = seats;
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

  /// Strangers come in as far as there are seats for them, so that they cannot take the members'
  /// connections; whom this node dialled itself needs none.
  @Override
  public boolean mayStay(Connection connection) {
    if (connection.outbound() || isIn(connection.remotePeer())) {
      return true;
    }
    lock.lock();
    try {
      strangers.removeIf(other -> !other.isOpen() || isIn(other.remotePeer()));
      return strangers.size() < seats && strangers.add(connection);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean mayOpen(PeerId peer, String protocol) {
    return protocol.equals(JoinProtocol.ID) || isIn(peer);
  }

  private boolean isIn(PeerId peer) {
    return roster.get().isMember(peer) || sponsors.contains(peer);
  }
}
