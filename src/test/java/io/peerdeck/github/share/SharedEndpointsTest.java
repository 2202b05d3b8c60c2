package io.peerdeck.github.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.github.ApiRead;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedEndpointsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/repos/o/r",
        "/repos/o/r/actions/runs?per_page=100&status=queued",
        "/repos/o/r/actions/runs/17/jobs",
        "/repos/o/r/contents/src/main/App.java?ref=main",
        "/repos/o/r/issues?labels=bug&state=all",
        "/repos/o/r/git/trees/0123456789abcdef0123456789abcdef01234567?recursive=1",
        "/users/octocat",
        "/orgs/octo-org/repos?type=public"
      })
  void whatAnybodyMayReadIsShared(String target) {
    assertThat(SharedEndpoints.shares(ApiRead.of(target))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/user",
        "/user/repos",
        "/repos/o/r/actions/runners",
        "/repos/o/r/code-scanning/alerts",
        "/repos/o/r/actions/secrets",
        "/repos/o/r/collaborators",
        "/repos/o/r/actions/runs/17/logs",
        "/repos//r",
        "/repos/o/r/",
        "/repos/o/r/contents/",
        "/repos/o/r?unknown=1",
        "/repos/o/r?per_page",
        "/repos/o/r/git/trees/main",
        "/search/code?q=x",
        "/rate_limit",
        "/graphql",
        "/"
      })
  void whatIsNotOnTheListIsNotShared(String target) {
    assertThat(SharedEndpoints.shares(ApiRead.of(target))).isFalse();
  }

  @Test
  void mediaTypesAndTimesAreThoseOfTheList() {
    assertThat(SharedEndpoints.shares(new ApiRead("/repos/o/r", "text/html,*/*", ApiRead.VERSION)))
        .isFalse();
    assertThat(SharedEndpoints.shares(new ApiRead("/repos/o/r", ApiRead.JSON, "next"))).isFalse();
    assertThat(SharedEndpoints.freshness(ApiRead.of("/repos/o/r")))
        .contains(Duration.ofSeconds(300));
    assertThat(SharedEndpoints.freshness(ApiRead.of("/repos/o/r/actions/runs")))
        .contains(Duration.ofSeconds(60));
  }
}
