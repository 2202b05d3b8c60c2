package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// What a [Gossipsub] is made of.
///
/// @param degrees how many peers it deals with on a topic
/// @param times how often and how long
/// @param limits all bounds
/// @param score how peers are judged
/// @param floodPublish whether own messages go to all peers of the topic, not only the mesh
/// @param dontWantBytes from this payload on the mesh is told at once that a message is here
///     already; below it, telling costs more than the copies
/// @param explicit peers to stay connected with, outside the mesh and without judgement, by where
///     they can be dialled
/// @param admits with whom to take part at all; asked every heartbeat, answers from memory
/// @param exchange what becomes of peers named in a PRUNE
/// @param clock for the sequence number that the own messages start from
/// @param nanos a monotonic clock in nanoseconds
/// @param random for every choice among peers
public record GossipConfig(
    Degrees degrees,
    Times times,
    GossipLimits limits,
    ScoreParams score,
    boolean floodPublish,
    int dontWantBytes,
    Map<PeerId, List<Multiaddr>> explicit,
    Predicate<PeerId> admits,
    PeerExchange exchange,
    InstantSource clock,
    LongSupplier nanos,
    RandomGenerator random) {

  /// How many peers.
  ///
  /// @param wanted D: in the mesh
  /// @param low D_lo: fewer are filled up
  /// @param high D_hi: more are cut down
  /// @param best D_score: of those kept then, chosen by score
  /// @param outbound D_out: of the mesh, such as this node dialled; below D_lo, at most D/2
  /// @param lazy D_lazy: told by gossip, at least
  /// @param gossipFactor share of the peers outside the mesh that are told by gossip
  public record Degrees(
      int wanted, int low, int high, int best, int outbound, int lazy, double gossipFactor) {
    /// What the specification recommends.
    public static final Degrees STANDARD = new Degrees(6, 4, 12, 4, 2, 6, 0.25);

    /// Checks that they fit together.
    public Degrees {
      if (low > wanted || wanted > high || best > wanted) {
        throw new IllegalArgumentException("low, wanted and high must follow each other upwards");
      }
      if (outbound > 0 && (outbound >= low || outbound > wanted / 2)) {
        throw new IllegalArgumentException("outbound must be below low and at most wanted/2");
      }
    }
  }

  /// How often and how long.
  ///
  /// @param heartbeat between two rounds of maintenance
  /// @param fanout how long peers of a topic only published on are kept
  /// @param windows heartbeats a message is kept for who asks
  /// @param gossipWindows of these, such as it is told of
  /// @param seen how long an id is remembered
  /// @param backoff not to graft after a prune
  /// @param unsubscribeBackoff the same after leaving a topic
  /// @param graftFlood a graft this soon after a prune counts twice
  /// @param followUp how long an announced message may take to come
  /// @param opportunistic heartbeats between two looks for better peers
  /// @param opportunisticPeers how many are grafted then
  /// @param explicitCheck heartbeats between two looks at explicit peers
  public record Times(
      Duration heartbeat,
      Duration fanout,
      int windows,
      int gossipWindows,
      Duration seen,
      Duration backoff,
      Duration unsubscribeBackoff,
      Duration graftFlood,
      Duration followUp,
      int opportunistic,
      int opportunisticPeers,
      int explicitCheck) {
    /// What the specification recommends.
    public static final Times STANDARD =
        new Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            5,
            3,
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            60,
            2,
            300);
  }

  /// Copies the map.
  public GossipConfig {
    explicit = Map.copyOf(explicit);
  }

  /// What the specification recommends, open to everybody.
  public static GossipConfig standard() {
    return new GossipConfig(
        Degrees.STANDARD,
        Times.STANDARD,
        GossipLimits.standard(),
        ScoreParams.of(Map.of()),
        true,
        4_096,
        Map.of(),
        peer -> true,
        PeerExchange.NONE,
        InstantSource.system(),
        System::nanoTime,
        new SecureRandom());
  }

  /// The same, judging peers in another way.
  public GossipConfig withScore(ScoreParams other) {
    return new GossipConfig(
        degrees,
        times,
        limits,
        other,
        floodPublish,
        dontWantBytes,
        explicit,
        admits,
        exchange,
        clock,
        nanos,
        random);
  }

  /// The same, taking part with these peers only.
  public GossipConfig withAdmits(Predicate<PeerId> some) {
    return new GossipConfig(
        degrees,
        times,
        limits,
        score,
        floodPublish,
        dontWantBytes,
        explicit,
        some,
        exchange,
        clock,
        nanos,
        random);
  }

  /// The same, doing this with peers named in a PRUNE.
  public GossipConfig withExchange(PeerExchange other) {
    return new GossipConfig(
        degrees,
        times,
        limits,
        score,
        floodPublish,
        dontWantBytes,
        explicit,
        admits,
        other,
        clock,
        nanos,
        random);
  }

  /// The same with clocks and randomness of the caller's.
  public GossipConfig withTime(InstantSource wall, LongSupplier monotonic, RandomGenerator chance) {
    return new GossipConfig(
        degrees,
        times,
        limits,
        score,
        floodPublish,
        dontWantBytes,
        explicit,
        admits,
        exchange,
        wall,
        monotonic,
        chance);
  }
}
