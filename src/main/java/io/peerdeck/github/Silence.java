package io.peerdeck.github;

import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/// A GitHub that does not answer is left alone for a while: one second after the first failure,
/// twice as long after each further one, half a minute at most.
final class Silence {
  private static final int LONGEST = 30;

  private final InstantSource wall;
  private int failures;
  private Instant until = Instant.MIN;

  Silence(InstantSource wall) {
    this.wall = wall;
  }

  /// @throws GitHubException while it is left alone
  synchronized void check() {
    if (wall.instant().isBefore(until)) {
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE,
          "GitHub did not answer lately; it is asked again from " + until + " on",
          until);
    }
  }

  synchronized void broken() {
    failures = 0;
    until = Instant.MIN;
  }

  /// One more failure.
  ///
  /// @return what to throw
  synchronized GitHubException after(Throwable why) {
    int pause = (int) Math.min(LONGEST, 1L << Math.min(failures, 5));
    failures++;
    Instant next = wall.instant().plus(Duration.ofSeconds(pause));
    until = next.isAfter(until) ? next : until;
    return new GitHubException(
        GitHubException.Reason.UNREACHABLE, "GitHub could not be reached: " + words(why), why);
  }

  private static String words(Throwable why) {
    return switch (why) {
      case TimeoutException _, HttpTimeoutException _ -> "no answer in time";
      case ConnectException _ -> "there is no connection to it";
      default -> Optional.ofNullable(why.getMessage()).orElse("the connection broke off");
    };
  }
}
