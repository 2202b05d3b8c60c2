package io.peerdeck.github;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The kinds of question that are counted apart, each with the time its answers stay fresh unless a
/// rule says otherwise.
public enum Operation {
  /// Lists of repositories.
  REPOS(300, "/user/repos", "/orgs/*/repos", "/users/*/repos"),
  /// One repository.
  REPO(300, "/repos/*/*"),
  /// Workflow runs of a repository.
  RUNS(60, "/repos/*/*/actions/runs", "/repos/*/*/actions/workflows/*/runs"),
  /// One workflow run and its jobs.
  RUN(60, "/repos/*/*/actions/runs/**"),
  /// Self-hosted runners.
  RUNNERS(30, "/repos/*/*/actions/runners/**", "/orgs/*/actions/runners/**"),
  /// Issues and what hangs on them.
  ISSUES(60, "/repos/*/*/issues/**"),
  /// Files of a repository.
  CONTENTS(300, "/repos/*/*/contents/**"),
  /// Alerts of code scanning.
  CODE_SCANNING(86_400, "/repos/*/*/code-scanning/**"),
  /// Everything else.
  OTHER(60);

  private final Duration freshness;
  private final List<PathPattern> patterns;

  Operation(int seconds, String... patterns) {
    freshness = Duration.ofSeconds(seconds);
    this.patterns = Arrays.stream(patterns).map(PathPattern::parse).toList();
  }

  /// What a question is.
  public static Operation of(ApiRead read) {
    String[] path = PathPattern.segments(read.path());
    for (Operation operation : values()) {
      for (PathPattern pattern : operation.patterns) {
        if (pattern.matches(path)) {
          return operation;
        }
      }
    }
    return OTHER;
  }

  /// How long an answer is taken as it is.
  Duration freshness() {
    return freshness;
  }

  /// As it is shown: `code-scanning`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
