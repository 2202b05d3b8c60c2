package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Says how this node is to every member it has a link with: every second while there is work and
/// on every change, else more rarely. Listeners hear each second what there would be to say.
final class OwnHeartbeat {
  private final PeerId self;
  private final Supplier<Heartbeat> source;
  private final Pace pace;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Liveness liveness;
  private final LiveProtocol live;
  private final List<Consumer<Heartbeat>> listeners = new CopyOnWriteArrayList<>();
  // The keeper's thread's.
  private long next;
  // Guarded by this.
  private long idleUntil;
  private Heartbeat said = Heartbeat.IDLE;

  OwnHeartbeat(FleetNetwork network, LiveProtocol live) {
    this.self = network.host().peerId();
    this.source = network.heartbeat();
    this.pace = network.pace();
    this.wall = network.wall();
    this.nanos = network.nanos();
    this.liveness = network.liveness();
    this.live = live;
    this.next = nanos.getAsLong();
    this.idleUntil = next;
  }

  /// What there is to say.
  Heartbeat newest() {
    return source.get();
  }

  Subscription subscribe(Consumer<Heartbeat> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Says it now, since it has changed.
  void now() {
    Heartbeat beat = newest();
    say(beat, nanos.getAsLong());
    listeners.forEach(listener -> listener.accept(beat));
  }

  /// Says every second what work there is; while there is none, that it is still so, more rarely.
  void step(long now) {
    if (now - next < 0) {
      return;
    }
    next = now + Cadence.next(wall, pace.heartbeat()).toNanos();
    Heartbeat beat = newest();
    boolean due;
    synchronized (this) {
      due = beat.busy() || !beat.sameWork(said) || now - idleUntil >= 0;
    }
    if (due) {
      say(beat, now);
    }
    listeners.forEach(listener -> listener.accept(beat));
  }

  private void say(Heartbeat beat, long now) {
    Duration until = Cadence.next(wall, beat.busy() ? pace.heartbeat() : pace.idleHeartbeat());
    liveness.beat(self, beat);
    live.beat(beat, until);
    synchronized (this) {
      said = beat;
      idleUntil = now + until.toNanos();
    }
  }
}
