package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A repository that is no longer the public's, minute by minute: what members are told and given.
class TurnedPrivateTest {
  private static final String RUNS = "/repos/o/r/actions/runs";
  private static final String ISSUES = "/repos/o/r/issues";
  private static final String TOKEN = "the-nodes-token";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
  private final GitHubModel model = GitHubModel.start(now::get);
  private final Partitions partitions = new Partitions(new byte[32]);
  private final GitHubClient client =
      new GitHubClient(
          model.base(), partitions, new RateLimits(now::get), now::get, "peerdeck-test");
  private final List<SharedAnswer> told = new ArrayList<>();
  private final List<String> gone = new ArrayList<>();
  private final FleetShare fleet =
      new FleetShare() {
        @Override
        public Optional<PeerId> owner(ApiRead read) {
          return Optional.empty();
        }

        @Override
        public Optional<SharedAnswer> ask(ApiRead read, Duration freshFor, Duration patience) {
          return Optional.empty();
        }

        @Override
        public void fetched(SharedAnswer answer) {
          told.add(answer);
        }

        @Override
        public void gone(ApiRead read) {
          gone.add(read.target());
        }

        @Override
        public List<PeerId> holders(ApiRead read) {
          return List.of();
        }
      };
  private final ResponseCache cache =
      ResponseCache.inMemory(
          new ResponseCache.Ports(
              client,
              partitions,
              KeyPair.generate(new SecureRandom()).peerId(),
              () -> fleet,
              () -> Credential.token(TOKEN),
              read -> true,
              EtagGuess.OBSERVED,
              now::get),
          FreshnessRules.standard(),
          1 << 20);

  @AfterEach
  void stop() {
    client.close();
    model.close();
  }

  private void read(String target) {
    cache.get(ApiRead.of(target), Credential.token(TOKEN), ReadWish.usual());
  }

  /// What a member who asks gets, too.
  private List<SharedAnswer> given(String target) {
    cache
        .forFleet(ApiRead.of(target), Duration.ofMinutes(1), Duration.ofSeconds(5))
        .ifPresent(told::add);
    return told;
  }

  private void turnedPrivate(String target, String body) {
    model.hide(target);
    model.putFor(TOKEN, target, body);
  }

  private static String text(SharedAnswer answer) {
    return new String(answer.body().bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void whatIsUnchangedIsToldOnForAQuarterOfAnHourAtMostAndWasPublicByteByByte() {
    String open = "{\"total_count\":1}";
    model.put(RUNS, open);
    read(RUNS);
    Instant closed = now.get();
    turnedPrivate(RUNS, open);
    for (int minute = 0; minute < 60; minute++) {
      now.updateAndGet(at -> at.plusSeconds(61));
      read(RUNS);
      given(RUNS);
    }
    assertThat(told).isNotEmpty().allSatisfy(answer -> assertThat(text(answer)).isEqualTo(open));
    assertThat(told)
        .allSatisfy(
            answer ->
                assertThat(answer.fetched())
                    .isBeforeOrEqualTo(closed.plus(Duration.ofMinutes(16))));
    assertThat(gone).contains(RUNS);
    assertThat(cache.shared(ApiRead.of(RUNS), Duration.ofDays(1))).isEmpty();
  }

  @Test
  void whatChangedInPrivateIsNeverSentAndEndsWhatIsToldOfTheWholeRepository() {
    model.put(RUNS, "{\"total_count\":1}");
    model.put(ISSUES, "[1]");
    read(RUNS);
    read(ISSUES);
    turnedPrivate(RUNS, "{\"total_count\":2,\"of\":\"a secret\"}");
    turnedPrivate(ISSUES, "[1]");
    told.clear();
    for (int minute = 0; minute < 30; minute++) {
      now.updateAndGet(at -> at.plusSeconds(61));
      read(RUNS);
      given(RUNS);
      given(ISSUES);
    }
    assertThat(gone).contains(RUNS);
    assertThat(told).isEmpty();
    model.put(RUNS, "{\"total_count\":3}");
    model.putFor(TOKEN, RUNS, "{\"total_count\":3}");
    now.updateAndGet(at -> at.plusSeconds(601));
    read(RUNS);
    assertThat(told).extracting(TurnedPrivateTest::text).containsExactly("{\"total_count\":3}");
  }

  @Test
  void aMemberWhoAsksAfterThatTimeIsGivenNothing() {
    model.put(RUNS, "{\"total_count\":1}");
    read(RUNS);
    turnedPrivate(RUNS, "{\"total_count\":1}");
    told.clear();
    now.updateAndGet(at -> at.plus(PublicSight.SEEN));
    given(RUNS);
    assertThat(told).isEmpty();
    assertThat(gone).containsExactly(RUNS);
  }
}
