package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// How peers are judged (gossipsub 1.1, "Peer Scoring").
///
/// @param topics what counts, by topic; behaviour on other topics counts nothing
/// @param topicCap most that all topics together may give; 0 for no cap
/// @param application P₅: the application's own opinion; asked often, answers from memory
/// @param applicationWeight of P₅
/// @param colocation weight of P₆, not positive
/// @param colocationThreshold peers with one network address that are no matter
/// @param colocationExempt network addresses that many may share
/// @param behaviour weight of P₇, not positive
/// @param behaviourThreshold penalties that are no matter
/// @param behaviourDecay factor per decay interval
/// @param decayInterval how often everything decays
/// @param decayToZero below this it is nothing
/// @param retain how long a bad score of a peer that left is remembered
/// @param thresholds what a score leads to
public record ScoreParams(
    Map<String, TopicScore> topics,
    double topicCap,
    ToDoubleFunction<PeerId> application,
    double applicationWeight,
    double colocation,
    int colocationThreshold,
    Predicate<String> colocationExempt,
    double behaviour,
    double behaviourThreshold,
    double behaviourDecay,
    Duration decayInterval,
    double decayToZero,
    Duration retain,
    Thresholds thresholds) {

  /// What a score leads to.
  ///
  /// @param gossip below this no gossip goes there and none is heard from there; not positive
  /// @param publish below this own messages do not go there; at most `gossip`
  /// @param graylist below this nothing is heard from there; at most `publish`
  /// @param acceptExchange from this on peers named in a PRUNE are listened to; not negative
  /// @param opportunisticGraft a mesh whose median is below this looks for better peers; not
  ///     negative
  public record Thresholds(
      double gossip,
      double publish,
      double graylist,
      double acceptExchange,
      double opportunisticGraft) {
    /// Checks their order.
    public Thresholds {
      if (gossip > 0 || publish > gossip || graylist > publish) {
        throw new IllegalArgumentException(
            "0, gossip, publish and graylist must follow each other downwards");
      }
      if (acceptExchange < 0 || opportunisticGraft < 0) {
        throw new IllegalArgumentException(
            "acceptExchange and opportunisticGraft must not be negative");
      }
    }
  }

  /// Checks the signs of the weights and the ranges of the factors.
  public ScoreParams {
    topics = Map.copyOf(topics);
    if (topicCap < 0 || applicationWeight < 0) {
      throw new IllegalArgumentException("topicCap and applicationWeight must not be negative");
    }
    if (colocation > 0 || behaviour > 0) {
      throw new IllegalArgumentException("weights of penalties must not be positive");
    }
    if (colocationThreshold < 1) {
      throw new IllegalArgumentException("colocationThreshold must be at least 1");
    }
    decay("behaviourDecay", behaviourDecay);
    decay("decayToZero", decayToZero);
  }

  static void decay(String name, double factor) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(name + " must be above 0 and below 1, not " + factor);
    }
  }

  /// Judges misbehaviour and crowded addresses, and what happens on these topics. Machines of one
  /// fleet often share a computer, so loopback is exempt.
  public static ScoreParams of(Map<String, TopicScore> topics) {
    return new ScoreParams(
        topics,
        20,
        peer -> 0,
        1,
        -5,
        10,
        ip -> ip.startsWith("127.") || ip.equals("::1"),
        -10,
        0,
        0.9,
        Duration.ofSeconds(1),
        0.01,
        Duration.ofMinutes(30),
        new Thresholds(-10, -50, -80, 0, 1));
  }

  /// The same with an opinion of the application's own.
  public ScoreParams withApplication(ToDoubleFunction<PeerId> opinion) {
    return new ScoreParams(
        topics,
        topicCap,
        opinion,
        applicationWeight,
        colocation,
        colocationThreshold,
        colocationExempt,
        behaviour,
        behaviourThreshold,
        behaviourDecay,
        decayInterval,
        decayToZero,
        retain,
        thresholds);
  }
}
