package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ConnectionGate;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// Who is kept away from this node: the peers its operator blocked, and those whose conduct has
/// them suspended. They are neither dialled nor let in.
public final class Exclusion {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

  private final BlockedPeers blocked;
  private final Conduct conduct;

  /// Both reasons together.
  public Exclusion(BlockedPeers blocked, Conduct conduct) {
    this.blocked = blocked;
    this.conduct = conduct;
  }

  /// The deeds that suspend.
  public Conduct conduct() {
    return conduct;
  }

  /// Whether the peer is kept away now; from memory.
  public boolean excludes(PeerId peer) {
    return blocked.since(peer).isPresent() || conduct.suspended(peer);
  }

  /// Whether the operator keeps it away, whatever it does.
  public boolean blocks(PeerId peer) {
    return blocked.since(peer).isPresent();
  }

  /// Why the peer is kept away, in a sentence; empty if it is not.
  public Optional<String> reason(PeerId peer) {
    return blocked
        .since(peer)
        .map(since -> "blocked by this machine's operator since " + DAY.format(since))
        .or(() -> suspension(peer));
  }

  private Optional<String> suspension(PeerId peer) {
    Repute repute = conduct.of(peer);
    return repute
        .suspendedUntil()
        .map(
            until ->
                "shut out until "
                    + TIME.format(until)
                    + repute.reasons().stream().findFirst().map(why -> ": it " + why).orElse(""));
  }

  /// Shuts the peer out until [#unblock(PeerId)]. Durable on return.
  ///
  /// @throws FleetException for this node itself
  public void block(PeerId peer) {
    blocked.block(peer);
  }

  /// Lets the peer in again, whether it was blocked or suspended, and forgets what it did.
  public void unblock(PeerId peer) {
    conduct.pardon(peer);
    blocked.unblock(peer);
  }

  /// A gate that lets in whom `inner` does, less those kept away.
  public ConnectionGate before(ConnectionGate inner) {
    return new ConnectionGate() {
      @Override
      public boolean mayAccept(Multiaddr from) {
        return inner.mayAccept(from);
      }

      @Override
      public boolean mayStay(Connection connection) {
        return !excludes(connection.remotePeer()) && inner.mayStay(connection);
      }

      @Override
      public boolean mayConnect(PeerId peer) {
        return !excludes(peer) && inner.mayConnect(peer);
      }

      @Override
      public boolean mayOpen(PeerId peer, String protocol) {
        return !excludes(peer) && inner.mayOpen(peer, protocol);
      }
    };
  }

  /// Hears when somebody is blocked, suspended or let in again by the operator. Must return
  /// quickly. Close to stop.
  public Subscription subscribe(Runnable listener) {
    Subscription first = blocked.subscribe(listener);
    Subscription second = conduct.subscribe(peer -> listener.run());
    return () -> {
      first.close();
      second.close();
    };
  }
}
