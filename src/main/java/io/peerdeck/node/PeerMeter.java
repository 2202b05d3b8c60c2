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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Remembers what a single look at the peers cannot tell: how fast bytes flow, and the states a
/// peer went through. Looks at the states when something changed, at most once a second, and at the
/// bytes every ten seconds, or when somebody asks.
final class PeerMeter implements AutoCloseable {
  static final int STATES_KEPT = 200;
  private static final long APART_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long BYTES_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long RATE_NANOS = Duration.ofSeconds(5).toNanos();

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

    /// Keeps as many looks as the rate needs.
    void counted(long now) {
      looks.addLast(new Look(now, in, out));
      while (looks.size() > 2 && now - second().at() >= RATE_NANOS) {
        looks.removeFirst();
      }
    }

    private Look second() {
      Iterator<Look> each = looks.iterator();
      each.next();
      return each.next();
    }
  }

  private final PeerRegistry registry;
  private final @Nullable Host host;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Lifetime subscriptions = new Lifetime();
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("peer-meter").unstarted(this::run);
  // Guarded by this.
  private final Map<PeerId, Seen> seen = new HashMap<>();
  private Optional<Long> countedAt = Optional.empty();
  private Map<Connection, Traffic> before = Map.of();

  PeerMeter(PeerRegistry registry, Optional<Host> host, InstantSource wall, LongSupplier nanos) {
    this.registry = registry;
    this.host = host.orElse(null);
    this.wall = wall;
    this.nanos = nanos;
  }

  PeerMeter start() {
    subscriptions.add(registry.subscribe(changes::release));
    thread.start();
    return this;
  }

  private void run() {
    try {
      look();
      while (true) {
        boolean changed = changes.tryAcquire(BYTES_NANOS, TimeUnit.NANOSECONDS);
        changes.drainPermits();
        if (changed) {
          look();
        } else {
          count();
        }
        TimeUnit.NANOSECONDS.sleep(APART_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /// Looks at the peers' states, and at the bytes.
  synchronized void look() {
    Set<PeerId> known = new HashSet<>();
    for (PeerStatus peer : registry.peers()) {
      known.add(peer.peer());
      note(seen.computeIfAbsent(peer.peer(), p -> new Seen()), peer);
    }
    seen.keySet().retainAll(known);
    count();
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

  /// Adds what each connection carried since the last count, unless that was just now.
  private synchronized void count() {
    long now = nanos.getAsLong();
    if (countedAt.filter(at -> now - at < APART_NANOS).isPresent()) {
      return;
    }
    countedAt = Optional.of(now);
    Map<Connection, Traffic> current = new HashMap<>();
    for (Connection connection : host == null ? List.<Connection>of() : host.connections()) {
      Traffic carried = connection.traffic();
      Traffic known = before.getOrDefault(connection, new Traffic(0, 0));
      current.put(connection, carried);
      Seen peer = seen.get(connection.remotePeer());
      if (peer != null) {
        peer.in += carried.received() - known.received();
        peer.out += carried.sent() - known.sent();
      }
    }
    before = current;
    for (Seen peer : seen.values()) {
      peer.counted(now);
    }
  }

  /// How fast bytes went over the last five seconds, or since the last count before.
  synchronized Rate rate(PeerId peer) {
    count();
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
    subscriptions.close();
    thread.interrupt();
  }
}
