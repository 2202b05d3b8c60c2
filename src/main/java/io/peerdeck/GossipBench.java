package io.peerdeck;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.gossip.GossipConfig;
import io.peerdeck.libp2p.gossip.GossipMessage;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.libp2p.gossip.ScoreParams;
import io.peerdeck.libp2p.gossip.TopicScore;
import io.peerdeck.libp2p.gossip.Validator;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// How soon a message reaches everybody among 50 nodes in one process, each connected with some
/// sixteen others over TCP, Noise and Yamux, so that gossip has to carry it on.
final class GossipBench {
  private static final String TOPIC = "bench";
  private static final int NODES = 50;
  private static final int DIALS = 8;
  private static final int PER_SECOND = 50;
  private static final int SIZE = 1024;
  // Both cores of a small machine are half busy with this load, and the JIT compiler takes what is
  // left until it is done with what is hot: messages of that time say little of gossip.
  private static final Duration WARM_UP = Duration.ofSeconds(40);
  private static final Duration MEASURED = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double TARGET_MILLIS = 500;

  private final Random random = new Random(4);
  private final List<Host> hosts = new ArrayList<>();
  private final List<Gossipsub> nodes = new ArrayList<>();
  private final Consumer<String> progress;
  private volatile Round round = new Round(0);

  /// @param progress hears where the time went
  GossipBench(Consumer<String> progress) {
    this.progress = progress;
  }

  /// The messages of one run.
  private static final class Round {
    private final int count;
    private final int[] author;
    private final AtomicLongArray published;
    private final AtomicLongArray last;
    private final AtomicIntegerArray copies;

    Round(int count) {
      this.count = count;
      this.author = new int[count];
      this.published = new AtomicLongArray(count);
      this.last = new AtomicLongArray(count);
      this.copies = new AtomicIntegerArray(count * NODES);
    }

    void arrived(int node, int number) {
      long now = System.nanoTime();
      copies.incrementAndGet(number * NODES + node);
      last.accumulateAndGet(
          number, now, (before, after) -> before == 0 ? after : Math.max(before, after));
    }

    long missing() {
      long missing = 0;
      for (int number = 0; number < count; number++) {
        for (int node = 0; node < NODES; node++) {
          if (node != author[number] && copies.get(number * NODES + node) == 0) {
            missing++;
          }
        }
      }
      return missing;
    }

    long twice() {
      long twice = 0;
      for (int i = 0; i < copies.length(); i++) {
        twice += Math.max(0, copies.get(i) - 1);
      }
      return twice;
    }

    /// The slowest message of each second, in milliseconds.
    String slowestBySecond() {
      StringBuilder slowest = new StringBuilder();
      for (int second = 0; second * PER_SECOND < count; second++) {
        double most = 0;
        for (int i = 0; i < PER_SECOND && second * PER_SECOND + i < count; i++) {
          int number = second * PER_SECOND + i;
          most = Math.max(most, (last.get(number) - published.get(number)) / 1e6);
        }
        slowest.append(" %.0f".formatted(most));
      }
      return slowest.toString();
    }

    /// Milliseconds until the last node had each message, sorted.
    double[] millis() {
      double[] millis = new double[count];
      for (int number = 0; number < count; number++) {
        millis[number] = (last.get(number) - published.get(number)) / 1e6;
      }
      Arrays.sort(millis);
      return millis;
    }
  }

