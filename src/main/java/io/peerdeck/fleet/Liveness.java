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

/// Who was heard from, and when, on this machine's monotonic clock. A connected member is suspect
/// once its silence is longer than its heartbeats so far and the time it announced for the next one
/// explain ([ArrivalWindow]): after about 3 s where they come every second, 5 s where it has no
/// work and they come every 3 s. After 8 s it is offline, since leases end soon after.
public final class Liveness {
  /// Silence after which a connected member is offline.
  public static final Duration OFFLINE_AFTER = Duration.ofSeconds(8);

  private static final long FORGET_CLAIM_NANOS = Duration.ofMinutes(2).toNanos();

  // A silence as long as this is offline, not suspect: there must be some room between both.
  private static final long LATEST_SUSPICION = OFFLINE_AFTER.toNanos() - 1_000_000_000L;

  /// How a peer was last heard.
  enum Pulse {
    ONLINE,
    SUSPECT,
    OFFLINE
  }

  /// What speaks for a peer's being gone.
  ///
  /// @param silence since it was heard last
  /// @param usual between two of its heartbeats, on average
  /// @param phi how suspicious that is; see [ArrivalWindow]
  record Suspicion(Duration silence, Duration usual, double phi) {}

  private static final class Heard {
    boolean linked;
    long at;
    // When the last heartbeat came over the link there is now; 0 before the first.
    long beatAt;
    // How much later than a second after the last one the next heartbeat may come.
    long later;
    final ArrivalWindow arrivals = new ArrivalWindow();
    Heartbeat beat = Heartbeat.IDLE;
    Pulse told = Pulse.OFFLINE;
    boolean news;
    final Map<Cid, Long> claims = new HashMap<>();
  }

  private final PeerId self;
  private final LongSupplier nanos;
  private final Map<PeerId, Heard> peers = new HashMap<>();
  // Guarded by peers.
  private final LocalHealth health = new LocalHealth();
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
      return at == null
          ? OptionalLong.empty()
          : OptionalLong.of(moved(at, health.pause(nanos.getAsLong())));
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

  /// How long the peer has been silent, and what to think of it; empty if it was never heard.
  Optional<Suspicion> suspicion(PeerId peer) {
    synchronized (peers) {
      Heard heard = peers.get(peer);
      return heard == null
          ? Optional.empty()
          : Optional.of(
              new Suspicion(
                  Duration.ofNanos(silence(heard)),
                  Duration.ofNanos((long) heard.arrivals.mean() + heard.later),
                  heard.arrivals.phi(
                      silence(heard) - heard.later, health.slack(nanos.getAsLong()))));
    }
  }

  /// Notes that the stream with a peer is up or down; [#tick()] tells the listeners.
  void linked(PeerId peer, boolean up) {
    synchronized (peers) {
      Heard heard = heard(peer);
      heard.linked = up;
      heard.beatAt = 0;
      heard.later = 0;
      if (up) {
        heard.at = nanos.getAsLong();
      }
    }
  }

  void heardFrom(PeerId peer) {
    synchronized (peers) {
      heard(peer).at = nanos.getAsLong();
    }
    tick(peer);
  }

  void beat(PeerId peer, Heartbeat beat) {
    beat(peer, beat, Heartbeat.USUAL_NEXT);
  }

  /// @param next how long until the next one at the latest, as the peer says
  void beat(PeerId peer, Heartbeat beat, Duration next) {
    synchronized (peers) {
      Heard heard = heard(peer);
      long now = nanos.getAsLong();
      if (heard.beatAt != 0) {
        heard.arrivals.add(interval(heard, now));
      }
      heard.later = next.minus(Heartbeat.USUAL_NEXT).toNanos();
      heard.beatAt = now == 0 ? 1 : now;
      heard.at = now;
      heard.news |= !beat.sameWork(heard.beat);
      heard.beat = beat;
      heard.claims.values().removeIf(at -> now - at > FORGET_CLAIM_NANOS);
      beat.claims().forEach(claim -> heard.claims.put(claim, now));
    }
    tick(peer);
  }

  /// Since the last heartbeat, as if that had announced the next for a second later; one that came
  /// early, since there was news, came in time.
  private long interval(Heard heard, long now) {
    long since = now - moved(heard.beatAt, health.pause(now)) - heard.later;
    long least = heard.later > 0 ? Heartbeat.USUAL_NEXT.toNanos() : 0;
    return Math.clamp(since, least, OFFLINE_AFTER.toNanos());
  }

  /// This node is awake; to be said several times a second from the first time on.
  void awake() {
    synchronized (peers) {
      long now = nanos.getAsLong();
      long pause = health.pause(now);
      if (pause > 0) {
        for (Heard heard : peers.values()) {
          heard.at = moved(heard.at, pause);
          heard.beatAt = heard.beatAt == 0 ? 0 : moved(heard.beatAt, pause);
          heard.claims.replaceAll((claim, at) -> moved(at, pause));
        }
      }
      health.awake(now);
    }
  }

  /// A time as it would be without the pause; what was heard after it stays.
  private long moved(long at, long pause) {
    return at + Math.min(pause, nanos.getAsLong() - at);
  }

  /// Finds peers that changed since the last call and tells the listeners.
  void tick() {
    Set<PeerId> changed = new HashSet<>();
    synchronized (peers) {
      peers.forEach(
          (peer, heard) -> {
            if (changed(peer, heard)) {
              changed.add(peer);
            }
          });
    }
    changed.forEach(this::tell);
  }

  /// The same for one peer.
  private void tick(PeerId peer) {
    boolean changed;
    synchronized (peers) {
      changed = changed(peer, heard(peer));
    }
    if (changed) {
      tell(peer);
    }
  }

  private boolean changed(PeerId peer, Heard heard) {
    Pulse now = pulse(heard);
    boolean changed = (heard.told != now && !peer.equals(self)) || heard.news;
    heard.told = now;
    heard.news = false;
    return changed;
  }

  private void tell(PeerId peer) {
    listeners.forEach(listener -> listener.accept(peer));
  }

  private Heard heard(PeerId peer) {
    return peers.computeIfAbsent(peer, p -> new Heard());
  }

  private Pulse pulse(Heard heard) {
    if (!heard.linked) {
      return Pulse.OFFLINE;
    }
    long silence = silence(heard);
    if (silence > OFFLINE_AFTER.toNanos()) {
      return Pulse.OFFLINE;
    }
    long suspicious = heard.arrivals.suspiciousAfter(health.slack(nanos.getAsLong())) + heard.later;
    return silence > Math.min(LATEST_SUSPICION, suspicious) ? Pulse.SUSPECT : Pulse.ONLINE;
  }

  private long silence(Heard heard) {
    long now = nanos.getAsLong();
    return now - moved(heard.at, health.pause(now));
  }
}
