package io.peerdeck.node;

import java.time.Instant;
import java.util.Map;

/// What GitHub's API says to one question.
///
/// @param status the HTTP status
/// @param mode how it came about: `local-hit`, `revalidated`, `peer-hit`, `miss`, `stale`
/// @param trust how far it is to be believed: `T1` a member's, `T2` this node's own
/// @param fetched when GitHub said it
/// @param headers those that belong to the answer
/// @param body as text
public record GitHubAnswerView(
    int status,
    String mode,
    String trust,
    Instant fetched,
    Map<String, String> headers,
    String body) {
  /// Copies the headers.
  public GitHubAnswerView {
    headers = Map.copyOf(headers);
  }
}
