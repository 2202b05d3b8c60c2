package io.peerdeck.github;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// By what right GitHub is asked: a token, or nothing at all. Never printed, never a key, never on
/// disk; [Partition] stands for it there.
public final class Credential {
  /// The longest token taken, in characters.
  public static final int MAX_TOKEN = 1024;

  private static final Credential NONE = new Credential("");

  private final String token;

  private Credential(String token) {
    this.token = token;
  }

  /// Asks without any.
  public static Credential anonymous() {
    return NONE;
  }

  /// Asks by a token, as it stands in `Authorization: Bearer …`.
  ///
  /// @param token printable ASCII without blanks
  /// @throws GitHubException if it is none; the message does not hold it
  public static Credential token(String token) {
    if (token.isEmpty()
        || token.length() > MAX_TOKEN
        || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new GitHubException(
          "this is no token: up to " + MAX_TOKEN + " printable characters without blanks");
    }
    return new Credential(token);
  }

  /// Whether nothing is shown to GitHub.
  public boolean isAnonymous() {
    return token.isEmpty();
  }

  /// The value of the `Authorization` header; empty if anonymous.
  Optional<String> authorization() {
    return isAnonymous() ? Optional.empty() : Optional.of("Bearer " + token);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Credential that
        && MessageDigest.isEqual(
            token.getBytes(StandardCharsets.UTF_8), that.token.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return token.hashCode();
  }

  @Override
  public String toString() {
    return isAnonymous() ? "anonymous" : "token";
  }
}
