package io.peerdeck.github;

import java.time.Instant;
import java.util.Map;

/// What a read gives: GitHub's own words, and how they came here.
///
/// @param status the HTTP status
/// @param headers those of GitHub's headers that belong to the answer (`content-type`, `link`,
///     `last-modified`, …), names in lower case; never an ETag, a cookie or a rate limit
/// @param body the raw body
/// @param fetched when GitHub said it, as far as is known
/// @param mode how it came about
/// @param rung how far it is to be believed
public record ApiAnswer(
    int status,
    Map<String, String> headers,
    ApiBody body,
    Instant fetched,
    CacheMode mode,
    TrustRung rung) {
  /// Copies the headers.
  public ApiAnswer {
    headers = Map.copyOf(headers);
  }
}
