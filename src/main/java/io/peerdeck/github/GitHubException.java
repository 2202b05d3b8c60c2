package io.peerdeck.github;

import io.peerdeck.multiformats.PeerdeckException;
import java.time.Instant;
import java.util.Optional;

/// GitHub, or what stands in for it, could not be asked or must not be.
public final class GitHubException extends PeerdeckException {
  /// Why it was not asked.
  public enum Reason {
    /// What was asked for makes no sense or is not allowed.
    INVALID,
    /// A limit of GitHub's forbids asking before [#again].
    LIMITED,
    /// Nothing came back in time, or what came back is no answer.
    UNREACHABLE,
    /// The answer is longer than what is kept; it can only be passed through.
    TOO_LARGE
  }

  private final Reason reason;
  private final Optional<Instant> again;

  /// @param message what was wrong and what would be right
  public GitHubException(String message) {
    super(message);
    reason = Reason.INVALID;
    again = Optional.empty();
  }

  /// @param message what was wrong
  /// @param cause what lies below
  public GitHubException(String message, Throwable cause) {
    super(message, cause);
    reason = Reason.INVALID;
    again = Optional.empty();
  }

  /// @param reason why GitHub was not asked
  /// @param message what was wrong
  public GitHubException(Reason reason, String message) {
    super(message);
    this.reason = reason;
    again = Optional.empty();
  }

  /// @param reason why GitHub was not asked
  /// @param message what was wrong
  /// @param again when it may be asked again
  public GitHubException(Reason reason, String message, Instant again) {
    super(message);
    this.reason = reason;
    this.again = Optional.of(again);
  }

  /// @param reason why GitHub was not asked
  /// @param message what was wrong
  /// @param cause what lies below
  public GitHubException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    again = Optional.empty();
  }

  /// Why GitHub was not asked.
  public Reason reason() {
    return reason;
  }

  /// When it may be asked again, where that is known.
  public Optional<Instant> again() {
    return again;
  }
}
