package io.peerdeck.github;

import java.time.Duration;
import java.util.Optional;

/// How an answer is wanted.
///
/// @param freshFor how old it may be without asking; empty for what the rules say
/// @param rung the least it must be believed
/// @param deadline for all of it
public record ReadWish(Optional<Duration> freshFor, TrustRung rung, Duration deadline) {
  private static final ReadWish USUAL =
      new ReadWish(Optional.empty(), TrustRung.T1, Duration.ofSeconds(20));

  /// As the rules say, from the fleet too, within 20 s.
  public static ReadWish usual() {
    return USUAL;
  }

  /// Fetched by this node itself or confirmed to it: what may decide something.
  public ReadWish own() {
    return new ReadWish(freshFor, TrustRung.T2, deadline);
  }

  /// At most this old.
  public ReadWish within(Duration age) {
    return new ReadWish(Optional.of(age), rung, deadline);
  }

  /// With another deadline.
  public ReadWish before(Duration other) {
    return new ReadWish(freshFor, rung, other);
  }
}
