package io.peerdeck.node;

import io.peerdeck.github.GitHubClient;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.github.registry.RegistryPlan;
import io.peerdeck.github.registry.RegistryRole;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The part of `config.yaml` that is about GitHub.
///
/// @param api where its API is
/// @param tokenFile a file with this node's token alone in it; empty for the environment and gh
/// @param registry the repository whose issues name peers; empty for none
/// @param role whether and as what this node registers there
/// @param publish whether its addresses may be shown to everybody
/// @param watch repositories whose tagged workflow runs the fleet takes over
/// @param watchPrivate those of them, private, whose files every member may have
/// @param cache what is set about keeping its answers
record GitHubSettings(
    URI api,
    Optional<String> tokenFile,
    Optional<RepositoryName> registry,
    RegistryRole role,
    boolean publish,
    List<RepositoryName> watch,
    List<RepositoryName> watchPrivate,
    GitHubCacheSettings cache) {
  static final String API = "github-api";
  static final String TOKEN_FILE = "github-token-file";
  static final String REGISTRY = "github-registry";
  static final String ROLE = "github-registry-role";
  static final String PUBLISH = RegistryPlan.PUBLISH;
  static final String WATCH = "github-watch";
  static final String WATCH_PRIVATE = "github-watch-private";
  static final List<String> KEYS =
      Stream.concat(
              Stream.of(API, TOKEN_FILE, REGISTRY, ROLE, PUBLISH, WATCH, WATCH_PRIVATE),
              GitHubCacheSettings.KEYS.stream())
          .toList();

  static final GitHubSettings DEFAULTS =
      new GitHubSettings(
          GitHubClient.GITHUB,
          Optional.empty(),
          Optional.empty(),
          RegistryRole.READER,
          false,
          List.of(),
          List.of(),
          GitHubCacheSettings.DEFAULTS);

  /// The lines of a new settings file.
  static final String FIRST =
      """

      # Where GitHub's API is; a server of one's own has it at https://HOST/api/v3.
      # github-api: https://api.github.com

      # A file with this node's GitHub token alone in it; GH_TOKEN, GITHUB_TOKEN and gh's login are
      # asked besides.
      # github-token-file:

      # A repository whose issues name peers, one issue each; empty asks none.
      # github-registry: owner/name

      # reader only reads them; bootstrap, relay and peer keep an issue of their own there.
      # github-registry-role: reader

      # on lets this node's addresses stand in a public repository, for everybody to read.
      # github-registry-publish: off

      # Repositories whose queued workflow runs are submitted to the fleet where their file carries
      # the tag p2p-workflow or offline-workflow.
      # github-watch: []

      # Those of them that are private and whose files every member of the fleet may have; without
      # this no run of theirs is taken.
      # github-watch-private: []
      """;

  GitHubSettings {
    watch = List.copyOf(watch);
    watchPrivate = List.copyOf(watchPrivate);
  }

  static GitHubSettings of(SettingsReader values) {
    return new GitHubSettings(
        values.one(API, GitHubSettings::api).orElse(DEFAULTS.api),
        values.one(
            TOKEN_FILE, SettingsReader.checked(path -> NodeSettings.checkPath(TOKEN_FILE, path))),
        values.one(
            REGISTRY, text -> repository(text, "`" + REGISTRY + "` is a repository, owner/name.")),
        values.one(ROLE, GitHubSettings::role).orElse(DEFAULTS.role),
        values.flag(PUBLISH, DEFAULTS.publish),
        repositories(WATCH, values),
        repositories(WATCH_PRIVATE, values),
        GitHubCacheSettings.of(values));
  }

  /// Whether GitHub is asked at all.
  boolean asks() {
    return cache.on() || registry.isPresent() || !watch.isEmpty();
  }

  GitHubSettings withCache(GitHubCacheSettings value) {
    return new GitHubSettings(api, tokenFile, registry, role, publish, watch, watchPrivate, value);
  }

  /// What the node does with the registry; empty for nothing.
  Optional<RegistryPlan> plan() {
    return registry.map(repository -> new RegistryPlan(repository, role, publish));
  }

  private static URI api(String text) {
    try {
      return GitHubClient.checked(URI.create(text));
    } catch (IllegalArgumentException | GitHubException e) {
      throw SettingsReader.unreadable(
          "`github-api` is an address like https://api.github.com or https://HOST/api/v3.", e);
    }
  }

  private static List<RepositoryName> repositories(String key, SettingsReader values) {
    String what = "`" + key + "` is a list of repositories, each owner/name.";
    return values.many(key, text -> repository(text, what)).orElse(List.of()).stream()
        .distinct()
        .toList();
  }

  private static RepositoryName repository(String text, String what) {
    try {
      return RepositoryName.parse(text);
    } catch (GitHubException e) {
      throw SettingsReader.unreadable(what, e);
    }
  }

  private static RegistryRole role(String text) {
    return RegistryRole.of(text.toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                SettingsReader.unreadable(
                    "`github-registry-role` is one of "
                        + String.join(", ", RegistryRole.texts())
                        + "."));
  }
}
