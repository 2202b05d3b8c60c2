package io.peerdeck.libp2p.gossip;

import io.peerdeck.libp2p.ByteFrames;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.libp2p.StreamTimeoutException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One stream to every connected peer that speaks gossipsub, over which everything to it is
/// written. A peer counts from the moment it is known to speak it until its last connection ends; a
/// stream that fails is opened again, after a growing pause.
final class PeerLinks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerLinks.class);
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final Duration STALLED = Duration.ofSeconds(20);
  private static final long FIRST_PAUSE = Duration.ofMillis(500).toNanos();
  private static final long LONGEST_PAUSE = Duration.ofSeconds(30).toNanos();

  private final Host host;
  private final Router router;
  private final GossipConfig config;
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<PeerId, Link> links = new HashMap<>();
  private boolean closed;

  /// What leads to one peer; guarded by this room's monitor.
  private static final class Link {
    private final Peer peer;
    private Connection connection;
    private boolean serving;
    private long pause = FIRST_PAUSE;
    private long retryAt;

    Link(Peer peer, Connection connection) {
      this.peer = peer;
      this.connection = connection;
    }
  }

  PeerLinks(Host host, Router router, GossipConfig config) {
    this.host = host;
    this.router = router;
    this.config = config;
  }

  /// Opens a stream if the peer said that it speaks gossipsub.
  void look(Connection connection) {
    connection
        .identified()
        .flatMap(known -> Version.newest(known.protocols()))
        .ifPresent(version -> link(connection, version, false));
  }

  /// The peer opened a stream of its own, so it speaks this version whatever identify says. False
  /// if it is not taken part with.
  boolean spoke(Connection connection, Version version) {
    return link(connection, version, true);
  }

  /// Opens what is missing and drops what is not wanted any more.
  void tend() {
    for (Connection connection : host.connections()) {
      if (!serves(connection.remotePeer())) {
        look(connection);
      }
    }
    synchronized (this) {
      for (Link link : List.copyOf(links.values())) {
        if (!config.admits().test(link.peer.id())) {
          drop(link);
        } else if (!link.connection.isOpen()) {
          moveOrDrop(link);
        }
      }
    }
  }

  private synchronized boolean serves(PeerId id) {
    Link link = links.get(id);
    return link != null && link.serving;
  }

  private synchronized boolean link(Connection connection, Version version, boolean atOnce) {
    PeerId id = connection.remotePeer();
    if (closed || !connection.isOpen() || !config.admits().test(id)) {
      return false;
    }
    Link link = links.get(id);
    if (link == null) {
      Peer peer = new Peer(id, version, connection.outbound(), new PeerOutbox(config.limits()));
      if (!router.peerUp(peer, connection.remoteAddress().host())) {
        return false;
      }
      link = new Link(peer, connection);
      links.put(id, link);
      serve(link);
    } else if (!link.serving && (atOnce || config.nanos().getAsLong() - link.retryAt >= 0)) {
      serve(link);
    }
    return true;
  }

  private void serve(Link link) {
    link.serving = true;
    Connection connection = link.connection;
    tasks.execute(
        () -> {
          try {
            write(link, connection);
          } catch (Libp2pException e) {
            LOG.debug("gossip to {}: {}", link.peer.id(), e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            failed(link);
          }
        });
  }

  private void write(Link link, Connection connection) throws InterruptedException {
    Peer peer = link.peer;
    try (Stream stream = connection.newStream(peer.version().protocol(), OPEN)) {
      stream.deadline(STALLED);
      router.reachable(peer, true);
      synchronized (this) {
        link.pause = FIRST_PAUSE;
      }
      Thread.ofVirtual().name("gossip-watch").start(() -> watch(peer, stream));
      ByteFrames frames = new ByteFrames(stream, config.limits().sentRpcBytes());
      Optional<Rpc> next = peer.outbox().take(stream);
      while (next.isPresent()) {
        frames.write(RpcWriter.write(next.get()));
        next = peer.outbox().take(stream);
      }
    }
  }

  /// Nothing comes back on a stream that is only written to, but its reset tells that writing is of
  /// no use any more.
  private static void watch(Peer peer, Stream stream) {
    byte[] nothing = new byte[64];
    while (true) {
      try {
        if (stream.read(nothing, 0, nothing.length) < 0) {
          return; // the other half may end; ours goes on
        }
      } catch (StreamTimeoutException quiet) {
        // as it should be
      } catch (Libp2pException ended) {
        peer.outbox().stop(stream);
        return;
      }
    }
  }

  private synchronized void failed(Link link) {
    link.serving = false;
    link.retryAt = config.nanos().getAsLong() + link.pause;
    link.pause = Math.min(LONGEST_PAUSE, 2 * link.pause);
    router.reachable(link.peer, false);
  }

  private void moveOrDrop(Link link) {
    host.connections(link.peer.id()).stream()
        .findFirst()
        .ifPresentOrElse(other -> link.connection = other, () -> drop(link));
  }

  private void drop(Link link) {
    if (links.remove(link.peer.id(), link)) {
      link.peer.outbox().close();
      router.peerDown(link.peer);
    }
  }

  /// A connection ended; another with the same peer takes over, or the peer is gone.
  synchronized void gone(Connection connection) {
    Link link = links.get(connection.remotePeer());
    if (link != null && link.connection == connection) {
      moveOrDrop(link);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      List.copyOf(links.values()).forEach(this::drop);
    }
    tasks.shutdownNow();
    try {
      if (!tasks.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("gossip streams did not end within 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
