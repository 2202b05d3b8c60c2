package io.peerdeck.fleet;

import io.peerdeck.fleet.Liveness.Pulse;
import io.peerdeck.fleet.Liveness.Suspicion;
import io.peerdeck.multiformats.Cid;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/// What was heard of one peer, and when. All times are nanoseconds of the monotonic clock. Guarded
/// by its [Liveness].
final class HeardPeer {
  private static final long FORGET_CLAIM_NANOS = Duration.ofMinutes(2).toNanos();
  private static final long OFFLINE_NANOS = Liveness.OFFLINE_AFTER.toNanos();

  // A silence as long as this is offline, not suspect: there must be some room between both.
  private static final long LATEST_SUSPICION = OFFLINE_NANOS - 1_000_000_000L;

  private final LocalHealth health;
  private final ArrivalWindow arrivals = new ArrivalWindow();
  private final Map<Cid, Long> claims = new HashMap<>();
  private boolean linked;
  private long at;
  // When the last heartbeat came over the link there is now; 0 before the first.
  private long beatAt;
  // How much later than a second after the last one the next heartbeat may come.
  private long later;
  // When a heartbeat came through others since the link came or went, and how long that counts.
  private boolean relayed;
  private long relayedAt;
  private long relayedFor;
  private Heartbeat beat = Heartbeat.IDLE;
  private Pulse told = Pulse.OFFLINE;
  private boolean news;

  HeardPeer(LocalHealth health) {
    this.health = health;
  }

  /// The last thing it said of itself.
  Heartbeat beat() {
    return beat;
  }

  /// The stream with it is up or down.
  void linked(boolean up, long now) {
    linked = up;
    beatAt = 0;
    later = 0;
    relayed = false;
    if (up) {
      at = now;
    }
  }

  /// It sent something over the link.
  void spoke(long now) {
    at = now;
  }

  /// Its heartbeat came over the link.
  void beat(Heartbeat newest, Duration next, long now) {
    if (beatAt != 0) {
      arrivals.add(interval(now));
    }
    later = next.minus(Heartbeat.USUAL_NEXT).toNanos();
    beatAt = now == 0 ? 1 : now;
    at = now;
    take(newest, now);
  }

  /// Takes a heartbeat that came over the link, if it tells nothing that anybody waits for.
  boolean steady(Heartbeat newest, Duration next, long now) {
    if (!newest.sameWork(beat) || told != Pulse.ONLINE || direct(now) != Pulse.ONLINE) {
      return false;
    }
    beat(newest, next, now);
    return true;
  }

  /// Its heartbeat came through others; what came over the link lately is newer.
  ///
  /// @return whether it is not heard as it should be over a link
  boolean relayed(Heartbeat newest, Duration next, long now) {
    boolean needed = direct(now) != Pulse.ONLINE;
    relayed = true;
    relayedAt = now;
    relayedFor = next.toNanos() + OFFLINE_NANOS;
    if (needed) {
      take(newest, now);
    } else {
      newest.claims().forEach(claim -> claims.put(claim, now));
    }
    return needed;
  }

  private void take(Heartbeat newest, long now) {
    news |= !newest.sameWork(beat);
    beat = newest;
    claims.values().removeIf(named -> now - named > FORGET_CLAIM_NANOS);
    newest.claims().forEach(claim -> claims.put(claim, now));
  }

  /// Since the last heartbeat, as if that had announced the next for a second later; one that came
  /// early, since there was news, came in time.
  private long interval(long now) {
    long since = now - moved(beatAt, health.pause(now), now) - later;
    long least = later > 0 ? Heartbeat.USUAL_NEXT.toNanos() : 0;
    return Math.clamp(since, least, OFFLINE_NANOS);
  }

  /// When it named a claim last; empty if never, or long ago.
  OptionalLong named(Cid claim, long now) {
    Long last = claims.get(claim);
    return last == null
        ? OptionalLong.empty()
        : OptionalLong.of(moved(last, health.pause(now), now));
  }

  /// This node stood still for so long: nothing could be heard meanwhile.
  void stoodStill(long pause, long now) {
    at = moved(at, pause, now);
    relayedAt = moved(relayedAt, pause, now);
    beatAt = beatAt == 0 ? 0 : moved(beatAt, pause, now);
    claims.replaceAll((claim, named) -> moved(named, pause, now));
  }

  /// A time as it would be without the pause; what was heard after it stays.
  private static long moved(long time, long pause, long now) {
    return time + Math.min(pause, now - time);
  }

  Suspicion suspicion(long now) {
    long silence = silence(now);
    return new Suspicion(
        Duration.ofNanos(silence),
        Duration.ofNanos((long) arrivals.mean() + later),
        arrivals.phi(silence - later, health.slack(now)));
  }

  /// Whether its pulse changed, or it said something new, since this was asked last.
  ///
  /// @param self whether it is this node, which has no pulse
  boolean changed(boolean self, long now) {
    Pulse pulse = pulse(now);
    boolean changed = (told != pulse && !self) || news;
    told = pulse;
    news = false;
    return changed;
  }

  Pulse pulse(long now) {
    Pulse direct = direct(now);
    boolean passedOn = relayed && now - moved(relayedAt, health.pause(now), now) <= relayedFor;
    return direct == Pulse.OFFLINE && passedOn ? Pulse.RELAYED : direct;
  }

  /// The pulse over the link alone.
  Pulse direct(long now) {
    if (!linked) {
      return Pulse.OFFLINE;
    }
    long silence = silence(now);
    if (silence > OFFLINE_NANOS) {
      return Pulse.OFFLINE;
    }
    long suspicious = arrivals.suspiciousAfter(health.slack(now)) + later;
    return silence > Math.min(LATEST_SUSPICION, suspicious) ? Pulse.SUSPECT : Pulse.ONLINE;
  }

  private long silence(long now) {
    return now - moved(at, health.pause(now), now);
  }
}
