package io.peerdeck.github.share;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.GossipMessage;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.libp2p.gossip.TopicScore;
import io.peerdeck.libp2p.gossip.Verdict;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gossip of what is fresh: topic `/peerdeck/github-fresh/` and the fleet's genesis, messages as
/// [FreshWords]. Only members' messages count, each speaks for itself, and who tells more than the
/// limits allow is not passed on. What comes together is told together, twice a second at most.
final class FreshTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FreshTopic.class);
  private static final String PREFIX = "/peerdeck/github-fresh/";
  private static final int MOST_WAITING = 1024;
  private static final int FLOOD = 64;
  private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Gossipsub gossip;
  private final Supplier<Optional<Cid>> fleet;
  private final Predicate<PeerId> member;
  private final Holders holders;
  private final ShareLimits limits;
  private final BiConsumer<PeerId, String> against;
  private final InstantSource wall;
  private final TokenBuckets items;
  private final TokenBuckets floods;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread =
      Thread.ofVirtual().name("github-fresh").unstarted(this::tellWhatWaits);
  // The rest guarded by lock. The newest word about each answer, told longest ago first.
  private final LinkedHashMap<Multihash, FreshWords.Word> waiting = new LinkedHashMap<>();
  private Host.@Nullable Subscription subscription;
  private Optional<Cid> joined = Optional.empty();
  private boolean closed;

  /// @param fleet its genesis; empty before there is one
  /// @param member whether a peer belongs to the fleet; answers from memory
  /// @param holders learns who holds what
  /// @param against is told of an author's misconduct
  FreshTopic(
      Gossipsub gossip,
      Supplier<Optional<Cid>> fleet,
      Predicate<PeerId> member,
      Holders holders,
      ShareLimits limits,
      BiConsumer<PeerId, String> against,
      InstantSource wall,
      LongSupplier nanos) {
    this.gossip = gossip;
    this.fleet = fleet;
    this.member = member;
    this.holders = holders;
    this.limits = limits;
    this.against = against;
    this.wall = wall;
    this.items = new TokenBuckets(limits.itemsPerSecond(), limits.itemsAtOnce(), nanos);
    this.floods = new TokenBuckets(1, FLOOD, nanos);
  }

  FreshTopic start() {
    follow();
    thread.start();
    return this;
  }

  /// The topic of a fleet.
  static String name(Cid fleet) {
    return PREFIX + fleet;
  }

  /// Listens to the fleet there is now; to be called again when there may be another.
  void follow() {
    Optional<Cid> now = fleet.get();
    lock.lock();
    try {
      if (closed || now.isEmpty() || now.equals(joined)) {
        return;
      }
      if (subscription != null) {
        subscription.close();
      }
      subscription =
          gossip.subscribe(name(now.get()), TopicScore.quiet(), this::judge, this::heard);
      joined = now;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// How many members words go to at once.
  int mesh() {
    Optional<Cid> topic;
    lock.lock();
    try {
      topic = joined;
    } finally {
      lock.unlock();
    }
    return topic
        .map(fleet -> gossip.metrics().topics().get(name(fleet)))
        .map(GossipMetrics.Topic::mesh)
        .orElse(0);
  }

  /// Tells the fleet soon. Of too many the newest are told.
  void tell(FreshWords.Word word) {
    follow();
    lock.lock();
    try {
      waiting.putLast(word.key(), word);
      if (waiting.size() > MOST_WAITING) {
        waiting.pollFirstEntry();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void tellWhatWaits() {
    try {
      while (awaitWord()) {
        TimeUnit.NANOSECONDS.sleep(SOON_NANOS);
        publish();
        TimeUnit.NANOSECONDS.sleep(APART_NANOS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /// False once closed.
  private boolean awaitWord() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && (waiting.isEmpty() || joined.isEmpty())) {
        changed.await();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void publish() {
    List<FreshWords.Word> words = new ArrayList<>();
    Optional<Cid> to;
    lock.lock();
    try {
      to = joined;
      while (words.size() < FreshWords.MOST && !waiting.isEmpty()) {
        words.add(waiting.pollFirstEntry().getValue());
      }
    } finally {
      lock.unlock();
    }
    try {
      to.ifPresent(topic -> gossip.publish(name(topic), FreshWords.write(words)));
    } catch (PeerdeckException e) {
      LOG.warn("what is fresh cannot be told: {}", e.getMessage());
    }
  }

  private Verdict judge(GossipMessage message) {
    PeerId author = message.author();
    if (!member.test(author)) {
      // Who passed it on may know of a member that this node has yet to hear of.
      return Verdict.IGNORE;
    }
    try {
      int count = FreshWords.read(message.data()).size();
      if (items.take(author, count)) {
        return Verdict.ACCEPT;
      }
      if (!floods.take(author, 1)) {
        against.accept(author, "told of more fresh answers than there can be");
      }
      return Verdict.IGNORE;
    } catch (MultiformatException e) {
      against.accept(author, "told of fresh answers: " + e.getMessage());
      return Verdict.REJECT;
    }
  }

  private void heard(GossipMessage message) {
    for (FreshWords.Word word : FreshWords.read(message.data())) {
      if (!word.at().isAfter(wall.instant().plus(limits.skew()))) {
        holders.told(word.key(), new Holding(message.author(), word.body(), word.at()));
      }
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (subscription != null) {
        subscription.close();
      }
    } finally {
      lock.unlock();
    }
    thread.interrupt();
  }
}
