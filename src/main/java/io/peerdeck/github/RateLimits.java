package io.peerdeck.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// GitHub's limits, kept on this side: what is left of each token's budget, the pauses GitHub asked
/// for, points per minute, writes per minute and hour, and 100 requests at once.
public final class RateLimits {
  static final int AT_ONCE = 100;

  /// GitHub's name of the budget of the GraphQL API, which is in points.
  static final String GRAPHQL = "graphql";

  private static final int MOST_TOKENS = 1000;

  private final InstantSource wall;
  private final Semaphore atOnce = new Semaphore(AT_ONCE, true);
  private final Cache<Partition, TokenBudget> tokens =
      Caffeine.newBuilder().maximumSize(MOST_TOKENS).build();

  /// @param wall in GitHub's time, which its resets are told in
  public RateLimits(InstantSource wall) {
    this.wall = wall;
  }

  /// The right to send one request; closed when its answer has been read.
  interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /// Takes the right to send one request.
  ///
  /// @param path decides which budget it falls under
  /// @throws GitHubException if a limit forbids it now, with the time from which it may be
  Permit take(Partition who, String path, boolean write, Duration patience) {
    budget(who).spend(resource(path), write);
    try {
      if (!atOnce.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new GitHubException(
            GitHubException.Reason.LIMITED,
            AT_ONCE + " requests to GitHub were under way for " + patience.toSeconds() + " s",
            wall.instant().plusSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE, "interrupted while waiting to ask GitHub", e);
    }
    return atOnce::release;
  }

  /// Learns from an answer.
  ///
  /// @param body the beginning of an error's words, empty otherwise
  void heard(Partition who, String path, int status, Map<String, String> headers, String body) {
    budget(who).heard(resource(path), status, headers, body);
  }

  /// Learns from an answer of the GraphQL API, which may be a refusal although its status is 200.
  ///
  /// @param body of the answer, as far as it was listened to
  void heardGraphQl(Partition who, int status, Map<String, String> headers, byte[] body) {
    GraphQl.Words words = GraphQl.words(body);
    boolean slowedDown = words.errors().toLowerCase(Locale.ROOT).contains("secondary rate limit");
    int meant = status < 400 && slowedDown ? 403 : status;
    budget(who).heard(GRAPHQL, meant, headers, words.errors());
    budget(who).told(words);
  }

  /// What is left, by token and resource.
  public List<Budget> budgets() {
    return tokens.asMap().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().name()))
        .flatMap(entry -> entry.getValue().shown(entry.getKey()).stream())
        .toList();
  }

  /// What is left of one token's budget, as its headers would say it.
  Optional<Budget> budget(Partition who, String path) {
    String resource = resource(path);
    return budget(who).shown(who).stream()
        .filter(budget -> budget.resource().equals(resource))
        .findFirst();
  }

  private TokenBudget budget(Partition who) {
    return tokens.get(who, partition -> new TokenBudget(wall));
  }

  static String resource(String path) {
    return path.equals("/graphql")
        ? GRAPHQL
        : path.startsWith("/search/code")
            ? "code_search"
            : path.startsWith("/search/") ? "search" : "core";
  }
}
