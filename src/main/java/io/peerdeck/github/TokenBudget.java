package io.peerdeck.github;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What one token, or everybody without one, may still ask.
final class TokenBudget {
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
  private static final int MOST_RESOURCES = 16;
  private static final int POINTS_PER_MINUTE = 900;
  private static final int GRAPHQL_POINTS_PER_MINUTE = 2000;
  private static final int GRAPHQL_LIMIT = 5000;
  private static final int READ_POINTS = 1;
  private static final int WRITE_POINTS = 5;
  private static final int WRITES_PER_MINUTE = 80;
  private static final int WRITES_PER_HOUR = 500;

  private record Primary(int limit, int remaining, Instant reset) {}

  private final InstantSource wall;
  private final Map<String, Primary> primary = new TreeMap<>();
  private Instant paused = Instant.MIN;
  private Duration nextPause = FIRST_PAUSE;
  private long minute;
  private int points;
  private int graphQlPoints;
  private int minuteWrites;
  private long hour;
  private int hourWrites;

  TokenBudget(InstantSource wall) {
    this.wall = wall;
  }

  synchronized void spend(String resource, boolean write) {
    Instant now = wall.instant();
    if (now.isBefore(paused)) {
      throw limited("GitHub asked to be left alone", paused);
    }
    Primary left = primary.get(resource);
    if (left != null && left.remaining() <= 0 && now.isBefore(left.reset())) {
      throw limited(
          "the " + left.limit() + " calls per hour of this budget (" + resource + ") are spent",
          left.reset());
    }
    roll(now);
    int cost = write ? WRITE_POINTS : READ_POINTS;
    boolean full =
        resource.equals(RateLimits.GRAPHQL)
            ? graphQlPoints + cost > GRAPHQL_POINTS_PER_MINUTE
            : points + cost > POINTS_PER_MINUTE;
    if (full || (write && minuteWrites >= WRITES_PER_MINUTE)) {
      throw limited(
          "this minute's share of calls is spent", Instant.ofEpochSecond((minute + 1) * 60));
    }
    if (write && hourWrites >= WRITES_PER_HOUR) {
      throw limited(
          "this hour's share of writes is spent", Instant.ofEpochSecond((hour + 1) * 3600));
    }
    if (resource.equals(RateLimits.GRAPHQL)) {
      graphQlPoints += cost;
    } else {
      points += cost;
    }
    minuteWrites += write ? 1 : 0;
    hourWrites += write ? 1 : 0;
  }

  private void roll(Instant now) {
    long thisMinute = Math.floorDiv(now.getEpochSecond(), 60);
    if (thisMinute != minute) {
      minute = thisMinute;
      points = 0;
      graphQlPoints = 0;
      minuteWrites = 0;
    }
    long thisHour = Math.floorDiv(now.getEpochSecond(), 3600);
    if (thisHour != hour) {
      hour = thisHour;
      hourWrites = 0;
    }
  }

  private static GitHubException limited(String why, Instant again) {
    return new GitHubException(
        GitHubException.Reason.LIMITED, why + "; it may be asked again at " + again, again);
  }

  synchronized void heard(String asked, int status, Map<String, String> headers, String body) {
    Instant now = wall.instant();
    OptionalLong limit = number(headers, "x-ratelimit-limit");
    OptionalLong remaining = number(headers, "x-ratelimit-remaining");
    OptionalLong reset = number(headers, "x-ratelimit-reset");
    String resource = headers.getOrDefault("x-ratelimit-resource", asked);
    if (limit.isPresent()
        && remaining.isPresent()
        && reset.isPresent()
        && (primary.containsKey(resource) || primary.size() < MOST_RESOURCES)) {
      keep(
          resource,
          new Primary(
              (int) Math.min(limit.getAsLong(), Integer.MAX_VALUE),
              (int) Math.min(remaining.getAsLong(), Integer.MAX_VALUE),
              Instant.ofEpochSecond(reset.getAsLong())));
    }
    if (status < 400) {
      nextPause = FIRST_PAUSE;
      return;
    }
    OptionalLong after = number(headers, "retry-after");
    if (after.isPresent() && (status == 403 || status == 429 || status == 503)) {
      pause(now.plusSeconds(Math.min(after.getAsLong(), LONGEST_PAUSE.toSeconds())));
    } else if (remaining.orElse(1) > 0 && secondary(status, body)) {
      pause(now.plus(nextPause));
      nextPause = min(nextPause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  /// What a question in GraphQL was told beside the headers.
  synchronized void told(GraphQl.Words words) {
    words
        .left()
        .ifPresent(
            left -> {
              Primary known = primary.get(RateLimits.GRAPHQL);
              int limit = known == null ? Math.max(GRAPHQL_LIMIT, left.remaining()) : known.limit();
              keep(
                  RateLimits.GRAPHQL,
                  new Primary(
                      left.limit() > 0 ? left.limit() : limit, left.remaining(), left.reset()));
            });
    Primary known = primary.get(RateLimits.GRAPHQL);
    if (words.spent()) {
      if (known == null || !wall.instant().isBefore(known.reset())) {
        pause(wall.instant().plus(FIRST_PAUSE)); // until when is not known
      } else {
        primary.put(RateLimits.GRAPHQL, new Primary(known.limit(), 0, known.reset()));
      }
    }
  }

  /// Answers overtake each other: within one hour the lower count is the later one.
  private void keep(String resource, Primary heard) {
    Primary known = primary.get(resource);
    if (known == null
        || heard.reset().isAfter(known.reset())
        || !wall.instant().isBefore(known.reset())
        || heard.remaining() < known.remaining()
        || heard.limit() != known.limit()) {
      primary.put(resource, heard);
    }
  }

  private static boolean secondary(int status, String body) {
    String words = body.toLowerCase(Locale.ROOT);
    return status == 429
        || (status == 403 && (words.contains("secondary rate") || words.contains("abuse")));
  }

  private void pause(Instant until) {
    paused = until.isAfter(paused) ? until : paused;
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static OptionalLong number(Map<String, String> headers, String name) {
    String text = headers.getOrDefault(name, "");
    return text.matches("\\d{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
  }

  synchronized List<Budget> shown(Partition who) {
    Instant now = wall.instant();
    Optional<Instant> pause = now.isBefore(paused) ? Optional.of(paused) : Optional.empty();
    return primary.entrySet().stream()
        .map(
            entry -> {
              Primary left = entry.getValue();
              boolean anew = !now.isBefore(left.reset());
              return new Budget(
                  who,
                  entry.getKey(),
                  left.limit(),
                  anew ? left.limit() : left.remaining(),
                  left.reset(),
                  pause);
            })
        .toList();
  }
}
