package io.peerdeck.github.share;

import io.peerdeck.fleet.HeadsTopic;
import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.github.SharedSource;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A member with a real host, gossip and sharing on loopback; what it has of GitHub is a table.
final class SharingPeer implements AutoCloseable {
  static final Cid FLEET = Cid.of(Cid.DAG_CBOR, new byte[] {7});
  static final Duration SHORT = Duration.ofSeconds(20);

  final KeyPair key = KeyPair.generate(new SecureRandom());
  final Host host;
  final Gossipsub gossip;
  final MembersShare share;
  final Map<ApiRead, SharedAnswer> held = new ConcurrentHashMap<>();
  final List<ApiRead> fetches = new CopyOnWriteArrayList<>();
  final List<String> misconduct = new CopyOnWriteArrayList<>();
  final AtomicReference<Function<ApiRead, Optional<SharedAnswer>>> gitHub =
      new AtomicReference<>(read -> Optional.empty());
  final StreamTap tap = new StreamTap();
  volatile InstantSource wall = InstantSource.system();

  volatile SharedSource source = new Table();
  volatile LongSupplier nanos = System::nanoTime;

  /// What answers in place of the honest program.
  volatile @Nullable Answering dishonest;

  SharingPeer(Set<PeerId> members) {
    this(members, ShareLimits.standard());
  }

  SharingPeer(Set<PeerId> members, ShareLimits limits) {
    members.add(id());
    host = Host.start(HostConfig.of(key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    gossip =
        Gossipsub.start(
            host,
            key,
            HeadsTopic.gossip(
                members::contains, InstantSource.system(), System::nanoTime, new Random(1)));
    share =
        new MembersShare(
            new ShareSurroundings(
                id(),
                () -> Optional.of(FLEET),
                members::contains,
                this::inReach,
                (peer, protocol, timeout) -> tap.on(host.newStream(peer, protocol, timeout)),
                gossip,
                (peer, what) -> misconduct.add(what),
                limits,
                () -> wall.instant(),
                () -> nanos.getAsLong()));
    share.start();
    AnswerServer honest =
        new AnswerServer(key, new Given(), share::question, limits, () -> nanos.getAsLong());
    host.handle(
        tap.on(
            new ProtocolBinding() {
              @Override
              public List<String> protocols() {
                return honest.protocols();
              }

              @Override
              public void handle(Stream stream) throws IOException, InterruptedException {
                if (dishonest != null) {
                  dishonest.handle(stream);
                } else {
                  honest.handle(stream);
                }
              }
            }));
  }

  private Set<PeerId> inReach() {
    return host.connections().stream().map(Connection::remotePeer).collect(Collectors.toSet());
  }

  PeerId id() {
    return key.peerId();
  }

  void connect(SharingPeer other) {
    host.connect(other.id(), other.host.addresses(), SHORT);
  }

  SharedAnswer answer(ApiRead read, String body, Instant at) {
    return new SharedAnswer(
        read,
        Map.of("content-type", "application/json"),
        ApiBody.of(body.getBytes(StandardCharsets.UTF_8)),
        at,
        id());
  }

  /// Has it from GitHub, and tells.
  SharedAnswer holds(ApiRead read, String body) {
    SharedAnswer answer = answer(read, body, wall.instant());
    held.put(read, answer);
    share.fetched(answer);
    return answer;
  }

  @Override
  public void close() {
    share.close();
    gossip.close();
    host.close();
  }

  /// Gives what the peer's source has.
  private final class Given implements SharedSource {
    @Override
    public Optional<SharedAnswer> shared(ApiRead read, Duration freshFor) {
      return source.shared(read, freshFor);
    }

    @Override
    public Optional<SharedAnswer> forFleet(ApiRead read, Duration freshFor, Duration deadline) {
      return source.forFleet(read, freshFor, deadline);
    }
  }

  private final class Table implements SharedSource {
    @Override
    public Optional<SharedAnswer> shared(ApiRead read, Duration freshFor) {
      return Optional.ofNullable(held.get(read))
          .filter(answer -> !answer.fetched().isBefore(wall.instant().minus(freshFor)));
    }

    @Override
    public Optional<SharedAnswer> forFleet(ApiRead read, Duration freshFor, Duration deadline) {
      fetches.add(read);
      return gitHub.get().apply(read);
    }
  }

  interface Answering {
    void handle(Stream stream) throws IOException, InterruptedException;
  }
}
