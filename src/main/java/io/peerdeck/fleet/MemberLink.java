package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What this node does to stay connected and in step with one peer. The keeper's thread calls
/// [#step(long)] often; whatever blocks runs as a task of its own, one of each sort at a time.
final class MemberLink {
  private static final Duration PROBE = Duration.ofSeconds(4);
  // How long the side that was dialled leaves opening the live stream to the dialer.
  private static final long DIALER_FIRST_NANOS = Duration.ofSeconds(2).toNanos();

  /// What all links share.
  record Surroundings(
      Host host,
      LiveProtocol live,
      PeerSync sync,
      Exclusion exclusion,
      Pace pace,
      LongSupplier nanos,
      RandomGenerator random,
      UnaryOperator<Multiaddr> route,
      Consumer<Connection> reached,
      Executor tasks,
      Runnable changed) {}

  private final PeerId peer;
  private final Surroundings around;
  private final AtomicBoolean reaching = new AtomicBoolean();
  private final AtomicBoolean syncing = new AtomicBoolean();
  private final AtomicBoolean pinging = new AtomicBoolean();
  private final PingLog pings = new PingLog();

  // Guarded by this.
  private final Backoff reachPause;
  private final Backoff syncPause;
  private List<Multiaddr> addresses = List.of();
  private long nextReach;
  private long syncRetry;
  private long nextSync;
  private long nextPing;
  private long inboundAt;
  private boolean syncWanted;
  private boolean peerHasClock;
  private boolean contacted;
  private boolean reached;
  private Optional<Duration> rtt = Optional.empty();
  private Optional<String> failure = Optional.empty();

  MemberLink(PeerId peer, Surroundings around) {
    this.peer = peer;
    this.around = around;
    Pace pace = around.pace();
    this.reachPause = new Backoff(pace.firstRetry(), pace.longestRetry(), around.random());
    this.syncPause = new Backoff(pace.firstRetry(), pace.longestRetry(), around.random());
    long now = around.nanos().getAsLong();
    this.nextReach = now;
    this.syncRetry = now;
    this.nextSync = now + pace.sync().toNanos();
    this.nextPing = now;
    this.inboundAt = now - DIALER_FIRST_NANOS;
  }

  PeerId peer() {
    return peer;
  }

  /// The last measured round trip; empty before the first and after a lost one.
  synchronized Optional<Duration> rtt() {
    return rtt;
  }

  /// The share of the last pings that got no answer; empty before the first.
  OptionalDouble loss() {
    return pings.loss();
  }

  /// The last pings, oldest first.
  List<PingLog.Reading> pings() {
    return pings.readings();
  }

  /// Why the last attempt to reach or sync failed; empty after one that succeeded.
  synchronized Optional<String> failure() {
    return failure;
  }

  /// Whether the peer was synced with, found to have nothing new, or found unreachable.
  synchronized boolean contacted() {
    return contacted;
  }

  /// Whether what it has is being fetched for the first time, or about to be.
  synchronized boolean fetching() {
    return !contacted
        && around.live().linked(peer)
        && (syncing.get() || (syncWanted && peerHasClock));
  }

  /// Whether its entries were fetched at least once.
  synchronized boolean reached() {
    return reached;
  }

  /// Takes over the peer's addresses; new ones are tried at once.
  synchronized void addresses(List<Multiaddr> now) {
    if (!now.equals(addresses)) {
      addresses = List.copyOf(now);
      reachPause.reset();
      nextReach = around.nanos().getAsLong();
    }
  }

  /// The peer dialled us.
  synchronized void dialledUs() {
    inboundAt = around.nanos().getAsLong();
  }

  /// The live stream is up and the peer greeted us.
  ///
  /// @param hasClock whether it follows the fleet already; while it waits to be let in, there is
  ///     nothing to sync with
  synchronized void greeted(boolean hasClock) {
    reachPause.reset();
    failure = Optional.empty();
    nextPing = around.nanos().getAsLong();
    peerHasClock = hasClock;
    syncWanted = true;
  }

  /// The live stream is down; the first redial comes soon.
  synchronized void down() {
    nextReach = around.nanos().getAsLong() + reachPause.failed();
    rtt = Optional.empty();
  }

