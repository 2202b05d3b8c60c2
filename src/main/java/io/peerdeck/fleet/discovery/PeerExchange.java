package io.peerdeck.fleet.discovery;

import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Members tell each other of peers over `/peerdeck/peers/1.0.0`, as length-prefixed DAG-CBOR maps
/// of at most 64 KiB; a frame is asked for and one comes back:
///
/// - `{t: "ask", v: 1, limit, labels: [text]}` → `{t: "peers", peers: [{record, statement, age}]}`
/// - `{t: "tell", v: 1, peers: [{record, statement, age}]}` → `{t: "thanks"}`
///
/// `age` is the seconds since the peer last showed that it is there. Only what peers signed is
/// told, so that nobody can put words into another's mouth; who passes on what is not signed, or
/// not true, answers for it.
public final class PeerExchange extends MembersWord implements ProtocolBinding {
  /// Its name as a source.
  public static final String NAME = "exchange";

  /// The protocol id.
  public static final String ID = "/peerdeck/peers/1.0.0";

  static final int MAX_FRAME = 64 * 1024;

  /// The most peers in one frame.
  static final int MOST_TOLD = 64;

  // What one member may bring in all: larger fleets hear of the others from more than one.
  private static final int MOST = 256;
  private static final int ASKED = 3;
  private static final int TOLD = 16;
  private static final int AT_ONCE = 16;
  private static final int ROOM = 60 * 1024;
  private static final Duration STEP = Duration.ofSeconds(5);

  /// Opens streams with connected members.
  @FunctionalInterface
  public interface Streams {
    /// @throws Libp2pException if the peer is not connected or does not speak it
    Stream open(PeerId peer, String protocol, Duration timeout);
  }

  private final Streams streams;
  private final Supplier<List<PeerId>> connected;
  private final InstantSource wall;
  private final RandomGenerator random;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /// @param connected members with an open connection
  /// @param random chooses whom to ask
  public PeerExchange(
      Streams streams,
      Supplier<List<PeerId>> connected,
      InstantSource wall,
      RandomGenerator random) {
    super(NAME, MOST);
    this.streams = streams;
    this.connected = connected;
    this.wall = wall;
    this.random = random;
  }

  @Override
  public List<String> protocols() {
    return List.of(ID);
  }

  /// Asks up to three members.
  @Override
  public List<Sighting> find() {
    List<Sighting> found = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    List<PeerId> asked = some(ASKED);
    Ipld.Map ask =
        Ipld.map()
            .put("t", "ask")
            .put("v", 1)
            .put("limit", MOST_TOLD)
            .put("labels", Ipld.texts(List.of()))
            .build();
    for (PeerId peer : asked) {
      try {
        Ipld.Map answer = exchange(peer, ask);
        found.addAll(ProtocolBreach.reading("peers", () -> sightings(peer, answer, "peers")));
      } catch (ProtocolBreach untrue) {
        lied(peer, untrue);
      } catch (Libp2pException failed) {
        failures.add(peer + ": " + failed.getMessage());
      }
    }
    if (!failures.isEmpty() && failures.size() == asked.size()) {
      throw new DiscoveryException("no member told of peers: " + failures.getFirst());
    }
    return found;
  }

  private List<PeerId> some(int most) {
    List<PeerId> peers = new ArrayList<>(connected.get());
    for (int i = peers.size() - 1; i > 0; i--) {
      peers.set(i, peers.set(random.nextInt(i + 1), peers.get(i)));
    }
    return peers.subList(0, Math.min(most, peers.size()));
  }

  private Ipld.Map exchange(PeerId peer, Ipld.Map question) {
    try (Stream stream = streams.open(peer, ID, STEP)) {
      stream.deadline(STEP);
      IpldFrames frames = new IpldFrames(stream, MAX_FRAME);
      frames.write(question);
      return frames
          .read()
          .orElseThrow(() -> new Libp2pException(peer + " ended the stream without an answer"));
    }
  }

