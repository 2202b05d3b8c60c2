package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// How long each kind of answer is taken as it is.
class FreshnessRulesTest {
  private static final RepositoryName REPOSITORY = RepositoryName.parse("octo/hello");

  static Stream<Arguments> reads() {
    return Stream.of(
        Arguments.of(GitHubReads.repositoriesOf("octo"), "repos", 300),
        Arguments.of(GitHubReads.repositoriesOfOrganisation("octo"), "repos", 300),
        Arguments.of(GitHubReads.repository(REPOSITORY), "repo", 300),
        Arguments.of(GitHubReads.runs(REPOSITORY), "runs", 60),
        Arguments.of(GitHubReads.run(REPOSITORY, 7), "run", 60),
        Arguments.of(GitHubReads.runners(REPOSITORY), "runners", 30),
        Arguments.of(GitHubReads.issues(REPOSITORY), "issues", 60),
        Arguments.of(GitHubReads.contents(REPOSITORY, "src/a.c"), "contents", 300),
        Arguments.of(GitHubReads.codeScanningAlerts(REPOSITORY), "code-scanning", 86_400),
        Arguments.of(ApiRead.of("/zen"), "other", 60));
  }

  @ParameterizedTest
  @MethodSource("reads")
  void everyKindOfReadHasItsTime(ApiRead read, String kind, int seconds) {
    assertThat(Operation.of(read).text()).isEqualTo(kind);
    assertThat(FreshnessRules.standard().of(read)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void rulesThatWereSetComeFirstInTheirOrder() {
    FreshnessRules rules =
        FreshnessRules.parse(
            List.of("/repos/octo/*/actions/runs 5", "/repos/*/*/actions/** 7"),
            Optional.of(Duration.ofSeconds(9)));
    assertThat(rules.of(GitHubReads.runs(REPOSITORY))).isEqualTo(Duration.ofSeconds(5));
    assertThat(rules.of(GitHubReads.run(REPOSITORY, 7))).isEqualTo(Duration.ofSeconds(7));
    assertThat(rules.of(GitHubReads.repository(REPOSITORY))).isEqualTo(Duration.ofSeconds(300));
    assertThat(rules.of(ApiRead.of("/zen"))).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void whatIsNoRuleIsNamed() {
    for (String wrong : List.of("/repos/**", "/repos/** soon", "/repos/** -1", "/a 1 2")) {
      assertThatThrownBy(() -> FreshnessRules.parse(List.of(wrong), Optional.empty()))
          .isInstanceOf(GitHubException.class)
          .message()
          .isNotBlank();
    }
  }
}
