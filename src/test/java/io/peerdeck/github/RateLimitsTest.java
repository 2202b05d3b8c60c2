package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// GitHub's limits kept on this side, by a clock that moves when it is told to.
class RateLimitsTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String RUNS = "/repos/o/r/actions/runs";
  private static final Duration AT_ONCE = Duration.ZERO;

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final RateLimits limits = new RateLimits(now::get);
  private final Partition alice = new Partition("alice");
  private final Partition bob = new Partition("bob");

  private void ask(Partition who, int times, boolean write) {
    for (int i = 0; i < times; i++) {
      limits.take(who, RUNS, write, AT_ONCE).close();
    }
  }

  private GitHubException refused(Partition who, String path, boolean write) {
    GitHubException refusal =
        catchThrowableOfType(
            GitHubException.class, () -> limits.take(who, path, write, AT_ONCE).close());
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.reason()).isEqualTo(GitHubException.Reason.LIMITED);
    return refusal;
  }

  private static Map<String, String> headers(int remaining, Instant reset) {
    return Map.of(
        "x-ratelimit-limit",
        "5000",
        "x-ratelimit-remaining",
        Integer.toString(remaining),
        "x-ratelimit-reset",
        Long.toString(reset.getEpochSecond()),
        "x-ratelimit-resource",
        "core");
  }

  private Budget core(Partition who) {
    return limits.budget(who, RUNS).orElseThrow();
  }

  @Test
  void aHundredAreUnderWayAtOnceAndTheNextWaitsForOneToEnd() throws Exception {
    List<RateLimits.Permit> underWay = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      underWay.add(limits.take(alice, RUNS, false, AT_ONCE));
      underWay.add(limits.take(bob, RUNS, true, AT_ONCE));
    }
    assertThat(refused(alice, RUNS, false)).hasMessageContaining("100 requests");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<RateLimits.Permit> next =
          threads.submit(() -> limits.take(alice, RUNS, false, Duration.ofSeconds(30)));
      underWay.removeFirst().close();
      underWay.add(next.get());
    }
    assertThat(refused(bob, RUNS, false)).hasMessageContaining("100 requests");
    underWay.forEach(RateLimits.Permit::close);
    limits.take(bob, RUNS, false, AT_ONCE).close();
  }

  @Test
  void aMinuteHoldsNineHundredPointsOfWhichAWriteTakesFive() {
    ask(alice, 60, true);
    ask(alice, 600, false);
    GitHubException refusal = refused(alice, RUNS, false);
    assertThat(refusal.again()).contains(START.plusSeconds(60));
    assertThat(refusal).hasMessageContaining("10:01:00");
    ask(bob, 1, false);
    now.set(START.plusSeconds(59));
    refused(alice, RUNS, false);
    now.set(START.plusSeconds(60));
    ask(alice, 896, false);
    assertThat(refused(alice, RUNS, true)).as("a write costs five").isNotNull();
    ask(alice, 4, false);
  }

  @Test
  void writesAreEightyAMinuteAndFiveHundredAnHour() {
    for (int minute = 0; minute < 6; minute++) {
      now.set(START.plusSeconds(60 * minute));
      ask(alice, 80, true);
      assertThat(refused(alice, RUNS, true).again()).contains(START.plusSeconds(60 * minute + 60));
      ask(alice, 1, false);
    }
    now.set(START.plusSeconds(360));
    ask(alice, 20, true);
    GitHubException refusal = refused(alice, RUNS, true);
    assertThat(refusal.again()).contains(START.plusSeconds(3600));
    assertThat(refusal).hasMessageContaining("hour's share of writes");
    ask(alice, 1, false);
    now.set(START.plusSeconds(3600));
    ask(alice, 80, true);
  }

  @Test
  void aSpentHourIsToldWithItsResetAndIsWholeAgainThen() {
    Instant reset = START.plusSeconds(1800);
    limits.heard(alice, RUNS, 200, headers(1, reset), "");
    ask(alice, 1, false);
    limits.heard(alice, RUNS, 200, headers(0, reset), "");
    limits.heard(alice, RUNS, 200, headers(1, reset), "");
    assertThat(core(alice))
        .as("an answer that was overtaken says nothing new")
        .isEqualTo(new Budget(alice, "core", 5000, 0, reset, Optional.empty()));
    GitHubException refusal = refused(alice, RUNS, false);
    assertThat(refusal.again()).contains(reset);
    assertThat(refusal).hasMessageContaining("5000 calls").hasMessageContaining(reset.toString());
    limits.take(alice, "/search/issues", false, AT_ONCE).close();
    ask(bob, 1, false);
    now.set(reset);
    assertThat(core(alice).remaining()).isEqualTo(5000);
    ask(alice, 1, false);
  }

  @Test
  void aSecondaryLimitIsAPauseOfAllOfATokensCallsAsLongAsGitHubSays() {
    Instant reset = START.plusSeconds(3000);
    limits.heard(alice, RUNS, 200, headers(4000, reset), "");
    limits.heard(alice, RUNS, 403, Map.of("retry-after", "120"), "");
    assertThat(core(alice).pausedUntil()).contains(START.plusSeconds(120));
    assertThat(core(alice).reset()).isEqualTo(reset);
    assertThat(refused(alice, "/search/issues", false).again()).contains(START.plusSeconds(120));
    ask(bob, 1, false);
    now.set(START.plusSeconds(120));
    assertThat(core(alice).pausedUntil()).isEmpty();
    ask(alice, 1, false);
  }

  @Test
  void aSecondaryLimitWithoutATimeDoublesThePauseUpToAnHour() {
    String words = "You have exceeded a secondary rate limit.";
    for (int minutes : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      limits.heard(alice, RUNS, 403, headers(4000, START.plusSeconds(90_000)), words);
      Instant until = now.get().plusSeconds(60L * minutes);
      assertThat(refused(alice, RUNS, false).again()).contains(until);
      now.set(until);
      ask(alice, 1, false);
    }
    limits.heard(alice, RUNS, 200, Map.of(), "");
    limits.heard(alice, RUNS, 429, Map.of(), "");
    assertThat(refused(alice, RUNS, false).again()).contains(now.get().plusSeconds(60));
    limits.heard(bob, RUNS, 403, Map.of(), "Resource not accessible by personal access token");
    ask(bob, 1, false);
  }

  @Test
  void graphQlHasPointsOfItsOwnOfWhichAMutationTakesFive() {
    ask(alice, 900, false);
    refused(alice, RUNS, false);
    for (int i = 0; i < 1600; i++) {
      limits.take(alice, "/graphql", false, AT_ONCE).close();
    }
    for (int i = 0; i < 80; i++) {
      limits.take(alice, "/graphql", true, AT_ONCE).close();
    }
    assertThat(refused(alice, "/graphql", false).again()).contains(START.plusSeconds(60));
    now.set(START.plusSeconds(60));
    limits.take(alice, "/graphql", false, AT_ONCE).close();
    ask(alice, 1, false);
  }

  private void answered(String body) {
    limits.heardGraphQl(alice, 200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whatIsLeftOfGraphQlIsTakenFromItsAnswersAlso() {
    Instant reset = START.plusSeconds(1800);
    String left = "{\"data\":{\"rateLimit\":{\"cost\":7,\"remaining\":%d,\"resetAt\":\"%s\"}}}";
    answered(left.formatted(4993, reset));
    assertThat(limits.budget(alice, "/graphql"))
        .contains(new Budget(alice, "graphql", 5000, 4993, reset, Optional.empty()));
    limits.heardGraphQl(
        alice,
        200,
        Map.of(
            "x-ratelimit-limit", "10000",
            "x-ratelimit-remaining", "9000",
            "x-ratelimit-reset", Long.toString(reset.getEpochSecond()),
            "x-ratelimit-resource", "graphql"),
        "{}".getBytes(StandardCharsets.UTF_8));
    assertThat(limits.budget(alice, "/graphql").orElseThrow().limit()).isEqualTo(10_000);
    answered(left.formatted(0, reset));
    assertThat(refused(alice, "/graphql", false).again()).contains(reset);
    ask(alice, 1, false);
    now.set(reset);
    limits.take(alice, "/graphql", false, AT_ONCE).close();
  }

  @Test
  void aRefusalOfGraphQlIsOneAlthoughItsStatusIs200() {
    answered("{\"errors\":[{\"type\":\"RATE_LIMITED\",\"message\":\"spent\"}]}");
    assertThat(refused(alice, "/graphql", false).again()).contains(START.plusSeconds(60));
    now.set(START.plusSeconds(60));
    limits.take(alice, "/graphql", false, AT_ONCE).close();
    answered("{\"errors\":[{\"message\":\"You have exceeded a secondary rate limit.\"}]}");
    assertThat(refused(alice, RUNS, false).again()).contains(START.plusSeconds(120));
    now.set(START.plusSeconds(120));
    answered("no json");
    ask(alice, 1, false);
  }

  @Test
  void onlyMutationsChangeAnything() {
    for (String query :
        new String[] {
          "{viewer{login}}",
          "query mutation {viewer{login}}",
          "# mutation\nquery {mutation}",
          "query($a: T = {mutation: 1}) {a}",
          "fragment mutation on User {login}",
          "{a(b: \\\"} mutation {\\\")}",
          "{a(b: \\\"\\\"\\\"} mutation\\\"\\\"\\\")}"
        }) {
      assertThat(changes(query)).as(query).isFalse();
    }
    for (String query :
        new String[] {
          "mutation {a}",
          " # a word\n mutation A($b: C!) {a}",
          "query A {a} mutation B {b}",
          "fragment F on U {a}\nmutation{b}"
        }) {
      assertThat(changes(query)).as(query).isTrue();
    }
    assertThat(GraphQl.changes("no json".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(GraphQl.changes("[]".getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  private static boolean changes(String query) {
    String text = query.replace("\n", "\\n");
    return GraphQl.changes(("{\"query\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8));
  }
}
