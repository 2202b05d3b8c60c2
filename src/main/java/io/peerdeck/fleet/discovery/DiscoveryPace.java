package io.peerdeck.fleet.discovery;

import java.time.Duration;

/// How often discovery does what.
///
/// @param ask between two questions to a source that works
/// @param register between two times of telling others of this node where nothing changed
/// @param cleanup between two times of dropping what has run out
/// @param deadline how long one call of a source may take
public record DiscoveryPace(Duration ask, Duration register, Duration cleanup, Duration deadline) {
  /// 30 s, 5 min, 5 min, 20 s.
  public static final DiscoveryPace STANDARD =
      new DiscoveryPace(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(20));
}
