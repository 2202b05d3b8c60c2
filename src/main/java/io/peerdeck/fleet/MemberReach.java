package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.StreamTimeoutException;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps a live stream with one peer: dials with growing pauses, and by a fresh connection when the
/// one there is has gone silent. The keeper's thread calls [#step(long)].
final class MemberReach {
  /// How long a connection has to answer a ping before it is taken for dead.
  static final Duration PROBE = Duration.ofSeconds(4);

  // Of what others say, so many addresses are tried at once.
  private static final int MOST_FOUND = 8;
  // How long the side that was dialled leaves opening the live stream to the dialer.
  private static final long DIALER_FIRST_NANOS = Duration.ofSeconds(2).toNanos();
  // A link that was up for so long was no passing success.
  private static final long STEADY_NANOS = Duration.ofSeconds(10).toNanos();

  private final PeerId peer;
  private final LinkSurroundings around;
  private final Errand reaching;

  // Guarded by this.
  private final DialTimes times;
  private List<Multiaddr> addresses = List.of();
  private boolean asked;
  private long inboundAt;
  private long greetedAt;
  private boolean fresh;
  private boolean doubted;
  private boolean keptOut;
  private long reopen;
  private boolean tried;
  private Optional<String> failure = Optional.empty();

  MemberReach(PeerId peer, LinkSurroundings around) {
    this.peer = peer;
    this.around = around;
    this.reaching = around.errand();
    this.times = new DialTimes(around);
    this.inboundAt = around.now() - DIALER_FIRST_NANOS;
  }

  /// Why the last attempt failed; empty after one that succeeded.
  synchronized Optional<String> failure() {
    return failure;
  }

  /// Whether an attempt has ended, or none can be made.
  synchronized boolean tried() {
    return tried;
  }

  /// How long until the next attempt.
  synchronized Duration untilNext() {
    return times.untilNext(around.now());
  }

  /// Takes over the peer's addresses; new ones are tried at once.
  ///
  /// @param sponsor whether it is asked to let this node in: then its refusals pass
  synchronized void addresses(List<Multiaddr> now, boolean sponsor) {
    asked = sponsor;
    if (!now.equals(addresses)) {
      addresses = List.copyOf(now);
      atOnce();
    }
  }

  /// Something speaks for the peer's being reachable again: the next attempt is made now.
  synchronized void atOnce() {
    times.atOnce(around.now());
  }

  /// The same a moment later, since others may try it now as well.
  synchronized void soon() {
    times.soon(around.now());
  }

  /// This machine slept or moved: open connections have to show that they live, closed ones are
  /// dialled at once.
  synchronized void doubt() {
    doubted = true;
    atOnce();
  }

  /// The peer dialled us.
  synchronized void dialledUs() {
    inboundAt = around.now();
  }

  /// The live stream is up and the peer greeted us.
  synchronized void greeted() {
    greetedAt = around.now();
    fresh = true;
    times.greeted(greetedAt);
    keptOut = false;
    failure = Optional.empty();
  }

  /// The live stream is down; the first redial comes soon.
  synchronized void down() {
    times.failed(around.now());
  }

  /// The peer greeted us with what makes it no peer of ours; false if that is known.
  synchronized boolean refused(String reason) {
    boolean news = !failure.equals(Optional.of(reason));
    tried = true;
    failure = Optional.of(reason);
    times.refused(around.now());
    return news;
  }

  /// The peer is kept away from this node: there is nothing to try.
  synchronized void keptAway() {
    tried = true;
  }

  /// Starts what is due.
  synchronized void step(long now) {
    boolean linked = around.live().linked(peer);
    if (reaching.underWay()) {
      return;
    }
    if (linked && !doubted) {
      linked(now);
      return;
    }
    List<Connection> open = around.host().connections(peer);
    if (doubted && !open.isEmpty()) {
      doubted = false;
      reaching.start(() -> open.forEach(this::closeIfDead));
    } else if (linked) {
      linked(now);
    } else if (times.due(now) || (keptOut && open.isEmpty() && now >= reopen)) {
      unlinked(now, open);
    }
  }

