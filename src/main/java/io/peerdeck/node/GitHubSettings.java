package io.peerdeck.node;

import io.peerdeck.github.GitHubClient;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.github.registry.RegistryPlan;
import io.peerdeck.github.registry.RegistryRole;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

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

  static GitHubSettings parse(Path file, Map<String, Node> values) {
    return new GitHubSettings(
        FolderSettings.one(file, values, API, scalar -> api(file, scalar)).orElse(DEFAULTS.api),
        FolderSettings.one(file, values, TOKEN_FILE, ScalarNode::getValue),
        FolderSettings.one(file, values, REGISTRY, scalar -> repository(file, REGISTRY, scalar)),
        FolderSettings.one(file, values, ROLE, scalar -> role(file, scalar)).orElse(DEFAULTS.role),
        FolderSettings.flag(file, values, PUBLISH, DEFAULTS.publish),
        repositories(file, WATCH, values),
        repositories(file, WATCH_PRIVATE, values),
        GitHubCacheSettings.parse(file, values));
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

  private static URI api(Path file, ScalarNode node) {
    try {
      return GitHubClient.checked(URI.create(node.getValue()));
    } catch (IllegalArgumentException | GitHubException e) {
      throw FolderSettings.wrong(
          file,
          FolderSettings.line(node),
          "`github-api` is an address like https://api.github.com or https://HOST/api/v3",
          e);
    }
  }

  private static RepositoryName repository(Path file, String key, ScalarNode node) {
    try {
      return RepositoryName.parse(node.getValue());
    } catch (GitHubException e) {
      throw FolderSettings.wrong(
          file, FolderSettings.line(node), "`" + key + "` is a repository, owner/name", e);
    }
  }

  private static List<RepositoryName> repositories(
      Path file, String key, Map<String, Node> values) {
    return FolderSettings.many(file, values, key).orElse(List.of()).stream()
        .map(text -> repository(file, key, values, text))
        .distinct()
        .toList();
  }

  private static RepositoryName repository(
      Path file, String key, Map<String, Node> values, String text) {
    try {
      return RepositoryName.parse(text);
    } catch (GitHubException e) {
      Node node = Objects.requireNonNull(values.get(key), "it has this text");
      throw FolderSettings.wrong(
          file,
          FolderSettings.line(node),
          "`" + key + "` is a list of repositories, each owner/name",
          e);
    }
  }

  private static RegistryRole role(Path file, ScalarNode node) {
    return RegistryRole.of(node.getValue().toLowerCase(Locale.ROOT))
        .orElseThrow(
            () ->
                FolderSettings.wrong(
                    file,
                    FolderSettings.line(node),
                    "`github-registry-role` is one of " + String.join(", ", RegistryRole.texts())));
  }
}
