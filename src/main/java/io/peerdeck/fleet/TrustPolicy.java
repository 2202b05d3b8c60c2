package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import io.peerdeck.store.SqlWork;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/// Whose jobs this peer runs: its own always, and those of peers its operator chose. Kept in the
/// data folder, never told to others.
public final class TrustPolicy {
  private final Database database;
  private final PeerId self;
  private final InstantSource wall;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Set<PeerId> chosen;

  private TrustPolicy(Database database, PeerId self, InstantSource wall, Set<PeerId> chosen) {
    this.database = database;
    this.self = self;
    this.wall = wall;
    this.chosen = chosen;
  }

  /// Reads the policy from a database with the tables of [FleetSchema].
  public static TrustPolicy open(Database database, PeerId self, InstantSource wall) {
    Set<PeerId> chosen = new HashSet<>();
    database.read(
        connection -> {
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT peer FROM trusted_peer");
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              chosen.add(PeerId.decode(rows.getBytes(1)));
            }
          }
          return chosen.size();
        });
    return new TrustPolicy(database, self, wall, Set.copyOf(chosen));
  }

  /// Whether this peer runs jobs the other submits.
  public boolean trusts(PeerId peer) {
    return peer.equals(self) || chosen.contains(peer);
  }

  /// Those trusted besides self, in PeerId order.
  public Set<PeerId> trusted() {
    return new TreeSet<>(chosen);
  }

  /// Runs the peer's jobs from now on. Durable on return.
  public void trust(PeerId peer) {
    if (!trusts(peer)) {
      long now = wall.millis();
      change(
          peer, true, "INSERT OR IGNORE INTO trusted_peer (peer, since) VALUES (?, " + now + ")");
    }
  }

  /// Runs the peer's jobs no more. Durable on return.
  ///
  /// @throws FleetException for this node itself
  public void untrust(PeerId peer) {
    if (peer.equals(self)) {
      throw new FleetException("a node always runs its own jobs; set it to drain instead");
    }
    if (trusts(peer)) {
      change(peer, false, "DELETE FROM trusted_peer WHERE peer = ?");
    }
  }

  /// Hears of every change. Must return quickly. Close to stop.
  public Subscription subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void change(PeerId peer, boolean trusted, String sql) {
    synchronized (this) {
      SqlWork<Integer> work =
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
              statement.setBytes(1, peer.bytes());
              return statement.executeUpdate();
            }
          };
      database.write(work).join();
      Set<PeerId> next = new HashSet<>(chosen);
      if (trusted) {
        next.add(peer);
      } else {
        next.remove(peer);
      }
      chosen = Set.copyOf(next);
    }
    listeners.forEach(Runnable::run);
  }
}
