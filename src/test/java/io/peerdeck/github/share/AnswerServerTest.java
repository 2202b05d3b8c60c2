package io.peerdeck.github.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.fuzz.BytesStream;
import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.SharedAnswer;
import io.peerdeck.github.SharedSource;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.multiformats.Ipld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// One member asks, and time stands still unless the test moves it.
class AnswerServerTest {
  private static final ShareLimits LIMITS = ShareLimits.standard();
  private static final ApiRead READ = ApiRead.of("/repos/o/r");

  private final List<Duration> fetches = new ArrayList<>();
  private final long[] now = new long[1];
  private final AnswerServer server =
      new AnswerServer(
          FuzzConnection.KEY,
          new SharedSource() {
            @Override
            public Optional<SharedAnswer> shared(ApiRead read, Duration freshFor) {
              return Optional.empty();
            }

            @Override
            public Optional<SharedAnswer> forFleet(
                ApiRead read, Duration freshFor, Duration deadline) {
              fetches.add(deadline);
              throw new GitHubException("ghp_secret was refused");
            }
          },
          key -> Optional.empty(),
          LIMITS,
          () -> now[0]);

  private String reason(Optional<ApiRead> inWords, Duration patience) {
    BytesStream question = FuzzConnection.stream(new byte[0]);
    new IpldFrames(question, Question.MAX_BYTES)
        .write(new Question(READ.key(), Duration.ofMinutes(1), patience, inWords).write());
    BytesStream stream = FuzzConnection.stream(question.written());
    server.handle(stream);
    Ipld.Map answer =
        new IpldFrames(FuzzConnection.stream(stream.written()), AnswerServer.MAX_HEAD)
            .read()
            .orElseThrow();
    assertThat(answer.bool("found")).isFalse();
    return answer.text("reason");
  }

  @Test
  void whoAsksTooMuchIsRefusedAndHeardAgainLater() {
    for (int i = 0; i < LIMITS.asksAtOnce(); i++) {
      assertThat(reason(Optional.empty(), Duration.ZERO)).isEqualTo("not held");
    }
    assertThat(reason(Optional.empty(), Duration.ZERO)).startsWith("too many questions");
    now[0] += TimeUnit.SECONDS.toNanos(1);
    assertThat(reason(Optional.empty(), Duration.ZERO)).isEqualTo("not held");
  }

  @Test
  void oneMemberCausesOnlySoManyRequestsToGitHubAndHearsNothingOfWhyTheyFailed() {
    for (int i = 0; i < LIMITS.fetchesAtOnce(); i++) {
      assertThat(reason(Optional.of(READ), Duration.ofHours(1)))
          .isEqualTo("GitHub could not be asked");
    }
    assertThat(reason(Optional.of(READ), Duration.ZERO)).startsWith("too many requests to GitHub");
    assertThat(fetches).hasSize(LIMITS.fetchesAtOnce()).containsOnly(LIMITS.longestWait());
  }
}
