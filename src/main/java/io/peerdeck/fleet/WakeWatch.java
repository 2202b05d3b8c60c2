package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Notices that this machine slept or moved to another network: what was open before may be dead
/// without a word.
///
/// While a machine sleeps, its monotonic clock stands still on Linux, so that the wall clock jumps
/// against it; elsewhere it goes on, so that the keeper misses its steps. A wall clock that was set
/// ahead looks like a sleep, which costs a ping of each peer.
final class WakeWatch {
  /// A jump or gap from which this machine counts as having slept.
  static final Duration SLEPT = Duration.ofSeconds(5);

  private static final long LOOK_NANOS = Duration.ofSeconds(5).toNanos();

  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Supplier<List<Multiaddr>> addresses;
  private long lastWall;
  private long lastNanos;
  private long nextLook;
  private List<Multiaddr> known;

  /// @param addresses where this node listens now
  WakeWatch(InstantSource wall, LongSupplier nanos, Supplier<List<Multiaddr>> addresses) {
    this.wall = wall;
    this.nanos = nanos;
    this.addresses = addresses;
    this.lastWall = wall.millis();
    this.lastNanos = nanos.getAsLong();
    this.nextLook = lastNanos + LOOK_NANOS;
    this.known = addresses.get();
  }

  /// Whether this machine slept since the last call, which must be several times a second.
  boolean slept() {
    long nowWall = wall.millis();
    long nowNanos = nanos.getAsLong();
    Duration gap = Duration.ofNanos(nowNanos - lastNanos);
    Duration jump = Duration.ofMillis(nowWall - lastWall).minus(gap);
    lastWall = nowWall;
    lastNanos = nowNanos;
    return jump.compareTo(SLEPT) > 0 || gap.compareTo(SLEPT) > 0;
  }

  /// The addresses of this node if they are others than before; looks every 5 s.
  Optional<List<Multiaddr>> moved() {
    long now = nanos.getAsLong();
    if (now - nextLook < 0) {
      return Optional.empty();
    }
    nextLook = now + LOOK_NANOS;
    List<Multiaddr> before = known;
    known = addresses.get();
    return known.equals(before) ? Optional.empty() : Optional.of(known);
  }
}
