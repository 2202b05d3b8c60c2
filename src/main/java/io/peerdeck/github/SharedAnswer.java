package io.peerdeck.github;

import io.peerdeck.multiformats.PeerId;
import java.time.Instant;
import java.util.Map;

/// An answer that may leave this machine: of an endpoint on the list, fetched without a credential.
/// What a member signs and what another checks before it believes it at [TrustRung#T1].
///
/// @param read the question
/// @param headers as in [ApiAnswer]
/// @param body the raw body, whose CID the signature covers
/// @param fetched when GitHub gave or confirmed it, by the fetcher's time
/// @param fetcher who asked GitHub
public record SharedAnswer(
    ApiRead read, Map<String, String> headers, ApiBody body, Instant fetched, PeerId fetcher) {
  /// Copies the headers.
  public SharedAnswer {
    headers = Map.copyOf(headers);
  }
}