  /// The peer announced its heads.
  ///
  /// @param none whether it has no entries at all
  /// @param lacking whether this node lacks some of them
  synchronized void heads(boolean none, boolean lacking) {
    peerHasClock |= !none;
    if (lacking) {
      syncWanted = true;
    } else {
      contacted = true;
      reached |= !none;
    }
  }

  /// The peer greeted us with what makes it no peer of ours.
  synchronized void refused(String reason) {
    contacted = true;
    failure = Optional.of(reason);
  }

  /// Starts whatever is due.
  synchronized void step(long now) {
    if (around.exclusion().excludes(peer)) {
      contacted = true;
      return;
    }
    boolean linked = around.live().linked(peer);
    if (!linked && now >= nextReach && reaching.compareAndSet(false, true)) {
      List<Connection> open = around.host().connections(peer);
      boolean dialerFirst =
          !open.isEmpty()
              && open.stream().noneMatch(Connection::outbound)
              && now - inboundAt < DIALER_FIRST_NANOS;
      if (dialerFirst) {
        reaching.set(false);
      } else if (open.isEmpty() && addresses.isEmpty()) {
        contacted = true;
        reaching.set(false);
      } else {
        List<Multiaddr> targets = addresses.stream().map(around.route()).toList();
        start(reaching, () -> reach(targets));
      }
    }
    boolean syncDue = (syncWanted && now >= syncRetry) || now >= nextSync;
    if (linked && peerHasClock && syncDue && syncing.compareAndSet(false, true)) {
      syncWanted = false;
      nextSync = now + around.pace().sync().toNanos();
      start(syncing, this::sync);
    }
    if (linked && now >= nextPing && pinging.compareAndSet(false, true)) {
      nextPing = now + around.pace().ping().toNanos();
      start(pinging, this::ping);
    }
  }

  private void start(AtomicBoolean busy, Runnable task) {
    around
        .tasks()
        .execute(
            () -> {
              try {
                task.run();
              } finally {
                busy.set(false);
                around.changed().run();
              }
            });
  }

  private void reach(List<Multiaddr> targets) {
    try {
      Connection connection = around.host().connect(peer, targets, around.pace().dial());
      around.reached().accept(connection);
      try {
        around.live().open(connection);
      } catch (PeerdeckException refused) {
        closeIfDead(connection);
        throw refused;
      }
      synchronized (this) {
        // Until the peer greets, this counts as one more failure.
        nextReach = around.nanos().getAsLong() + reachPause.failed();
      }
    } catch (PeerdeckException failed) {
      synchronized (this) {
        contacted = true;
        failure = Optional.of(String.valueOf(failed.getMessage()));
        nextReach = around.nanos().getAsLong() + reachPause.failed();
      }
    }
  }

  /// A connection whose other end is gone without a word refuses streams like a closed gate does; a
  /// ping tells them apart.
  private void closeIfDead(Connection connection) {
    try {
      around.host().ping(peer, PROBE);
    } catch (PeerdeckException dead) {
      connection.close();
    }
  }

  /// Brings this clock and the peer's together; a failure is noted and tried again by
  /// [#step(long)].
  void sync() {
    try {
      List<Connection> open = around.host().connections(peer);
      if (!open.isEmpty()) {
        around.sync().sync(open.getFirst());
        synchronized (this) {
          syncPause.reset();
          failure = Optional.empty();
          contacted = true;
          reached = true;
        }
      }
    } catch (PeerdeckException failed) {
      around.exclusion().conduct().failed(peer, failed);
      synchronized (this) {
        contacted = true;
        failure = Optional.of(String.valueOf(failed.getMessage()));
        syncWanted = true;
        syncRetry = around.nanos().getAsLong() + syncPause.failed();
      }
    }
  }

  private void ping() {
    Optional<Duration> measured;
    try {
      measured = Optional.of(around.host().ping(peer, PROBE));
    } catch (PeerdeckException lost) {
      measured = Optional.empty();
    }
    // One that lost its connection while it waited tells nothing of the path.
    if (measured.isPresent() || !around.host().connections(peer).isEmpty()) {
      pings.add(around.nanos().getAsLong(), measured);
      if (measured.isEmpty()) {
        around.exclusion().conduct().note(peer, Deed.TIMEOUT, "no answer to a ping");
      }
    }
    synchronized (this) {
      rtt = measured;
    }
  }
}