  /// Tells members of this node.
  @Override
  public Registration register(PeerAnnouncement self) {
    Ipld.Map tell =
        Ipld.map()
            .put("t", "tell")
            .put("v", 1)
            .put("peers", new Ipld.List(List.of(self.ipld().toBuilder().put("age", 0).build())))
            .build();
    int told = 0;
    String failure = "";
    List<PeerId> peers = some(TOLD);
    for (PeerId peer : peers) {
      try {
        exchange(peer, tell);
        told++;
      } catch (Libp2pException failed) {
        failure = peer + ": " + failed.getMessage();
      }
    }
    if (told == 0 && !peers.isEmpty()) {
      throw new DiscoveryException("no member could be told of this node: " + failure);
    }
    return new Registration.Told(told);
  }

  @Override
  public void handle(Stream stream) {
    PeerId peer = stream.connection().remotePeer();
    Optional<Ear> registry = ear();
    if (registry.isEmpty() || !places.tryAcquire()) {
      stream.reset();
      return;
    }
    try {
      stream.deadline(STEP);
      IpldFrames frames = new IpldFrames(stream, MAX_FRAME);
      Optional<Ipld.Map> question = frames.read();
      if (question.isPresent()) {
        Ipld.Map asked = question.get();
        frames.write(
            ProtocolBreach.reading("a question", () -> answer(peer, asked, registry.get())));
      }
    } catch (ProtocolBreach untrue) {
      lied(peer, untrue);
      stream.reset();
    } finally {
      places.release();
    }
  }

  private Ipld.Map answer(PeerId peer, Ipld.Map question, Ear registry) {
    question.integer("v", 1, 1);
    return switch (question.text("t")) {
      case "ask" -> {
        List<String> labels = question.list("labels").texts();
        if (labels.size() > PeerStatement.MAX_LABELS) {
          throw new MultiformatException(labels.size() + " labels are too many");
        }
        int limit = question.integer("limit", 1, MOST_TOLD);
        yield peers(
            registry.known(new PeerQuery(Set.of(), Set.copyOf(labels), 2 * limit)), peer, limit);
      }
      case "tell" -> {
        registry.heard(sightings(peer, question, "tell"));
        yield Ipld.map().put("t", "thanks").build();
      }
      default -> throw new MultiformatException("'" + question.text("t") + "' is no question");
    };
  }

  private Ipld.Map peers(List<PeerInfo> known, PeerId asker, int limit) {
    Instant now = wall.instant();
    List<Ipld> told = new ArrayList<>();
    int bytes = 0;
    for (PeerInfo info : known) {
      if (info.signed().isEmpty() || info.lastSeen().isEmpty() || info.peer().equals(asker)) {
        continue;
      }
      PeerAnnouncement signed = info.signed().get();
      int size = signed.recordBytes().length + signed.statementBytes().length + 64;
      if (told.size() == limit || bytes + size > ROOM) {
        break;
      }
      bytes += size;
      long age = Math.max(0, Duration.between(info.lastSeen().get(), now).toSeconds());
      told.add(signed.ipld().toBuilder().put("age", age).build());
    }
    return Ipld.map().put("t", "peers").put("peers", new Ipld.List(told)).build();
  }

  private List<Sighting> sightings(PeerId teller, Ipld.Map frame, String type) {
    if (!frame.text("t").equals(type)) {
      throw new MultiformatException("'" + frame.text("t") + "' came where '" + type + "' belongs");
    }
    List<Ipld.Map> maps = frame.list("peers").maps();
    if (maps.size() > MOST_TOLD) {
      throw new MultiformatException(maps.size() + " peers at once; at most " + MOST_TOLD);
    }
    Instant now = wall.instant();
    List<Sighting> found = new ArrayList<>();
    for (Ipld.Map map : maps) {
      long age = map.integer("age", 0, (int) PeerStatement.MAX_TTL.toSeconds());
      found.add(
          Sighting.signed(
              PeerAnnouncement.of(map), Optional.of(now.minusSeconds(age)), Optional.of(teller)));
    }
    return found;
  }
}
