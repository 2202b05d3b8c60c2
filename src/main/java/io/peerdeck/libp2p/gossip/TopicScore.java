package io.peerdeck.libp2p.gossip;

import java.time.Duration;

/// What behaviour on one topic is worth: the parameters P₁ to P₄ of gossipsub 1.1, "Peer Scoring".
/// Weights of rewards are not negative, weights of penalties not positive; zero turns one off.
///
/// @param weight of this topic among all
/// @param timeInMesh weight of P₁
/// @param timeInMeshQuantum time in the mesh that makes one point
/// @param timeInMeshCap most points of P₁
/// @param first weight of P₂, first deliveries
/// @param firstDecay factor per decay interval, above 0 and below 1, as are the others
/// @param firstCap most points of P₂
/// @param mesh weight of P₃, too few deliveries in the mesh, squared
/// @param meshDecay factor per decay interval
/// @param meshCap most deliveries counted
/// @param meshThreshold deliveries expected
/// @param meshWindow how long after the first a copy still counts as a delivery
/// @param meshActivation time in the mesh before P₃ counts
/// @param failure weight of P₃b, deficits at the time of a prune
/// @param failureDecay factor per decay interval
/// @param invalid weight of P₄, invalid messages, squared
/// @param invalidDecay factor per decay interval
public record TopicScore(
    double weight,
    double timeInMesh,
    Duration timeInMeshQuantum,
    double timeInMeshCap,
    double first,
    double firstDecay,
    double firstCap,
    double mesh,
    double meshDecay,
    double meshCap,
    double meshThreshold,
    Duration meshWindow,
    Duration meshActivation,
    double failure,
    double failureDecay,
    double invalid,
    double invalidDecay) {
  /// Checks the signs of the weights and the ranges of the factors.
  public TopicScore {
    if (weight < 0 || timeInMesh < 0 || first < 0) {
      throw new IllegalArgumentException("weights of rewards must not be negative");
    }
    if (mesh > 0 || failure > 0 || invalid > 0) {
      throw new IllegalArgumentException("weights of penalties must not be positive");
    }
    if (timeInMeshQuantum.isZero() || timeInMeshQuantum.isNegative()) {
      throw new IllegalArgumentException("the quantum of time in the mesh must be positive");
    }
    ScoreParams.decay("firstDecay", firstDecay);
    ScoreParams.decay("meshDecay", meshDecay);
    ScoreParams.decay("failureDecay", failureDecay);
    ScoreParams.decay("invalidDecay", invalidDecay);
  }

  /// For a topic on which few messages come, and not evenly: no delivery rate is asked for, one
  /// invalid message is forgiven within a minute, ten lead to the graylist.
  public static TopicScore quiet() {
    return new TopicScore(
        1,
        0.01,
        Duration.ofSeconds(10),
        100,
        0.1,
        0.99,
        50,
        0,
        0.5,
        100,
        20,
        Duration.ofMillis(10),
        Duration.ofSeconds(30),
        0,
        0.5,
        -1,
        0.97);
  }
}
