package io.peerdeck.node;

import static io.peerdeck.node.SettingsReader.checked;

import io.peerdeck.github.FreshnessRules;
import io.peerdeck.github.GitHubException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The part of `config.yaml` that is about keeping GitHub's answers.
///
/// @param on whether they are kept on disk, shared, and given to tools by the proxy
/// @param port the proxy's, on loopback
/// @param share whether members ask each other for them
/// @param rules how long answers are taken as they are, each a pattern and seconds
/// @param ttl the same for what no rule and no default names
/// @param folder where they are kept; empty for the data folder
/// @param megabytes at most kept there
/// @param guess whether ETags are foretold, so that a member's answer is confirmed for nothing
record GitHubCacheSettings(
    boolean on,
    int port,
    boolean share,
    List<String> rules,
    Duration ttl,
    Optional<String> folder,
    int megabytes,
    boolean guess) {
  static final String ON = "github";
  static final String PORT = "github-port";
  static final String SHARE = "github-share";
  static final String RULES = "github-freshness";
  static final String TTL = "github-ttl";
  static final String FOLDER = "github-folder";
  static final String MEGABYTES = "github-megabytes";
  static final String GUESS = "github-etags";
  static final int MOST_PORT = 65_535;
  static final int LEAST_MEGABYTES = 16;
  static final int MOST_MEGABYTES = 100_000;
  static final List<String> KEYS = List.of(ON, PORT, SHARE, RULES, TTL, FOLDER, MEGABYTES, GUESS);

  static final GitHubCacheSettings DEFAULTS =
      new GitHubCacheSettings(
          false, 8898, true, List.of(), Duration.ofSeconds(60), Optional.empty(), 512, true);

  /// The lines of a new settings file.
  static final String FIRST =
      """

      # on keeps GitHub's answers, shares the public ones with the fleet, and gives tools GitHub's
      # API at http://127.0.0.1:8898, where reads cost one call for all.
      # github: off

      # The port of it; 0 takes any free one.
      # github-port: 8898

      # off asks no member for GitHub's answers, and gives none.
      # github-share: on

      # How long answers are taken as they are, each a path and seconds: /repos/*/*/pulls/** 120
      # github-freshness: []

      # The same in seconds for what neither names.
      # github-ttl: 60

      # Where they are kept, in the data folder unless it is a whole path, and how much at most.
      # github-folder: github
      # github-megabytes: 512

      # off uses only the ETags GitHub gave to the very token that asks.
      # github-etags: on
      """;

  GitHubCacheSettings {
    rules = List.copyOf(rules);
  }

  static GitHubCacheSettings of(SettingsReader values) {
    return new GitHubCacheSettings(
        values.flag(ON, DEFAULTS.on),
        values.number(PORT, 0, MOST_PORT, DEFAULTS.port),
        values.flag(SHARE, DEFAULTS.share),
        rules(values),
        Duration.ofSeconds(
            values.number(
                TTL, 0, (int) FreshnessRules.MOST.toSeconds(), (int) DEFAULTS.ttl.toSeconds())),
        values.one(FOLDER, checked(path -> NodeSettings.checkPath(FOLDER, path))),
        values.number(MEGABYTES, LEAST_MEGABYTES, MOST_MEGABYTES, DEFAULTS.megabytes),
        values.flag(GUESS, DEFAULTS.guess));
  }

  private static List<String> rules(SettingsReader values) {
    List<String> rules =
        values.many(RULES, checked(rule -> checkRules(List.of(rule)))).orElse(List.of());
    checkRules(rules);
    return rules;
  }

  private static void checkRules(List<String> rules) {
    try {
      FreshnessRules.parse(rules, Optional.empty());
    } catch (GitHubException e) {
      throw SettingsReader.unreadable("`github-freshness`: " + e.getMessage() + ".", e);
    }
  }

  /// The rules as they are applied.
  FreshnessRules freshness() {
    return FreshnessRules.parse(rules, Optional.of(ttl));
  }
}
