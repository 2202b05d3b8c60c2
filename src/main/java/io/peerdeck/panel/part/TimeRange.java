package io.peerdeck.panel.part;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// A span of time to filter by: the last while, counted from whenever it is asked, or between two
/// instants.
public sealed interface TimeRange {
  boolean contains(Instant when, Instant now);

  /// How it is kept: an ISO-8601 duration, or two instants, each possibly missing, with a slash
  /// between.
  String text();

  /// Reads [#text]; empty for anything else.
  static Optional<TimeRange> parse(String text) {
    try {
      int slash = text.indexOf('/');
      return Optional.of(
          slash < 0
              ? new Last(Duration.parse(text))
              : new Between(instant(text.substring(0, slash)), instant(text.substring(slash + 1))));
    } catch (DateTimeParseException e) {
      // Kept by hand or by another version: no range.
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }

  /// Everything since `now - length`.
  record Last(Duration length) implements TimeRange {
    @Override
    public boolean contains(Instant when, Instant now) {
      return !when.isBefore(now.minus(length));
    }

    @Override
    public String text() {
      return length.toString();
    }
  }

  /// From the one to before the other; either may be open.
  record Between(Optional<Instant> from, Optional<Instant> until) implements TimeRange {
    @Override
    public boolean contains(Instant when, Instant now) {
      return from.map(at -> !when.isBefore(at)).orElse(true)
          && until.map(when::isBefore).orElse(true);
    }

    @Override
    public String text() {
      return from.map(Instant::toString).orElse("") + "/" + until.map(Instant::toString).orElse("");
    }
  }
}
