package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import io.peerdeck.store.SqlWork;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// Whose jobs this peer runs, how far, and which of them its operator approved: its own always, and
/// those of peers its operator chose. Kept in the data folder, never told to others.
///
/// What is approved is named by a text that `node` makes of a workflow and a snapshot; this room
/// does not look into it.
public final class TrustPolicy {
  private static final int MAX_SUBJECT = 1024;

  private record Approval(PeerId peer, String subject) {}

  private final Database database;
  private final PeerId self;
  private final InstantSource wall;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Map<PeerId, Trust> chosen;
  private volatile Function<PeerId, Trust> unchosen = peer -> Trust.NONE;
  private volatile Map<Approval, Boolean> decided;

  private TrustPolicy(
      Database database,
      PeerId self,
      InstantSource wall,
      Map<PeerId, Trust> chosen,
      Map<Approval, Boolean> decided) {
    this.database = database;
    this.self = self;
    this.wall = wall;
    this.chosen = Map.copyOf(chosen);
    this.decided = Map.copyOf(decided);
  }

  /// Reads the policy from a database with the tables of [FleetSchema].
  public static TrustPolicy open(Database database, PeerId self, InstantSource wall) {
    Map<PeerId, Trust> chosen = new HashMap<>();
    Map<Approval, Boolean> decided = new HashMap<>();
    database.read(
        connection -> {
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT peer, level, approval FROM trusted_peer");
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              chosen.put(
                  PeerId.decode(rows.getBytes(1)), trust(rows.getString(2), rows.getString(3)));
            }
          }
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT peer, subject, allowed FROM approval");
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              decided.put(
                  new Approval(PeerId.decode(rows.getBytes(1)), rows.getString(2)),
                  rows.getInt(3) != 0);
            }
          }
          return chosen.size();
        });
    return new TrustPolicy(database, self, wall, chosen, decided);
  }

  /// A word of a later version means no trust here: it may have meant less than the next best.
  private static Trust trust(String level, String approval) {
    Optional<TrustLevel> known = TrustLevel.of(level);
    return known.isEmpty()
        ? Trust.NONE
        : new Trust(known.get(), ApprovalRule.of(approval).orElse(ApprovalRule.CHANGE));
  }

  /// What this peer makes of the other's jobs.
  public Trust of(PeerId peer) {
    return peer.equals(self)
        ? Trust.FULL
        : Objects.requireNonNullElseGet(chosen.get(peer), () -> unchosen.apply(peer));
  }

  /// Decides what is made of the jobs of peers the operator chose nothing for; nothing until then.
  public void unchosen(Function<PeerId, Trust> trust) {
    unchosen = trust;
  }

  /// Whether this peer runs jobs the other submits with this user's rights.
  public boolean trusts(PeerId peer) {
    return of(peer).level() == TrustLevel.HOST;
  }

  /// Those chosen to be trusted in some way besides self, in PeerId order.
  public Set<PeerId> trusted() {
    Set<PeerId> trusted = new TreeSet<>(chosen.keySet());
    trusted.removeIf(peer -> of(peer).level() == TrustLevel.NONE);
    return trusted;
  }

  /// Runs the peer's jobs from now on; what was chosen of it before stays if it was as much.
  /// Durable on return.
  public void trust(PeerId peer) {
    if (!trusts(peer)) {
      set(peer, Trust.FULL);
    }
  }

  /// Runs the peer's jobs no more. Durable on return.
  ///
  /// @throws FleetException for this node itself
  public void untrust(PeerId peer) {
    set(peer, Trust.NONE);
  }

  /// Makes of the peer's jobs what is given. Durable on return.
  ///
  /// @throws FleetException for this node itself
  public void set(PeerId peer, Trust trust) {
    if (peer.equals(self)) {
      throw new FleetException("a node always runs its own jobs; set it to drain instead");
    }
    synchronized (this) {
      if (of(peer).equals(trust)) {
        return;
      }
      Map<PeerId, Trust> next = new HashMap<>(chosen);
      next.put(peer, trust);
      write(
          "INSERT OR REPLACE INTO trusted_peer (peer, since, level, approval)"
              + " VALUES (?, ?, ?, ?)",
          peer.bytes(),
          wall.millis(),
          trust.level().text(),
          trust.approval().text());
      chosen = Map.copyOf(next);
    }
    listeners.forEach(Runnable::run);
  }

  /// What the operator decided of a peer's jobs by that name; empty if not yet, or if the peer's
  /// rule asks for nothing.
  public Optional<Boolean> decision(PeerId peer, String subject) {
    Optional<Boolean> exact = Optional.ofNullable(decided.get(new Approval(peer, subject)));
    return switch (of(peer).approval()) {
      case NEVER -> Optional.of(true);
      case CHANGE -> exact;
      case FIRST -> exact.or(() -> approved(peer).isEmpty() ? Optional.empty() : Optional.of(true));
    };
  }

  /// What the operator decided by that very name, whatever the peer's rule asks.
  public Optional<Boolean> decided(PeerId peer, String subject) {
    return Optional.ofNullable(decided.get(new Approval(peer, subject)));
  }

  /// The names of all that was approved of the peer.
  public Set<String> approved(PeerId peer) {
    Set<String> approved = new TreeSet<>();
    decided.forEach(
        (what, allowed) -> {
          if (allowed && what.peer().equals(peer)) {
            approved.add(what.subject());
          }
        });
    return approved;
  }

  /// Remembers what the operator decided. Durable on return.
  public void decide(PeerId peer, String subject, boolean allowed) {
    if (subject.length() > MAX_SUBJECT) {
      throw new FleetException(
          "what is approved has a name of at most " + MAX_SUBJECT + " characters");
    }
    synchronized (this) {
      write(
          "INSERT OR REPLACE INTO approval (peer, subject, allowed, decided) VALUES (?, ?, ?, ?)",
          peer.bytes(),
          subject,
          allowed ? 1 : 0,
          wall.millis());
      Map<Approval, Boolean> next = new HashMap<>(decided);
      next.put(new Approval(peer, subject), allowed);
      decided = Map.copyOf(next);
    }
    listeners.forEach(Runnable::run);
  }

  /// Hears of every change. Must return quickly. Close to stop.
  public Subscription subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void write(String sql, Object... values) {
    SqlWork<Integer> work =
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
          }
        };
    database.write(work).join();
  }
}
