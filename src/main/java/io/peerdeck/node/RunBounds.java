package io.peerdeck.node;

import io.peerdeck.schedule.RunTerms;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/// How long a submitted job may wait for a peer and how often it is tried when its peers are lost;
/// what is not said is as this node's settings say.
///
/// @param queueTimeout from one second to a year
/// @param attempts 1 to 100
public record RunBounds(Optional<Duration> queueTimeout, Optional<Integer> attempts) {
  /// As the node's settings say.
  public static final RunBounds OF_NODE = new RunBounds(Optional.empty(), Optional.empty());

  static final int MOST_ATTEMPTS = 100;
  static final Duration LONGEST = Duration.ofDays(365);

  /// Throws [NodeException] for what is out of bounds.
  public RunBounds {
    queueTimeout.ifPresent(
        time -> {
          if (time.toSeconds() < 1 || time.compareTo(LONGEST) > 0) {
            throw wrong("The queue timeout must be 1s to " + words(LONGEST) + ".");
          }
        });
    attempts.ifPresent(
        number -> {
          if (number < 1 || number > MOST_ATTEMPTS) {
            throw wrong("The attempts of a job must be 1 to " + MOST_ATTEMPTS + ".");
          }
        });
  }

  /// The same with another queue timeout.
  public RunBounds withQueueTimeout(Duration value) {
    return new RunBounds(Optional.of(value), attempts);
  }

  /// The same with another number of attempts.
  public RunBounds withAttempts(int value) {
    return new RunBounds(queueTimeout, Optional.of(value));
  }

  /// What holds: this, else what the settings say.
  RunTermsView effective(JobSettings settings, boolean network) {
    return new RunTermsView(
        queueTimeout.orElse(settings.queueTimeout()),
        attempts.orElse(settings.attempts()),
        network);
  }

  static RunTermsView of(RunTerms terms) {
    return new RunTermsView(terms.queueTimeout(), terms.attempts(), terms.network());
  }

  /// A time as people write it: `90s`, `30m`, `24h`, `7d`. Throws [NodeException] for others.
  public static Duration time(String text) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    try {
      if (lower.matches("\\d{1,9}[smhd]")) {
        return Duration.parse(lower.endsWith("d") ? "p" + lower : "pt" + lower);
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new NodeException(NodeException.Reason.INVALID, unreadable(text), e);
    }
    throw wrong(unreadable(text));
  }

  private static String unreadable(String text) {
    return "`" + text + "` is no time: write 90s, 30m, 24h or 7d.";
  }

  /// A time in the largest unit that gives a whole number, as [#time] reads it.
  public static String words(Duration time) {
    long seconds = time.toSeconds();
    if (seconds > 86_400 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds >= 3600 && seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds >= 60 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  private static NodeException wrong(String message) {
    return new NodeException(NodeException.Reason.INVALID, message);
  }
}
