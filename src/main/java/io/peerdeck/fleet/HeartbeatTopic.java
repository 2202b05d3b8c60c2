package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.GossipMessage;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.libp2p.gossip.TopicScore;
import io.peerdeck.libp2p.gossip.Verdict;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets members that have no link with each other know that they are alive, and keeps the leases of
/// those that have work: topic `/peerdeck/beats/` and the fleet's genesis, messages the heartbeats
/// of the live stream, signed by their author and passed on by whoever is between. In a fleet
/// larger than the connections a node keeps, and where a path between two is cut, nobody else can
/// tell.
///
/// Nothing is said while this node has a link with every member. Else a member with work says so
/// every three seconds, one without every fifteen where others are heard that way, and once a
/// minute where nobody is: those without a link are mostly switched off.
public final class HeartbeatTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatTopic.class);
  private static final String PREFIX = "/peerdeck/beats/";
  private static final int BUSY_BEATS = 3;
  private static final int IDLE_BEATS = 15;
  private static final int ASKING_BEATS = 60;
  private static final int LONGEST_MILLIS = 120_000;

  private final Gossipsub gossip;
  private final MerkleClock<Roster> clock;
  private final Liveness liveness;
  private final Predicate<PeerId> counts;
  private final Duration beat;
  private final LongSupplier nanos;
  private final Map<PeerId, Last> last = new ConcurrentHashMap<>();
  private volatile Optional<Long> heardFarAt = Optional.empty();
  // The thread that says the heartbeats.
  private Set<PeerId> far = Set.of();
  private Optional<Long> saidAt = Optional.empty();
  private Heartbeat said = Heartbeat.IDLE;
  // Guarded by this.
  private Host.@Nullable Subscription topic;
  private boolean closed;

  /// An author's last message: what is older, or comes much too soon, says nothing.
  private record Last(long number, long at) {}

  /// A topic at rest; see [#tell].
  ///
  /// @param gossip among members only
  /// @param counts whose word counts; answers from memory
  /// @param pace the fleet's
  /// @param nanos a monotonic clock in nanoseconds
  public HeartbeatTopic(
      Gossipsub gossip,
      MerkleClock<Roster> clock,
      Liveness liveness,
      Predicate<PeerId> counts,
      Pace pace,
      LongSupplier nanos) {
    this.gossip = gossip;
    this.clock = clock;
    this.liveness = liveness;
    this.counts = counts;
    this.beat = pace.heartbeat();
    this.nanos = nanos;
  }

  /// Listens from now on, or from when the clock follows a fleet, and says this heartbeat to those
  /// who cannot hear it otherwise, if it is time to. To be called every second, by one thread.
  public void tell(Heartbeat newest) {
    join();
    Set<PeerId> farBefore = far;
    far = liveness.notNear(clock.currentView());
    if (far.isEmpty() || clock.fleet().isEmpty()) {
      return;
    }
    long now = nanos.getAsLong();
    Duration pause = pause(newest, now);
    boolean due = saidAt.isEmpty() || now - saidAt.get() >= pause.toNanos();
    if (due || !farBefore.containsAll(far)) {
      // What reaches nobody was not said.
      if (gossip.publish(name(clock.fleet().get()), newest.frame(pause)) > 0) {
        saidAt = Optional.of(now);
        said = newest;
      } else {
        far = farBefore;
      }
    }
  }

  private Duration pause(Heartbeat newest, long now) {
    if (newest.busy() || !newest.sameWork(said)) {
      return beat.multipliedBy(BUSY_BEATS);
    }
    boolean heard =
        heardFarAt
            .filter(at -> now - at < beat.multipliedBy(2 * ASKING_BEATS).toNanos())
            .isPresent();
    return beat.multipliedBy(heard ? IDLE_BEATS : ASKING_BEATS);
  }

  private synchronized void join() {
    if (topic == null && !closed && clock.fleet().isPresent()) {
      topic =
          gossip.subscribe(name(clock.fleet().get()), TopicScore.quiet(), this::judge, this::heard);
    }
  }

  /// The topic of a fleet.
  static String name(Cid fleet) {
    return PREFIX + fleet;
  }

  private Verdict judge(GossipMessage message) {
    PeerId author = message.author();
    if (!counts.test(author)) {
      return Verdict.IGNORE;
    }
    try {
      read(message.data());
    } catch (MultiformatException e) {
      LOG.debug("{} says no heartbeat: {}", author, e.getMessage());
      return Verdict.REJECT;
    }
    Last fresh = new Last(message.id().number(), nanos.getAsLong());
    Last kept =
        last.merge(
            author,
            fresh,
            (before, after) ->
                after.number() > before.number() && after.at() - before.at() >= beat.toNanos() / 2
                    ? after
                    : before);
    return kept.equals(fresh) ? Verdict.ACCEPT : Verdict.IGNORE;
  }

  private void heard(GossipMessage message) {
    Ipld.Map frame = read(message.data());
    if (liveness.relayed(
        message.author(),
        Heartbeat.read(frame),
        Duration.ofMillis(frame.integer("next", 1, LONGEST_MILLIS)))) {
      heardFarAt = Optional.of(nanos.getAsLong());
    }
  }

  /// @throws MultiformatException if that is no heartbeat
  static Ipld.Map read(byte[] data) {
    if (data.length > LiveLink.MAX_FRAME) {
      throw new MultiformatException("a heartbeat of " + data.length + " bytes");
    }
    if (!(DagCbor.decode(data) instanceof Ipld.Map map)) {
      throw new MultiformatException("a heartbeat is a map");
    }
    Heartbeat.read(map);
    map.integer("next", 1, LONGEST_MILLIS);
    return map;
  }

  /// Hears and says nothing more.
  @Override
  public synchronized void close() {
    closed = true;
    if (topic != null) {
      topic.close();
    }
  }
}
