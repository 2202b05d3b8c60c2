package io.peerdeck.github;

import java.io.InputStream;
import java.time.Duration;

/// GitHub as the rest of this node asks it: reads through the cache, writes straight to GitHub,
/// both with the node's own token where it has one. Blocks.
public interface ApiDoor {
  /// Asks.
  ///
  /// @param read the question
  /// @param freshFor how old an answer may be
  /// @param least how far it must be believed at least; T2 for whatever decides something
  /// @throws GitHubException if GitHub could not be asked and nothing is held
  ApiAnswer read(ApiRead read, Duration freshFor, TrustRung least);

  /// Reads something large, past the cache.
  ///
  /// @param path below the API's root
  /// @param deadline for the last byte of it
  /// @return what GitHub gives, as it comes; must be closed
  /// @throws GitHubException if GitHub could not be asked, or gives nothing
  InputStream download(String path, Duration deadline);

  /// Writes, past the cache.
  ///
  /// @param method `POST`, `PATCH`, `PUT` or `DELETE`
  /// @param path below the API's root, as in [ApiRead#target()]
  /// @param json the body
  /// @return GitHub's words, whatever the status
  /// @throws GitHubException if there is no token, GitHub could not be asked, or a limit forbids it
  Upstream.Reply write(String method, String path, byte[] json);
}
