package io.peerdeck;

import io.peerdeck.fleet.HeadsTopic;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.Credential;
import io.peerdeck.github.EtagGuess;
import io.peerdeck.github.FleetShare;
import io.peerdeck.github.FreshnessRules;
import io.peerdeck.github.Partitions;
import io.peerdeck.github.ResponseCache;
import io.peerdeck.github.Upstream;
import io.peerdeck.github.share.AnswerServer;
import io.peerdeck.github.share.MembersShare;
import io.peerdeck.github.share.ShareLimits;
import io.peerdeck.github.share.ShareSurroundings;
import io.peerdeck.github.share.SharedEndpoints;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// One of several nodes in this process that share what GitHub answers, over TCP, Noise and Yamux;
/// or keep it to themselves, to be compared.
final class SharingNode implements AutoCloseable {
  private static final Cid FLEET = Cid.of(Cid.DAG_CBOR, new byte[] {1});
  private static final Duration DIAL = Duration.ofSeconds(30);
  private static final long MOST_BYTES = 64L << 20;

  private final Host host;
  private final Gossipsub gossip;
  private final MembersShare share;
  private final ResponseCache cache;

  /// @param members everybody; this one is added
  /// @param shares whether it asks the others
  /// @param wall the time answers are dated by
  SharingNode(
      Set<PeerId> members,
      boolean shares,
      Upstream gitHub,
      Credential own,
      InstantSource wall,
      SecureRandom random) {
    KeyPair key = KeyPair.generate(random);
    // What one may ask of another in an hour is counted by the same time.
    LongSupplier nanos = () -> TimeUnit.MILLISECONDS.toNanos(wall.instant().toEpochMilli());
    members.add(key.peerId());
    host = Host.start(HostConfig.of(key).withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    gossip =
        Gossipsub.start(
            host,
            key,
            HeadsTopic.gossip(members::contains, InstantSource.system(), System::nanoTime, random));
    share =
        new MembersShare(
                new ShareSurroundings(
                    key.peerId(),
                    () -> Optional.of(FLEET),
                    members::contains,
                    this::inReach,
                    host::newStream,
                    gossip,
                    (peer, what) -> {
                      throw new IllegalStateException(peer + " " + what);
                    },
                    ShareLimits.standard(),
                    wall,
                    nanos))
            .start();
    cache =
        ResponseCache.inMemory(
            new ResponseCache.Ports(
                gitHub,
                new Partitions(random.generateSeed(32)),
                key.peerId(),
                () -> shares ? share : FleetShare.ALONE,
                () -> own,
                SharedEndpoints::shares,
                EtagGuess.OBSERVED,
                wall),
            FreshnessRules.standard(),
            MOST_BYTES);
    host.handle(new AnswerServer(key, cache, share::question, ShareLimits.standard(), nanos));
  }

  private Set<PeerId> inReach() {
    return host.connections().stream().map(Connection::remotePeer).collect(Collectors.toSet());
  }

  ResponseCache cache() {
    return cache;
  }

  /// Whether it asks GitHub this for the others.
  boolean owns(ApiRead read) {
    return share.owner(read).isEmpty();
  }

  /// Whether it was told that another has an answer.
  boolean knowsHolder(ApiRead read) {
    return !share.holders(read).isEmpty();
  }

  int listeners() {
    return share.listeners();
  }

  void connect(SharingNode other) {
    host.connect(other.host.peerId(), other.host.addresses(), DIAL);
  }

  @Override
  public void close() {
    share.close();
    gossip.close();
    host.close();
  }
}
