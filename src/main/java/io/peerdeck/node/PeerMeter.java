package io.peerdeck.node;

import io.peerdeck.fleet.PeerRegistry;
import io.peerdeck.fleet.PeerStatus;
import io.peerdeck.fleet.RoundTrip;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.Traffic;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Looks at all peers every second and remembers what a single look cannot tell: how fast bytes
/// flow, and the states a peer went through.
final class PeerMeter implements AutoCloseable {
  static final int STATES_KEPT = 200;
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final int RATE_LOOKS = 5;

  /// Bytes a second.
  record Rate(double in, double out) {
    static final Rate NONE = new Rate(0, 0);
  }

  private record Look(long at, long in, long out) {}

  private static final class Seen {
    final Deque<Look> looks = new ArrayDeque<>();
    final Deque<PeerHistory.State> states = new ArrayDeque<>();
    long in;
    long out;
  }

  private final PeerRegistry registry;
  private final @Nullable Host host;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final CountDownLatch closed = new CountDownLatch(1);
  // Guarded by this.
  private final Map<PeerId, Seen> seen = new HashMap<>();
  private Map<Connection, Traffic> before = Map.of();

  PeerMeter(PeerRegistry registry, Optional<Host> host, InstantSource wall, LongSupplier nanos) {
    this.registry = registry;
    this.host = host.orElse(null);
    this.wall = wall;
    this.nanos = nanos;
  }

  PeerMeter start() {
    Thread.ofVirtual().name("peer-meter").start(this::run);
    return this;
  }

  private void run() {
    try {
      do {
        look();
      } while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Takes one look.
  synchronized void look() {
    Set<PeerId> known = new HashSet<>();
    for (PeerStatus peer : registry.peers()) {
      known.add(peer.peer());
      note(seen.computeIfAbsent(peer.peer(), p -> new Seen()), peer);
    }
    seen.keySet().retainAll(known);
    count();
    long now = nanos.getAsLong();
    for (Seen peer : seen.values()) {
      peer.looks.addLast(new Look(now, peer.in, peer.out));
      if (peer.looks.size() > RATE_LOOKS + 1) {
        peer.looks.removeFirst();
      }
    }
  }

  private void note(Seen peer, PeerStatus status) {
    String state = PeerViews.state(status);
    PeerHistory.@Nullable State last = peer.states.peekLast();
    if (last == null || !last.state().equals(state)) {
      peer.states.addLast(new PeerHistory.State(wall.instant(), state, status.reason()));
      if (peer.states.size() > STATES_KEPT) {
        peer.states.removeFirst();
      }
    }
  }

  /// Adds what each connection carried since the last look.
  private void count() {
    Map<Connection, Traffic> now = new HashMap<>();
    for (Connection connection : host == null ? List.<Connection>of() : host.connections()) {
      Traffic carried = connection.traffic();
      Traffic known = before.getOrDefault(connection, new Traffic(0, 0));
      now.put(connection, carried);
      Seen peer = seen.get(connection.remotePeer());
      if (peer != null) {
        peer.in += carried.received() - known.received();
        peer.out += carried.sent() - known.sent();
      }
    }
    before = now;
  }

  /// How fast bytes went over the last five looks.
  synchronized Rate rate(PeerId peer) {
    Seen one = seen.get(peer);
    if (one == null || one.looks.size() < 2) {
      return Rate.NONE;
    }
    Look first = one.looks.getFirst();
    Look last = one.looks.getLast();
    double seconds = Math.max(1, last.at() - first.at()) / 1e9;
    return new Rate((last.in() - first.in()) / seconds, (last.out() - first.out()) / seconds);
  }

  PeerHistory history(PeerId peer) {
    List<PeerHistory.RoundTrip> trips =
        registry.roundTrips(peer).stream()
            .map((RoundTrip trip) -> new PeerHistory.RoundTrip(trip.at(), trip.rtt()))
            .toList();
    synchronized (this) {
      Seen one = seen.get(peer);
      return new PeerHistory(trips, one == null ? List.of() : List.copyOf(one.states));
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
