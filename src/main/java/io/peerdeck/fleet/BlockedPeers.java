package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Whom this node's operator shut out, until told otherwise. Kept in the data folder, never told to
/// others: a peer blocked here is a member like any other elsewhere.
public final class BlockedPeers {
  /// More would be a list nobody reads.
  static final int MAX = 10_000;

  private final Database database;
  private final PeerId self;
  private final InstantSource wall;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<PeerId, Instant> blocked;

  private BlockedPeers(
      Database database, PeerId self, InstantSource wall, Map<PeerId, Instant> blocked) {
    this.database = database;
    this.self = self;
    this.wall = wall;
    this.blocked = blocked;
  }

  /// Reads the list from a database with the tables of [FleetSchema].
  public static BlockedPeers open(Database database, PeerId self, InstantSource wall) {
    Map<PeerId, Instant> blocked = new HashMap<>();
    database.read(
        connection -> {
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT peer, since FROM blocked_peer");
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              blocked.put(PeerId.decode(rows.getBytes(1)), Instant.ofEpochMilli(rows.getLong(2)));
            }
          }
          return blocked.size();
        });
    return new BlockedPeers(database, self, wall, Map.copyOf(blocked));
  }

  /// Since when the peer is blocked; empty if it is not.
  public Optional<Instant> since(PeerId peer) {
    return Optional.ofNullable(blocked.get(peer));
  }

  /// Shuts the peer out from now on. Durable on return; harmless when repeated.
  ///
  /// @throws FleetException for this node itself, or when the list is full
  public void block(PeerId peer) {
    if (peer.equals(self)) {
      throw new FleetException("a node cannot block itself");
    }
    if (blocked.containsKey(peer)) {
      return;
    }
    if (blocked.size() >= MAX) {
      throw new FleetException(
          "%,d peers are blocked already; unblock some, or remove them from the fleet"
              .formatted(MAX));
    }
    long now = wall.millis();
    change(
        peer,
        Optional.of(Instant.ofEpochMilli(now)),
        "INSERT OR IGNORE INTO blocked_peer (peer, since) VALUES (?, " + now + ")");
  }

  /// Lets the peer in again. Durable on return; harmless when it is not blocked.
  public void unblock(PeerId peer) {
    if (blocked.containsKey(peer)) {
      change(peer, Optional.empty(), "DELETE FROM blocked_peer WHERE peer = ?");
    }
  }

  /// Hears of every change. Must return quickly. Close to stop.
  public Subscription subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void change(PeerId peer, Optional<Instant> since, String sql) {
    synchronized (this) {
      database
          .write(
              connection -> {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                  statement.setBytes(1, peer.bytes());
                  return statement.executeUpdate();
                }
              })
          .join();
      Map<PeerId, Instant> next = new HashMap<>(blocked);
      since.ifPresentOrElse(at -> next.put(peer, at), () -> next.remove(peer));
      blocked = Map.copyOf(next);
    }
    listeners.forEach(Runnable::run);
  }
}
