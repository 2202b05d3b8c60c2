package io.peerdeck.github;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How long an answer is taken as it is, by what was asked: the rules that were set, in their
/// order, before the defaults of [Operation].
public final class FreshnessRules {
  /// The longest an answer may be taken as it is.
  public static final Duration MOST = Duration.ofDays(7);

  private static final int MOST_RULES = 100;

  private record Rule(PathPattern pattern, Duration freshness) {}

  private final List<Rule> rules;
  private final Duration otherwise;

  private FreshnessRules(List<Rule> rules, Duration otherwise) {
    this.rules = rules;
    this.otherwise = otherwise;
  }

  /// No rule but the defaults.
  public static FreshnessRules standard() {
    return new FreshnessRules(List.of(), Operation.OTHER.freshness());
  }

  /// @param texts each a pattern and seconds: `/repos/*/*/pulls/** 120`
  /// @param otherwise for what no rule and no default names
  /// @throws GitHubException naming the first that is wrong
  public static FreshnessRules parse(List<String> texts, Optional<Duration> otherwise) {
    if (texts.size() > MOST_RULES) {
      throw new GitHubException("more than " + MOST_RULES + " rules of freshness");
    }
    List<Rule> rules = new ArrayList<>();
    for (String text : texts) {
      String[] words = text.strip().split("\\s+");
      if (words.length != 2) {
        throw new GitHubException("`" + text + "` is no rule: a pattern, a blank, seconds");
      }
      rules.add(new Rule(PathPattern.parse(words[0]), seconds(words[1])));
    }
    return new FreshnessRules(List.copyOf(rules), otherwise.orElse(Operation.OTHER.freshness()));
  }

  /// @throws GitHubException if it is no number of seconds up to [#MOST]
  public static Duration seconds(String text) {
    if (text.matches("\\d{1,6}") && Long.parseLong(text) <= MOST.toSeconds()) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    throw new GitHubException(
        "`" + text + "` is not a number of seconds from 0 to " + MOST.toSeconds());
  }

  /// How long an answer to this stays fresh.
  public Duration of(ApiRead read) {
    if (!rules.isEmpty()) {
      String[] path = PathPattern.segments(read.path());
      for (Rule rule : rules) {
        if (rule.pattern().matches(path)) {
          return rule.freshness();
        }
      }
    }
    Operation operation = Operation.of(read);
    return operation == Operation.OTHER ? otherwise : operation.freshness();
  }
}
