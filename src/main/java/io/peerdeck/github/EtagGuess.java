package io.peerdeck.github;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// What ETag GitHub would give a body for somebody who never had it from GitHub. A wrong guess is
/// harmless: it is answered by a 200 with the body.
public interface EtagGuess {
  /// Guesses nothing; only ETags that GitHub gave are used.
  EtagGuess NONE = (read, credential, body) -> Optional.empty();

  /// As GitHub is known to do it, undocumented: SHA-256 over the values of `Accept` and
  /// `Authorization`, each followed by a colon, and the raw body.
  EtagGuess OBSERVED = EtagGuess::observed;

  /// @param read the question, with the media type asked for
  /// @param credential for whose eyes
  /// @param body what it would be the ETag of
  Optional<String> of(ApiRead read, Credential credential, ApiBody body);

  private static Optional<String> observed(ApiRead read, Credential credential, ApiBody body) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update((read.accept() + ":").getBytes(StandardCharsets.UTF_8));
      credential
          .authorization()
          .ifPresent(value -> hash.update((value + ":").getBytes(StandardCharsets.UTF_8)));
      hash.update(body.bytes());
      return Optional.of("\"" + HexFormat.of().formatHex(hash.digest()) + "\"");
    } catch (NoSuchAlgorithmException e) {
      throw new GitHubException("this Java has no SHA-256", e);
    }
  }
}
