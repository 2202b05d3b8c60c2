package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/peerdeck/live/1.0.0`: one stream per connected member that carries announcements of heads and
/// heartbeats, as length-prefixed DAG-CBOR maps:
///
/// - `{t: "hello", v: 1, fleet: link|null}`, first, in both directions
/// - `{t: "heads", heads: [link]}`, at most 64, whenever they change
/// - `{t: "beat", claims: [link], slots, free, running, load, next}`, every second while there is
///   work and on every change, else every 4 s; `next` is the milliseconds until the next at the
///   latest
///
/// Heads stay here although gossip carries them too: a link's frame tells at once, unsigned and
/// only the newest, also of others' entries, which gossip gathers, signs, checks and tells of
/// later.
///
/// Whoever dialled opens the stream. Of two that crossed, the one the lower PeerId opened stays.
final class LiveProtocol implements ProtocolBinding, AutoCloseable {
  /// The protocol id.
  static final String ID = "/peerdeck/live/1.0.0";

  private static final Logger LOG = LoggerFactory.getLogger(LiveProtocol.class);
  private static final Duration OPEN = Duration.ofSeconds(5);
  private static final Duration STUCK = Liveness.OFFLINE_AFTER;

  /// What this node says when a link opens.
  ///
  /// @param fleet the genesis it follows
  /// @param heads the clock's heads
  /// @param beat its heartbeat
  record Greeting(Optional<Cid> fleet, List<Cid> heads, Heartbeat beat) {}

  /// What links bring. Called on reading threads; must not block long.
  interface Ear {
    /// The peer greeted; false if it belongs to a fleet that is not ours.
    boolean greeted(PeerId peer, Optional<Cid> fleet);

    void heads(PeerId peer, List<Cid> heads);

    /// The link with the peer came up, or went down.
    void linkChanged(PeerId peer, boolean up);

    /// The link ends because the peer broke the protocol.
    void broke(PeerId peer, ProtocolBreach breach);
  }

  private final PeerId self;
  private final Liveness liveness;
  private final Supplier<Greeting> greeting;
  private final Ear ear;
  private final Map<PeerId, LiveLink> links = new HashMap<>();
  private boolean closed;
  // Of the thread that looks for what is stuck.
  private long lookedAt = System.nanoTime();
  private long countsFrom = lookedAt;

  LiveProtocol(PeerId self, Liveness liveness, Supplier<Greeting> greeting, Ear ear) {
    this.self = self;
    this.liveness = liveness;
    this.greeting = greeting;
    this.ear = ear;
  }

  @Override
  public List<String> protocols() {
    return List.of(ID);
  }

  @Override
  public void handle(Stream stream) throws InterruptedException {
    PeerId peer = stream.connection().remotePeer();
    try {
      run(new LiveLink(stream, peer));
    } catch (Libp2pException ended) {
      // Peers vanish; that is what this protocol is there to notice.
      LOG.info("live stream with {} ended: {}", peer, ended.getMessage());
      stream.reset();
    }
  }

  /// Opens the stream on a connection this node dialled and serves it on a thread of its own.
  ///
  /// @throws io.peerdeck.libp2p.Libp2pException if the peer does not let us
  void open(Connection connection) {
    Stream stream = connection.newStream(ID, OPEN);
    LiveLink link = new LiveLink(stream, self);
    Thread.ofVirtual()
        .name("live-" + connection.remotePeer())
        .start(
            () -> {
              try {
                run(link);
              } catch (PeerdeckException ended) {
                LOG.debug("live stream with {} ended: {}", link.peer(), ended.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                stream.close();
              }
            });
  }

  /// Whether a live stream with the peer is up.
  boolean linked(PeerId peer) {
    synchronized (links) {
      return links.containsKey(peer);
    }
  }

  /// Whether the live stream with its peer goes over this connection.
  boolean linkedOver(Connection connection) {
    synchronized (links) {
      LiveLink link = links.get(connection.remotePeer());
      return link != null && link.connection() == connection;
    }
  }

  /// Ends the streams of those who said nothing, or took nothing, for 8 s in which this node was
  /// awake. To be called about every second, by one thread.
  void dropStuck() {
    long now = System.nanoTime();
    if (now - lookedAt > LocalHealth.OWN_PAUSE.toNanos()) {
      countsFrom = now;
    }
    lookedAt = now;
    for (LiveLink link : snapshot()) {
      if (link.isStuck(now, countsFrom)) {
        LOG.info("nothing moved on the live stream with {} for {}", link.peer(), STUCK);
        link.close();
      }
    }
  }

  /// Tells every member the heads; several in a row become one.
  void announce(List<Cid> heads) {
    for (LiveLink link : snapshot()) {
      link.announce(heads);
    }
  }

  /// Sends every member a heartbeat.
  ///
  /// @param next how long until the next one at the latest
  void beat(Heartbeat beat, Duration next) {
    byte[] frame = beat.frame(next);
    for (LiveLink link : snapshot()) {
      link.beat(frame);
    }
  }

  /// Ends the stream with a peer, if there is one.
  void drop(PeerId peer) {
    LiveLink link;
    synchronized (links) {
      link = links.get(peer);
    }
    if (link != null) {
      link.takePredecessor().ifPresent(LiveLink::close);
      link.close();
    }
  }

  @Override
  public void close() {
    synchronized (links) {
      closed = true;
    }
    for (LiveLink link : snapshot()) {
      link.takePredecessor().ifPresent(LiveLink::close);
      link.close();
    }
  }

  private List<LiveLink> snapshot() {
    synchronized (links) {
      return List.copyOf(links.values());
    }
  }

  private void run(LiveLink link) throws InterruptedException {
    if (!enter(link)) {
      link.close();
      return;
    }
    Greeting mine = greeting.get();
    link.announce(mine.heads());
    link.beat(mine.beat().frame(Pace.STANDARD.idleHeartbeat()));
    Thread writer =
        Thread.ofVirtual().name("live-out-" + link.peer()).start(() -> write(link, mine));
    liveness.tick();
    ear.linkChanged(link.peer(), true);
    try {
      link.read(new Frames());
    } catch (ProtocolBreach breach) {
      ear.broke(link.peer(), breach);
      throw breach;
    } finally {
      link.close();
      leave(link);
      writer.join();
    }
  }

  private static void write(LiveLink link, Greeting mine) {
    try {
      link.write(mine.fleet());
    } catch (PeerdeckException failed) {
      LOG.debug("cannot send to {}: {}", link.peer(), failed.getMessage());
      link.close();
    } catch (InterruptedException e) {
      link.close();
      Thread.currentThread().interrupt();
    }
  }

  private boolean enter(LiveLink fresh) {
    LiveLink old;
    synchronized (links) {
      old = links.get(fresh.peer());
      if (closed || (old != null && !old.isClosed() && staysBefore(old, fresh))) {
        return false;
      }
      links.put(fresh.peer(), fresh);
      if (old == null || old.isClosed()) {
        liveness.linked(fresh.peer(), true);
      } else {
        fresh.follow(old);
      }
    }
    return true;
  }

  /// A second stream of the same opener replaces the first, which it must have lost; so does any
  /// stream that cannot have crossed the first, and any when the first has gone silent.
  private boolean staysBefore(LiveLink old, LiveLink fresh) {
    return old.isYoung()
        && !old.opener().equals(fresh.opener())
        && old.opener().compareTo(fresh.opener()) < 0
        && liveness.pulse(old.peer()) == Liveness.Pulse.ONLINE;
  }

  private void leave(LiveLink link) {
    synchronized (links) {
      if (links.get(link.peer()) != link) {
        return;
      }
      Optional<LiveLink> before = link.takePredecessor();
      if (before.isPresent()) {
        links.put(link.peer(), before.get());
        return;
      }
      links.remove(link.peer());
      liveness.linked(link.peer(), false);
    }
    liveness.tick();
    ear.linkChanged(link.peer(), linked(link.peer()));
  }

  private final class Frames implements LiveLink.Ear {
    @Override
    public boolean hello(LiveLink link, Optional<Cid> fleet) {
      link.takePredecessor().ifPresent(LiveLink::close);
      liveness.heardFrom(link.peer());
      return ear.greeted(link.peer(), fleet);
    }

    @Override
    public void heads(LiveLink link, List<Cid> heads) {
      liveness.heardFrom(link.peer());
      ear.heads(link.peer(), heads);
    }

    @Override
    public void beat(LiveLink link, Heartbeat beat, Duration next) {
      liveness.beat(link.peer(), beat, next);
    }

    @Override
    public boolean steady(LiveLink link, Heartbeat beat, Duration next) {
      return liveness.steady(link.peer(), beat, next);
    }
  }
}
