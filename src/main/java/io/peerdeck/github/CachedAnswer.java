package io.peerdeck.github;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// A 200 that is kept.
///
/// @param headers as in [ApiAnswer]
/// @param etag GitHub's own, given to this partition; empty for an answer of another member
/// @param fetched when GitHub gave it, or confirmed it last
/// @param from who brought it, if not GitHub
record CachedAnswer(
    CacheKey key,
    Map<String, String> headers,
    ApiBody body,
    Optional<String> etag,
    Instant fetched,
    TrustRung rung,
    Optional<PeerId> from) {
  /// How far two machines' times may lie apart.
  static final Duration SKEW = Duration.ofSeconds(30);

  CachedAnswer {
    headers = Map.copyOf(headers);
  }

  boolean fresh(Instant now, Duration freshFor) {
    return now.isBefore(fetched.plus(freshFor)) && !fetched.isAfter(now.plus(SKEW));
  }

  ApiAnswer answer(CacheMode mode) {
    boolean old = mode == CacheMode.STALE;
    return new ApiAnswer(
        200, headers, body, fetched, mode, old && rung == TrustRung.T2 ? TrustRung.T1 : rung);
  }

  /// About what it takes in memory.
  int weight() {
    return body.bytes().length + 2 * key.read().target().length() + 512;
  }
}
