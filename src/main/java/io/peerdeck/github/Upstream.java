package io.peerdeck.github;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// GitHub itself: one request, one answer, no cache. The client behind it keeps to the limits.
/// Blocks.
public interface Upstream {
  /// Asks once.
  ///
  /// @param read the question
  /// @param credential by what right
  /// @param etag what is held already, from an earlier answer to the same right
  /// @param deadline for all of it
  /// @throws GitHubException if GitHub could not be asked, or a limit forbids asking now
  Reply get(ApiRead read, Credential credential, Optional<String> etag, Duration deadline);

  /// GitHub's words as they came.
  ///
  /// @param status the HTTP status; 304 has no body
  /// @param headers all of them, names in lower case, several values joined by a comma
  /// @param body the raw body, content encoding undone
  record Reply(int status, Map<String, String> headers, ApiBody body) {
    /// Copies the headers.
    public Reply {
      headers = Map.copyOf(headers);
    }
  }
}
