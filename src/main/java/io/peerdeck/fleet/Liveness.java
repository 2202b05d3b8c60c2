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
/// explain ([ArrivalWindow]): after about 3 s where they come every second, 6 s where it has no
/// work and they come every 4 s. After 8 s it is offline, since leases end soon after; unless other
/// members pass its heartbeats on ([HeartbeatTopic]), which keep its leases as well.
public final class Liveness {
  /// Silence after which a connected member is offline.
  public static final Duration OFFLINE_AFTER = Duration.ofSeconds(8);

  /// How a peer was last heard.
  enum Pulse {
    ONLINE,
    SUSPECT,
    /// Without a link, but others pass its heartbeats on.
    RELAYED,
    OFFLINE
  }

  /// What speaks for a peer's being gone.
  ///
  /// @param silence since it was heard last
  /// @param usual between two of its heartbeats, on average
  /// @param phi how suspicious that is; see [ArrivalWindow]
  record Suspicion(Duration silence, Duration usual, double phi) {}

  private final PeerId self;
  private final LongSupplier nanos;
  private final Map<PeerId, HeardPeer> peers = new HashMap<>();
  // Guarded by peers.
  private final LocalHealth health = new LocalHealth();
  private final List<Consumer<PeerId>> listeners = new CopyOnWriteArrayList<>();

  /// @param nanos a monotonic clock in nanoseconds
  public Liveness(PeerId self, LongSupplier nanos) {
    this.self = self;
    this.nanos = nanos;
  }

  /// Whether the peer is connected and was heard within 8 s, or is heard through others. Self
  /// always is.
  public boolean alive(PeerId peer) {
    return peer.equals(self) || pulse(peer) != Pulse.OFFLINE;
  }

  /// The last thing the peer said of itself; empty if it is not alive.
  public Optional<Heartbeat> lastHeartbeat(PeerId peer) {
    synchronized (peers) {
      HeardPeer heard = peers.get(peer);
      return heard != null && (peer.equals(self) || heard.pulse(now()) != Pulse.OFFLINE)
          ? Optional.of(heard.beat())
          : Optional.empty();
    }
  }

  /// When, in nanoseconds of the monotonic clock, the peer last named the claim in a heartbeat;
  /// empty if never, or longer ago than two minutes. Only the claim's own author renews its lease.
  public OptionalLong lastHeartbeatNanos(PeerId claimant, Cid claim) {
    synchronized (peers) {
      HeardPeer heard = peers.get(claimant);
      return heard == null ? OptionalLong.empty() : heard.named(claim, now());
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
      HeardPeer heard = peers.get(peer);
      return heard == null ? Pulse.OFFLINE : heard.pulse(now());
    }
  }

  /// How long the peer has been silent, and what to think of it; empty if it was never heard.
  Optional<Suspicion> suspicion(PeerId peer) {
    synchronized (peers) {
      return Optional.ofNullable(peers.get(peer)).map(heard -> heard.suspicion(now()));
    }
  }

  /// The members without a link over which they are heard as they should be; this node is none.
  Set<PeerId> notNear(Roster roster) {
    Set<PeerId> far = new HashSet<>();
    synchronized (peers) {
      long now = now();
      for (Member member : roster.members()) {
        HeardPeer heard = peers.get(member.peer());
        if (heard == null || heard.direct(now) != Pulse.ONLINE) {
          far.add(member.peer());
        }
      }
    }
    far.remove(self);
    return far;
  }

  /// Notes that the stream with a peer is up or down; [#tick()] tells the listeners.
  void linked(PeerId peer, boolean up) {
    synchronized (peers) {
      heard(peer).linked(up, now());
    }
  }

  void heardFrom(PeerId peer) {
    synchronized (peers) {
      heard(peer).spoke(now());
    }
    tick(peer);
  }

  void beat(PeerId peer, Heartbeat beat) {
    beat(peer, beat, Heartbeat.USUAL_NEXT);
  }

  /// @param next how long until the next one at the latest, as the peer says
  void beat(PeerId peer, Heartbeat beat, Duration next) {
    synchronized (peers) {
      heard(peer).beat(beat, next, now());
    }
    tick(peer);
  }

  /// Notes a heartbeat that tells of the same work as the one before, by a peer that is heard as it
  /// should be: there is nothing to tell the listeners. Never blocks.
  ///
  /// @return false, and nothing is noted, if it is not such a one
  boolean steady(PeerId peer, Heartbeat beat, Duration next) {
    synchronized (peers) {
      HeardPeer heard = peers.get(peer);
      return heard != null && heard.steady(beat, next, now());
    }
  }

  /// Notes a heartbeat that other members passed on: it keeps the peer's leases, and tells that it
  /// is there while there is no link with it.
  ///
  /// @param next how long until the next one at the latest, as the peer says
  /// @return whether it is not heard as it should be over a link
  boolean relayed(PeerId peer, Heartbeat beat, Duration next) {
    boolean needed;
    synchronized (peers) {
      needed = heard(peer).relayed(beat, next, now());
    }
    tick(peer);
    return needed;
  }

  /// This node is awake; to be said several times a second from the first time on.
  void awake() {
    synchronized (peers) {
      long now = nanos.getAsLong();
      long pause = health.pause(now);
      if (pause > 0) {
        peers.values().forEach(heard -> heard.stoodStill(pause, now));
      }
      health.awake(now);
    }
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

  private boolean changed(PeerId peer, HeardPeer heard) {
    return heard.changed(peer.equals(self), now());
  }

  private void tell(PeerId peer) {
    listeners.forEach(listener -> listener.accept(peer));
  }

  private HeardPeer heard(PeerId peer) {
    return peers.computeIfAbsent(peer, p -> new HeardPeer(health));
  }

  private long now() {
    return nanos.getAsLong();
  }
}
