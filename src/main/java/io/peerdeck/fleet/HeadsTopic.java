package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.GossipConfig;
import io.peerdeck.libp2p.gossip.GossipMessage;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.libp2p.gossip.TopicScore;
import io.peerdeck.libp2p.gossip.Verdict;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Announces the clock's heads to the whole fleet by gossip, so that a member hears of entries that
/// come from one it is not connected with: topic `/peerdeck/heads/` and the fleet's genesis,
/// messages `{v: 1, heads: [link]}`, at most 64, as DAG-CBOR. Only members' messages count.
///
/// Own entries are announced at once, those of others some seconds later, since their authors
/// announced them already. Members with a live stream tell each other their heads over that too;
/// what gossip adds is that nobody needs to be connected with everybody.
public final class HeadsTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HeadsTopic.class);
  private static final String PREFIX = "/peerdeck/heads/";
  private static final int MAX_HEADS = LiveLink.MAX_HEADS;
  private static final long OWN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long OTHERS_NANOS = TimeUnit.SECONDS.toNanos(5);

  /// Learns who has which heads.
  @FunctionalInterface
  public interface Ear {
    /// Notes that a member has these heads; false if it cannot be synced with from here.
    boolean heard(PeerId member, List<Cid> heads);
  }

  private final Gossipsub gossip;
  private final MerkleClock<Roster> clock;
  private final Ear ear;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;
  private @Nullable AutoCloseable entries;
  private Host.@Nullable Subscription topic;
  private List<Cid> announced = List.of();
  private long due;
  private boolean pending;
  private boolean closed;

  /// How a fleet gossips: among its members, and as recommended.
  ///
  /// @param member whether a peer takes part; asked often, answers from memory
  public static GossipConfig gossip(
      Predicate<PeerId> member, InstantSource wall, LongSupplier nanos, RandomGenerator random) {
    return GossipConfig.standard().withAdmits(member).withTime(wall, nanos, random);
  }

  /// A topic at rest; see [#start()].
  ///
  /// @param gossip among members only
  /// @param ear is told the author of each announcement, or else who passed it on
  /// @param nanos a monotonic clock in nanoseconds
  public HeadsTopic(Gossipsub gossip, MerkleClock<Roster> clock, Ear ear, LongSupplier nanos) {
    this.gossip = gossip;
    this.clock = clock;
    this.ear = ear;
    this.nanos = nanos;
    this.thread = Thread.ofVirtual().name("fleet-heads").unstarted(this::announce);
  }

  /// Announces and listens from now on, or from when the clock follows a fleet. To be called once.
  public HeadsTopic start() {
    entries = clock.subscribe(this::written);
    join();
    thread.start();
    return this;
  }

  private void join() {
    lock.lock();
    try {
      if (topic == null && !closed && clock.fleet().isPresent()) {
        topic =
            gossip.subscribe(
                name(clock.fleet().get()), TopicScore.quiet(), this::judge, this::heard);
      }
    } finally {
      lock.unlock();
    }
  }

  private void written(List<Entry> fresh) {
    join();
    boolean own = fresh.stream().anyMatch(entry -> entry.author().equals(clock.self()));
    lock.lock();
    try {
      long soon = nanos.getAsLong() + (own ? OWN_NANOS : OTHERS_NANOS);
      if (!pending || soon - due < 0) {
        due = soon;
        pending = true;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void announce() {
    try {
      while (awaitDue()) {
        try {
          publish();
        } catch (PeerdeckException e) {
          LOG.warn("the clock's heads cannot be announced: {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void publish() {
    List<Cid> heads = newest(clock.heads());
    if (clock.fleet().isPresent() && !heads.equals(announced)) {
      announced = heads;
      gossip.publish(name(clock.fleet().get()), write(heads));
    }
  }

  /// The topic of a fleet.
  static String name(Cid fleet) {
    return PREFIX + fleet;
  }

  /// False once closed.
  private boolean awaitDue() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && (!pending || due - nanos.getAsLong() > 0)) {
        if (pending) {
          changed.awaitNanos(due - nanos.getAsLong());
        } else {
          changed.await();
        }
      }
      pending = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private static List<Cid> newest(List<Cid> heads) {
    return heads.size() <= MAX_HEADS
        ? heads
        : heads.subList(heads.size() - MAX_HEADS, heads.size());
  }

  static byte[] write(List<Cid> heads) {
    return DagCbor.encode(Ipld.map().put("v", 1).put("heads", Ipld.links(heads)).build());
  }

  /// @throws MultiformatException if that is no announcement
  static List<Cid> read(byte[] data) {
    if (!(DagCbor.decode(data) instanceof Ipld.Map map)) {
      throw new MultiformatException("an announcement of heads is no map");
    }
    Ipld.List heads = map.list("heads");
    if (heads.size() > MAX_HEADS) {
      throw new MultiformatException("an announcement of %d heads".formatted(heads.size()));
    }
    return heads.links();
  }

  private Verdict judge(GossipMessage message) {
    if (!clock.currentView().isMember(message.author())) {
      // Who passed it on may know of a member that this node has yet to hear of.
      return Verdict.IGNORE;
    }
    try {
      read(message.data());
      return Verdict.ACCEPT;
    } catch (MultiformatException e) {
      LOG.debug("{} announces no heads: {}", message.author(), e.getMessage());
      return Verdict.REJECT;
    }
  }

  private void heard(GossipMessage message) {
    List<Cid> heads = read(message.data());
    if (!ear.heard(message.author(), heads)) {
      ear.heard(message.from(), heads); // who passes that on has it, or soon will
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      if (topic != null) {
        topic.close();
      }
    } finally {
      lock.unlock();
    }
    if (entries != null) {
      try {
        entries.close();
      } catch (Exception e) {
        LOG.warn("ending the subscription of the clock: {}", e.getMessage(), e);
      }
    }
  }
}