  /// Runs for about 75 seconds.
  ///
  /// @return `gossip.toAll.p50` and `gossip.toAll.p99` (ms from publishing to the last of 49
  ///     deliveries), `gossip.lost` and `gossip.twice` (deliveries missing, and made again), and
  ///     `gossip.copies` (copies received for each delivery)
  List<Figure> run() {
    try {
      start();
      publish(WARM_UP);
      long received = sum(true);
      long duplicates = sum(false);
      ThreadCpu before = ThreadCpu.now();
      long collecting = collecting();
      Round measured = publish(MEASURED);
      progress.accept(
          "gossip: CPU of a core: " + ThreadCpu.now().since(before).percent(MEASURED.toSeconds()));
      progress.accept("gossip: collecting garbage: " + (collecting() - collecting) + " ms");
      progress.accept("gossip: the slowest of each second, ms:" + measured.slowestBySecond());
      double copies = 1 + (double) (sum(false) - duplicates) / (sum(true) - received);
      double[] millis = measured.millis();
      return List.of(
          new Figure("gossip.toAll.p50", millis[millis.length / 2], "ms", TARGET_MILLIS, null),
          new Figure(
              "gossip.toAll.p99", millis[millis.length * 99 / 100], "ms", TARGET_MILLIS, null),
          new Figure("gossip.lost", measured.missing(), "", 0, null),
          new Figure("gossip.twice", measured.twice(), "", 0, null),
          new Figure("gossip.copies", copies, "x", 12, null));
    } finally {
      nodes.forEach(Gossipsub::close);
      hosts.forEach(Host::close);
    }
  }

  /// Milliseconds the collector has held everything up.
  private static long collecting() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }

  private void start() {
    GossipConfig config =
        GossipConfig.standard().withScore(ScoreParams.of(Map.of(TOPIC, TopicScore.quiet())));
    for (int i = 0; i < NODES; i++) {
      int number = i;
      KeyPair key = KeyPair.generate(new SecureRandom());
      Host host =
          Host.start(HostConfig.of(key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
      hosts.add(host);
      Gossipsub node = Gossipsub.start(host, key, config);
      nodes.add(node);
      node.subscribe(TOPIC, Validator.NONE, message -> arrived(number, message));
    }
    for (int i = 0; i < NODES; i++) {
      connect(i, (i + 1) % NODES);
      for (int dial = 1; dial < DIALS; dial++) {
        connect(i, (i + 1 + random.nextInt(NODES - 1)) % NODES);
      }
    }
    await(() -> nodes.stream().allMatch(node -> isMade(topic(node))), "the meshes are made");
  }

  /// As gossipsub leaves it: between its lowest and its highest size.
  private static boolean isMade(GossipMetrics.Topic topic) {
    GossipConfig.Degrees degrees = GossipConfig.Degrees.STANDARD;
    return topic.mesh() >= degrees.low() && topic.mesh() <= degrees.high();
  }

  private void connect(int from, int to) {
    Host target = hosts.get(to);
    try {
      hosts.get(from).connect(target.peerId(), target.addresses(), PATIENCE);
    } catch (Libp2pException e) {
      throw new IllegalStateException("node " + from + " cannot reach node " + to, e);
    }
  }

  private void arrived(int node, GossipMessage message) {
    ByteBuffer data = ByteBuffer.wrap(message.data());
    Round current = round;
    if (data.getInt() == current.count) {
      current.arrived(node, data.getInt());
    }
  }

  private Round publish(Duration time) {
    int count = (int) (time.toSeconds() * PER_SECOND);
    Round current = new Round(count);
    round = current;
    long start = System.nanoTime();
    for (int number = 0; number < count; number++) {
      long due = start + number * 1_000_000_000L / PER_SECOND;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      int author = random.nextInt(NODES);
      current.author[number] = author;
      byte[] data = new byte[SIZE];
      random.nextBytes(data);
      ByteBuffer.wrap(data).putInt(count).putInt(number);
      current.published.set(number, System.nanoTime());
      nodes.get(author).publish(TOPIC, data);
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (current.missing() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(50_000_000);
    }
    return current;
  }

  private static GossipMetrics.Topic topic(Gossipsub node) {
    return node.metrics().topics().getOrDefault(TOPIC, GossipMetrics.Topic.NONE);
  }

  private long sum(boolean received) {
    return nodes.stream()
        .map(GossipBench::topic)
        .mapToLong(topic -> received ? topic.received() : topic.duplicates())
        .sum();
  }

  private static void await(BooleanSupplier condition, String what) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("waited " + PATIENCE + " until " + what);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }
}