  private void linked(long now) {
    if (fresh && now - greetedAt > STEADY_NANOS) {
      fresh = false;
      times.steady();
    }
    if (times.due(now) && around.liveness().pulse(peer) == Liveness.Pulse.SUSPECT) {
      times.putOff(now);
      List<Connection> open = around.host().connections(peer);
      List<Multiaddr> targets = targets();
      reaching.start(() -> goAround(open, targets));
    }
  }

  private void unlinked(long now, List<Connection> open) {
    boolean dialerFirst =
        !open.isEmpty()
            && open.stream().noneMatch(Connection::outbound)
            && now - inboundAt < DIALER_FIRST_NANOS;
    if (dialerFirst) {
      return;
    }
    List<Multiaddr> targets = targets();
    if (!open.isEmpty()) {
      reaching.start(() -> reach(List.of()));
    } else if (targets.isEmpty()) {
      tried = true;
    } else if (around.room().take(around.needed().test(peer))) {
      reaching.start(
          () -> {
            try {
              reach(targets);
            } finally {
              around.room().left();
            }
          });
    } else {
      tried = true;
    }
  }

  /// The most promising of all known ones first, and whatever the peer itself published.
  private List<Multiaddr> targets() {
    Set<Multiaddr> targets = new LinkedHashSet<>();
    around.book().addressesOf(peer).stream().limit(MOST_FOUND).forEach(targets::add);
    targets.addAll(addresses);
    return List.copyOf(targets);
  }

  private List<Multiaddr> routed(List<Multiaddr> targets) {
    return targets.stream().map(around.route()).distinct().toList();
  }

  private void reach(List<Multiaddr> targets) {
    try {
      Connection connection = connect(targets);
      around.reached().accept(connection);
      try {
        around.live().open(connection);
      } catch (PeerdeckException refused) {
        if (keepsOut(connection, refused)) {
          refused("it does not let this node in: " + refused.getMessage());
          waitAtTheDoor(connection);
          return;
        }
        throw refused;
      }
      synchronized (this) {
        // Until the peer greets, this counts as one more failure.
        times.failed(around.now());
      }
    } catch (PeerdeckException failed) {
      synchronized (this) {
        tried = true;
        failure = Optional.of(String.valueOf(failed.getMessage()));
        times.failed(around.now());
      }
    }
  }

  /// A peer that may let this node in one day says so over an open connection; one that is lost is
  /// opened again in the usual time, and then asked once.
  private synchronized void waitAtTheDoor(Connection connection) {
    keptOut = connection.isOpen();
    reopen = times.reopen(around.now());
  }

  private Connection connect(List<Multiaddr> targets) {
    try {
      Connection connection = around.host().connect(peer, routed(targets), around.pace().dial());
      if (connection.outbound()) {
        around.book().reached(peer, connection.remoteAddress());
      }
      return connection;
    } catch (PeerdeckException nowhere) {
      around.book().unreachable(peer, targets);
      throw nowhere;
    }
  }

  /// Whether the peer is there and will have nothing to do with this node; whom this node asks to
  /// be let in answers in time.
  private boolean keepsOut(Connection connection, PeerdeckException refusal) {
    boolean hungUp = !connection.isOpen() && !(refusal instanceof StreamTimeoutException);
    boolean answers = !hungUp && !closeIfDead(connection);
    synchronized (this) {
      return !asked && (hungUp || answers);
    }
  }

  /// The peer is silent: another way to it is opened if there is one, and whichever connection does
  /// not answer is closed.
  private void goAround(List<Connection> silent, List<Multiaddr> targets) {
    try {
      if (!targets.isEmpty()) {
        around.live().open(around.host().connectAnew(peer, routed(targets), around.pace().dial()));
      }
    } catch (PeerdeckException failed) {
      synchronized (this) {
        failure = Optional.of(String.valueOf(failed.getMessage()));
      }
    }
    silent.forEach(this::closeIfDead);
  }

  /// A connection whose other end is gone without a word refuses streams like a closed gate does; a
  /// ping tells them apart. True if it was dead.
  private boolean closeIfDead(Connection connection) {
    try {
      around.host().ping(connection, PROBE);
      return false;
    } catch (PeerdeckException dead) {
      connection.close();
      return true;
    }
  }
}
