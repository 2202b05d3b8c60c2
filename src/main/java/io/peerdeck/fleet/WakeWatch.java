package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that this machine slept or moved to another network: what was open before may be dead
/// without a word.
///
/// While a machine sleeps, its monotonic clock stands still on Linux, so that the wall clock jumps
/// against it; elsewhere it goes on, so that the keeper misses its steps. A wall clock that was set
/// ahead looks like a sleep, which costs a ping of each peer.
final class WakeWatch {
  private static final Logger LOG = LoggerFactory.getLogger(WakeWatch.class);

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

  /// Looks at this machine; to be called several times a second.
  ///
  /// @param doubt told when open connections may be dead
  /// @param moved told the addresses of this node when they are others than before
  void look(Runnable doubt, Consumer<List<Multiaddr>> moved) {
    if (slept()) {
      LOG.info("this machine stood still or its clock was set; looking who is still connected");
      doubt.run();
    }
    moved()
        .ifPresent(
            to -> {
              LOG.info("this machine has other addresses now: {}", to);
              doubt.run();
              moved.accept(to);
            });
  }

  private boolean slept() {
    long nowWall = wall.millis();
    long nowNanos = nanos.getAsLong();
    Duration gap = Duration.ofNanos(nowNanos - lastNanos);
    Duration jump = Duration.ofMillis(nowWall - lastWall).minus(gap);
    lastWall = nowWall;
    lastNanos = nowNanos;
    return jump.compareTo(SLEPT) > 0 || gap.compareTo(SLEPT) > 0;
  }

  /// The addresses of this node if they are others than before; looks every 5 s.
  private Optional<List<Multiaddr>> moved() {
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
