package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.KeyPair;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The cache before a model of GitHub.
class ResponseCacheTest {
  private static final String RUNS = "/repos/o/r/actions/runs";
  private static final String PRIVATE = "/repos/o/secret/actions/runs";
  private static final Credential ALICE = Credential.token("alice-token");
  private static final Credential BOB = Credential.token("bob-token");
  private static final Credential NOBODY = Credential.anonymous();

  private final AskedModel github = new AskedModel();
  private final GitHubModel model = github.model;

  @AfterEach
  void stop() {
    github.close();
  }

  private ResponseCache cache(boolean shared, Credential own) {
    return github.cache(github.ports(FleetShare.ALONE, own, read -> shared));
  }

  private static ApiAnswer read(ResponseCache cache, String target, Credential who) {
    return cache.get(ApiRead.of(target), who, ReadWish.usual());
  }

  private static String text(ApiAnswer answer) {
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }

  private void later(int seconds) {
    github.later(Duration.ofSeconds(seconds));
  }

  @Test
  void anAnswerIsReadFromMemoryWhileFreshAndThenConfirmedForNothing() {
    model.put(RUNS, "{\"total_count\":1}");
    ResponseCache cache = cache(false, NOBODY);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.MISS);
    later(59);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.LOCAL_HIT);
    later(2);
    ApiAnswer confirmed = read(cache, RUNS, ALICE);
    assertThat(confirmed.mode()).isEqualTo(CacheMode.REVALIDATED);
    assertThat(confirmed.fetched()).isEqualTo(github.now.get());
    assertThat(model.spent("alice-token")).isEqualTo(1);
    model.put(RUNS, "{\"total_count\":2}");
    later(61);
    assertThat(text(read(cache, RUNS, ALICE))).contains("2");
    CacheTally tally = cache.statistics().operations().get(Operation.RUNS);
    assertThat(tally.of(CacheMode.LOCAL_HIT)).isOne();
    assertThat(tally.counted()).isEqualTo(2);
    assertThat(tally.saved()).isEqualTo(2);
  }

  @Test
  void whatOneTokenSawIsNeverGivenToAnother() {
    model.putFor("alice-token", PRIVATE, "{\"of\":\"alice\"}");
    for (boolean shared : List.of(false, true)) {
      ResponseCache cache = cache(shared, NOBODY);
      assertThat(text(read(cache, PRIVATE, ALICE))).contains("alice");
      assertThat(read(cache, PRIVATE, BOB).status()).isEqualTo(404);
      assertThat(read(cache, PRIVATE, NOBODY).status()).isEqualTo(404);
      assertThat(cache.shared(ApiRead.of(PRIVATE), Duration.ofHours(1))).isEmpty();
      assertThat(cache.kept(10)).noneMatch(kept -> kept.partition().isPublic());
    }
  }

  @Test
  void aTokensAnswerIsSharedOnlyOnceThePublicWasSeenToGetTheSameBytes() {
    model.put(RUNS, "{\"total_count\":1}");
    ResponseCache cache = cache(true, NOBODY);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.MISS);
    assertThat(model.calls(RUNS, 200)).isOne();
    assertThat(model.calls(RUNS, 304)).isOne();
    assertThat(read(cache, RUNS, BOB).mode()).isEqualTo(CacheMode.LOCAL_HIT);
    assertThat(cache.shared(ApiRead.of(RUNS), Duration.ofMinutes(1))).isPresent();
    later(61);
    assertThat(read(cache, RUNS, BOB).mode()).isEqualTo(CacheMode.REVALIDATED);
    assertThat(model.spent("bob-token")).isZero();
  }

  @Test
  void aViewersOwnBodyStaysWithTheViewer() {
    model.put(RUNS, "{\"total_count\":1}");
    model.putFor("alice-token", RUNS, "{\"total_count\":1,\"permissions\":\"admin\"}");
    ResponseCache cache = cache(true, NOBODY);
    assertThat(text(read(cache, RUNS, ALICE))).contains("admin");
    assertThat(text(read(cache, RUNS, ALICE))).contains("admin");
    assertThat(text(read(cache, RUNS, BOB))).doesNotContain("admin");
    assertThat(text(read(cache, RUNS, NOBODY))).doesNotContain("admin");
    assertThat(cache.forFleet(ApiRead.of(RUNS), Duration.ofMinutes(1), Duration.ofSeconds(5)))
        .isEmpty();
  }

  @Test
  void aRepositoryTurnedPrivateIsNoLongerTold() {
    model.put(RUNS, "{\"total_count\":1}");
    ResponseCache cache = cache(true, ALICE);
    read(cache, RUNS, ALICE);
    assertThat(cache.shared(ApiRead.of(RUNS), Duration.ofHours(2))).isPresent();
    model.hide(RUNS);
    model.putFor("alice-token", RUNS, "{\"total_count\":1}");
    later(3601);
    assertThat(text(read(cache, RUNS, ALICE))).contains("1");
    assertThat(read(cache, RUNS, NOBODY).status()).isEqualTo(404);
    assertThat(cache.shared(ApiRead.of(RUNS), Duration.ofDays(1))).isEmpty();
    model.put(RUNS, "{\"total_count\":2}");
    model.putFor("alice-token", RUNS, "{\"total_count\":2}");
    later(601);
    assertThat(text(read(cache, RUNS, ALICE))).contains("2");
    assertThat(cache.shared(ApiRead.of(RUNS), Duration.ofMinutes(1))).isPresent();
  }

  @Test
  void whenThePublicsHourIsSpentTheTokensAnswerIsNotShared() {
    model.put(RUNS, "{\"total_count\":1}");
    model.limit("", 0);
    ResponseCache cache = cache(true, NOBODY);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.MISS);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.LOCAL_HIT);
    assertThat(cache.shared(ApiRead.of(RUNS), Duration.ofHours(1))).isEmpty();
    assertThat(read(cache, RUNS, BOB).mode()).isEqualTo(CacheMode.MISS);
  }

  @Test
  void aThousandWhoAskAtOnceCostOneCall() throws Exception {
    model.put(RUNS, "{\"total_count\":1}");
    CountDownLatch gate = new CountDownLatch(1);
    model.gate(gate);
    ResponseCache cache = cache(false, NOBODY);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 1000)
              .mapToObj(i -> threads.submit(() -> text(read(cache, RUNS, ALICE))))
              .toList();
      gate.countDown();
      Set<String> said = new java.util.HashSet<>();
      for (var answer : answers) {
        said.add(answer.get());
      }
      assertThat(said).containsExactly("{\"total_count\":1}");
    }
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void anHourWithoutGitHubIsBridgedByWhatIsHeldAndSaysSo() {
    model.put(RUNS, "{\"total_count\":1}");
    ResponseCache cache = cache(false, NOBODY);
    read(cache, RUNS, ALICE);
    model.down(true);
    for (int minute = 0; minute < 60; minute++) {
      later(60);
      ApiAnswer answer = read(cache, RUNS, ALICE);
      assertThat(answer.mode()).isEqualTo(CacheMode.STALE);
      assertThat(answer.rung()).isNotEqualTo(TrustRung.T2);
    }
    ReadWish own = ReadWish.usual().own();
    assertThatThrownBy(() -> cache.get(ApiRead.of(RUNS), ALICE, own))
        .isInstanceOf(GitHubException.class);
    assertThatThrownBy(() -> read(cache, "/repos/o/other/actions/runs", ALICE))
        .isInstanceOf(GitHubException.class);
    model.down(false);
    later(60);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.REVALIDATED);
    model.failing(502);
    later(Math.toIntExact(Duration.ofHours(25).toSeconds()));
    assertThat(read(cache, RUNS, ALICE).status()).isEqualTo(502);
    model.failing(0);
    assertThat(read(cache, RUNS, ALICE).status()).isEqualTo(200);
  }

  @Test
  void gitHubIsLeftAloneAsLongAsItAsks() {
    model.put(RUNS, "{\"total_count\":1}");
    ResponseCache cache = cache(false, NOBODY);
    read(cache, RUNS, ALICE);
    later(61);
    model.slow(120);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.STALE);
    model.slow(0);
    later(60);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.STALE);
    assertThat(model.calls()).hasSize(2);
    later(61);
    assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.REVALIDATED);
    model.limit("alice-token", 1);
    assertThat(read(cache, "/repos/o/r/issues", ALICE).status()).isEqualTo(403);
    int calls = model.calls().size();
    assertThatThrownBy(() -> read(cache, "/repos/o/r/issues", ALICE)).hasMessageContaining("spent");
    assertThat(model.calls()).hasSize(calls);
    assertThat(github.limits.budgets()).anyMatch(budget -> budget.remaining() == 0);
  }

  @Test
  void neitherABombNorAMountainIsKept() {
    model.put("/repos/o/r/contents/bomb", new byte[ApiBody.MAX_BYTES + 1]);
    ResponseCache cache = cache(false, NOBODY);
    assertThatThrownBy(() -> read(cache, "/repos/o/r/contents/bomb", ALICE))
        .isInstanceOfSatisfying(
            GitHubException.class,
            e -> assertThat(e.reason()).isEqualTo(GitHubException.Reason.TOO_LARGE));
    byte[] big = new byte[100_000];
    for (int i = 0; i < 40; i++) {
      model.put("/repos/o/r/contents/" + i, big);
      read(cache, "/repos/o/r/contents/" + i, ALICE);
    }
    assertThat(cache.statistics().keptBytes()).isLessThanOrEqualTo(1 << 20);
    assertThat(cache.statistics().total().evicted()).isPositive();
  }

  @Test
  void aMembersAnswerIsTakenAsOneAndRaisedByAConfirmationThatCostsNothing() {
    String body = "{\"total_count\":1}";
    model.put(RUNS, body);
    ApiRead read = ApiRead.of(RUNS);
    var peer = KeyPair.generate(new SecureRandom()).peerId();
    FleetShare fleet =
        new FleetShare() {
          @Override
          public Optional<io.peerdeck.multiformats.PeerId> owner(ApiRead asked) {
            return Optional.of(peer);
          }

          @Override
          public Optional<SharedAnswer> ask(ApiRead asked, Duration freshFor, Duration patience) {
            return Optional.of(
                new SharedAnswer(
                    asked,
                    java.util.Map.of("etag", "\"another's\""),
                    ApiBody.of(body.getBytes(StandardCharsets.UTF_8)),
                    github.now.get().minusSeconds(5),
                    peer));
          }

          @Override
          public void fetched(SharedAnswer answer) {}

          @Override
          public List<io.peerdeck.multiformats.PeerId> holders(ApiRead asked) {
            return List.of();
          }
        };
    ResponseCache cache = github.cache(github.ports(fleet, NOBODY, asked -> true));
    ApiAnswer brought = cache.get(read, ALICE, ReadWish.usual());
    assertThat(brought.mode()).isEqualTo(CacheMode.PEER_HIT);
    assertThat(brought.rung()).isEqualTo(TrustRung.T1);
    assertThat(brought.headers()).isEmpty();
    assertThat(model.calls()).isEmpty();
    assertThat(cache.shared(read, Duration.ofHours(1))).isEmpty();
    ApiAnswer own = cache.get(read, ALICE, ReadWish.usual().own());
    assertThat(own.rung()).isEqualTo(TrustRung.T2);
    assertThat(own.mode()).isEqualTo(CacheMode.REVALIDATED);
    assertThat(model.calls().stream().map(GitHubModel.Call::status).collect(Collectors.toSet()))
        .containsExactly(304);
    assertThat(model.spent("alice-token")).isZero();
  }

  @Test
  void aWrongGuessOfAnEtagCostsACallAndNothingElse() {
    try (AskedModel odd = new AskedModel(false)) {
      GitHubModel other = odd.model;
      other.put(RUNS, "{\"total_count\":1}");
      ResponseCache cache = odd.cache(odd.ports(FleetShare.ALONE, NOBODY, read -> true));
      assertThat(read(cache, RUNS, ALICE).mode()).isEqualTo(CacheMode.MISS);
      assertThat(cache.shared(ApiRead.of(RUNS), Duration.ofMinutes(1))).isPresent();
      odd.later(Duration.ofSeconds(61));
      assertThat(text(read(cache, RUNS, BOB))).contains("1");
      assertThat(other.calls(RUNS, 304)).isZero();
    }
  }
}
