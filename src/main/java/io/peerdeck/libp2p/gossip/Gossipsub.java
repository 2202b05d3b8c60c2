package io.peerdeck.libp2p.gossip;

import io.peerdeck.libp2p.ByteFrames;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ConnectionListener;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Publishes and subscribes on topics by gossipsub 1.2, 1.1 and 1.0, every message signed by its
/// author (StrictSign). Deals with every connected peer that speaks it; connecting is others'
/// business, but for explicit peers. All methods may be called from any thread.
public final class Gossipsub implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gossipsub.class);
  private static final Duration DIAL = Duration.ofSeconds(10);
  // Streams are silent while there is no news; a dead connection is noticed by its keepalive.
  private static final Duration SILENCE = Duration.ofDays(365);

  private final Host host;
  private final KeyPair key;
  private final GossipConfig config;
  private final Router router;
  private final Intake intake;
  private final PeerLinks links;
  private final AtomicLong seqno;
  private final Map<PeerId, Stream> inbound = new ConcurrentHashMap<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private Host.@Nullable Subscription connections;
  private @Nullable Thread heart;

  private Gossipsub(Host host, KeyPair key, GossipConfig config) {
    this.host = host;
    this.key = key;
    this.config = config;
    this.router = new Router(host.peerId(), config);
    this.intake = new Intake(router, config);
    this.links = new PeerLinks(host, router, config);
    Instant now = config.clock().instant();
    // Rising over restarts too, as others expect: nanoseconds, like go- and js-libp2p.
    this.seqno = new AtomicLong(now.getEpochSecond() * 1_000_000_000L + now.getNano());
  }

  /// Answers gossipsub on a host from now on.
  ///
  /// @param key the host's own
  /// @throws IllegalArgumentException if the key is another's, or the host answers gossipsub
  ///     already
  public static Gossipsub start(Host host, KeyPair key, GossipConfig config) {
    if (!host.peerId().equals(key.peerId())) {
      throw new IllegalArgumentException("the key is not the one of " + host.peerId());
    }
    Gossipsub gossip = new Gossipsub(host, key, config);
    gossip.start();
    return gossip;
  }

  private void start() {
    host.handle(new Reading());
    connections = host.subscribe(new Connections());
    heart = Thread.ofVirtual().name("gossip-heart").start(this::beat);
  }

  /// The same as without a score, where behaviour on this topic counts for what peers are worth.
  public Host.Subscription subscribe(
      String topic, TopicScore score, Validator validator, Consumer<GossipMessage> subscriber) {
    router.count(topic, score);
    return subscribe(topic, validator, subscriber);
  }

  /// Gets the messages of a topic from now on, but for the own, each once and one after the other.
  ///
  /// @param validator looks at each before it is delivered or passed on
  /// @param subscriber called on a thread of the topic's own; who is too slow loses messages, see
  ///     [GossipMetrics.Topic#lost()]
  /// @return leaves the topic when closed
  /// @throws IllegalArgumentException if the topic has a subscriber already, or no good name
  public Host.Subscription subscribe(
      String topic, Validator validator, Consumer<GossipMessage> subscriber) {
    checkName(topic);
    Inbox inbox = new Inbox(topic, validator, subscriber, config.limits().deliveries());
    if (!intake.open(topic, inbox)) {
      throw new IllegalArgumentException(topic + " has a subscriber already");
    }
    inbox.start();
    router.subscribe(topic);
    return () -> {
      if (intake.close(topic, inbox)) {
        router.unsubscribe(topic);
      }
    };
  }

  /// Signs a message and sends it on its way.
  ///
  /// @return how many peers it goes to; with none it is kept for a few seconds for who asks
  /// @throws IllegalArgumentException if it is too large, or the topic has no good name
  public int publish(String topic, byte[] data) {
    checkName(topic);
    Message message = Message.sign(key, seqno.incrementAndGet(), topic, data);
    int most = config.limits().messageBytes();
    if (message.raw().length > most) {
      throw new IllegalArgumentException(
          "a message of %d bytes on %s; the limit is %d, signature and all"
              .formatted(message.raw().length, topic, most));
    }
    return router.publish(message);
  }

  private void checkName(String topic) {
    try {
      RpcReader.topic(
          topic.getBytes(java.nio.charset.StandardCharsets.UTF_8), config.limits().topicBytes());
    } catch (ProtocolBreach e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// What happened so far.
  public GossipMetrics metrics() {
    return router.metrics();
  }

  /// Leaves all topics, ends all streams. The host stays open. Harmless when repeated.
  @Override
  public void close() {
    closing.countDown();
    if (connections != null) {
      connections.close();
    }
    intake.close();
    links.close();
    inbound.values().forEach(Stream::reset);
    if (heart != null) {
      heart.interrupt();
    }
  }

  private void beat() {
    long pause = config.times().heartbeat().toNanos();
    try {
      // Nodes that start together need not beat together.
      long first = config.random().nextLong(pause / 2 + 1) + pause / 2;
      long explicitIn = 1;
      if (closing.await(first, TimeUnit.NANOSECONDS)) {
        return;
      }
      do {
        try {
          if (--explicitIn == 0) {
            explicitIn = config.times().explicitCheck();
            config.explicit().keySet().forEach(this::reach);
          }
          links.tend();
          router.beat();
        } catch (RuntimeException e) {
          LOG.warn("a heartbeat of gossip failed", e);
        }
      } while (!closing.await(pause, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void reach(PeerId peer) {
    if (!host.connections(peer).isEmpty() || peer.equals(host.peerId())) {
      return;
    }
    Thread.ofVirtual()
        .name("gossip-explicit")
        .start(
            () -> {
              try {
                host.connect(peer, config.explicit().getOrDefault(peer, List.of()), DIAL);
              } catch (Libp2pException e) {
                LOG.info("explicit peer {} is out of reach: {}", peer, e.getMessage());
              }
            });
  }

  private final class Connections implements ConnectionListener {
    @Override
    public void identified(Connection connection) {
      links.look(connection);
    }

    @Override
    public void closed(Connection connection) {
      links.gone(connection);
    }
  }

  /// Serves the streams over which others write.
  private final class Reading implements ProtocolBinding {
    @Override
    public List<String> protocols() {
      return Version.protocols();
    }

    @Override
    public void handle(Stream stream) throws InterruptedException {
      PeerId peer = stream.connection().remotePeer();
      if (closing.getCount() == 0
          || !links.spoke(stream.connection(), Version.of(stream.protocol()))) {
        throw new Libp2pException(peer + " is not taken part with in gossip");
      }
      stream.deadline(SILENCE);
      @Nullable Stream before = inbound.put(peer, stream);
      if (before != null) {
        before.reset(); // one is enough; the peer must have lost the older
      }
      try {
        read(peer, stream);
      } catch (ProtocolBreach breach) {
        router.breached(peer);
        throw breach;
      } finally {
        inbound.remove(peer, stream);
      }
    }

    private void read(PeerId peer, Stream stream) throws InterruptedException {
      ByteFrames frames = new ByteFrames(stream, config.limits().rpcBytes());
      Optional<byte[]> frame = frames.read();
      while (frame.isPresent()) {
        intake.take(peer, RpcReader.read(frame.get(), config.limits()));
        frame = frames.read();
      }
    }
  }
}
