package io.peerdeck.fleet;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Who was heard from, and when, on this machine's monotonic clock. A member is online while it is
/// connected and was heard within 3 s, suspect within 8 s, else offline.
public final class Liveness {
  /// Silence after which a connected member is suspect.
  public static final Duration SUSPECT_AFTER = Duration.ofSeconds(3);

  /// Silence after which it is offline.
  public static final Duration OFFLINE_AFTER = Duration.ofSeconds(8);

  private static final long FORGET_CLAIM_NANOS = Duration.ofMinutes(2).toNanos();

  /// A node whose own keeper stood still for longer than this suspects itself first: what it did
  /// not hear meanwhile is no silence of others.
  static final Duration OWN_PAUSE = Duration.ofSeconds(2);

  /// How a peer was last heard.
  enum Pulse {
    ONLINE,
    SUSPECT,
    OFFLINE
  }

  private static final class Heard {
    boolean linked;
    long at;
    Heartbeat beat = Heartbeat.IDLE;
    Pulse told = Pulse.OFFLINE;
    boolean news;
    final Map<Cid, Long> claims = new HashMap<>();
  }

  private final PeerId self;
  private final LongSupplier nanos;
  private final Map<PeerId, Heard> peers = new HashMap<>();
  // Guarded by peers.
  private boolean watched;
  private long awakeAt;
  private final List<Consumer<PeerId>> listeners = new CopyOnWriteArrayList<>();

  /// @param nanos a monotonic clock in nanoseconds
  public Liveness(PeerId self, LongSupplier nanos) {
    this.self = self;
    this.nanos = nanos;
  }

  /// Whether the peer is online or suspect: connected, and heard within 8 s. Self always is.
  public boolean alive(PeerId peer) {
    return peer.equals(self) || pulse(peer) != Pulse.OFFLINE;
  }

  /// The last thing the peer said of itself; empty if it is not alive.
  public Optional<Heartbeat> lastHeartbeat(PeerId peer) {
    synchronized (peers) {
      Heard heard = peers.get(peer);
      return heard != null && (peer.equals(self) || pulse(heard) != Pulse.OFFLINE)
          ? Optional.of(heard.beat)
          : Optional.empty();
    }
  }

  /// When, in nanoseconds of the monotonic clock, the peer last named the claim in a heartbeat;
  /// empty if never, or longer ago than two minutes. Only the claim's own author renews its lease.
  public OptionalLong lastHeartbeatNanos(PeerId claimant, Cid claim) {
    synchronized (peers) {
      Heard heard = peers.get(claimant);
      Long at = heard == null ? null : heard.claims.get(claim);
      return at == null ? OptionalLong.empty() : OptionalLong.of(moved(at, ownPause()));
    }
  }

  /// Hears of a peer that came alive, became suspect or went offline, or whose heartbeat tells of
  /// other work than the one before. Called on a thread of the fleet; must return quickly. Close to
  /// stop.
  public Subscription subscribe(Consumer<PeerId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  Pulse pulse(PeerId peer) {
    synchronized (peers) {
      Heard heard = peers.get(peer);
      return heard == null ? Pulse.OFFLINE : pulse(heard);
    }
  }

  /// Notes that the stream with a peer is up or down; [#tick()] tells the listeners.
  void linked(PeerId peer, boolean up) {
    synchronized (peers) {
      Heard heard = heard(peer);
      heard.linked = up;
      if (up) {
        heard.at = nanos.getAsLong();
      }
    }
  }

  void heardFrom(PeerId peer) {
    synchronized (peers) {
      heard(peer).at = nanos.getAsLong();
    }
    tick();
  }

  void beat(PeerId peer, Heartbeat beat) {
    synchronized (peers) {
      Heard heard = heard(peer);
      long now = nanos.getAsLong();
      heard.at = now;
      heard.news |= !beat.sameWork(heard.beat);
      heard.beat = beat;
      heard.claims.values().removeIf(at -> now - at > FORGET_CLAIM_NANOS);
      beat.claims().forEach(claim -> heard.claims.put(claim, now));
    }
    tick();
  }

  /// This node is awake; to be said several times a second from the first time on.
  void awake() {
    synchronized (peers) {
      long pause = ownPause();
      if (pause > 0) {
        for (Heard heard : peers.values()) {
          heard.at = moved(heard.at, pause);
          heard.claims.replaceAll((claim, at) -> moved(at, pause));
        }
      }
      watched = true;
      awakeAt = nanos.getAsLong();
    }
  }

  /// A time as it would be without the pause; what was heard after it stays.
  private long moved(long at, long pause) {
    return at + Math.min(pause, nanos.getAsLong() - at);
  }

  /// How long this node has been standing still.
  private long ownPause() {
    long still = watched ? nanos.getAsLong() - awakeAt : 0;
    return still > OWN_PAUSE.toNanos() ? still : 0;
  }

  /// Finds peers that changed since the last call and tells the listeners.
  void tick() {
    Set<PeerId> changed = new HashSet<>();
    synchronized (peers) {
      peers.forEach(
          (peer, heard) -> {
            Pulse now = pulse(heard);
            if ((heard.told != now && !peer.equals(self)) || heard.news) {
              heard.told = now;
              heard.news = false;
              changed.add(peer);
            }
          });
    }
    for (PeerId peer : changed) {
      listeners.forEach(listener -> listener.accept(peer));
    }
  }

  private Heard heard(PeerId peer) {
    return peers.computeIfAbsent(peer, p -> new Heard());
  }

  private Pulse pulse(Heard heard) {
    if (!heard.linked) {
      return Pulse.OFFLINE;
    }
    long silence = nanos.getAsLong() - moved(heard.at, ownPause());
    return silence <= SUSPECT_AFTER.toNanos()
        ? Pulse.ONLINE
        : silence <= OFFLINE_AFTER.toNanos() ? Pulse.SUSPECT : Pulse.OFFLINE;
  }
}
