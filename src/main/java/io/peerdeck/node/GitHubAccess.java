package io.peerdeck.node;

import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.CachingProxy;
import io.peerdeck.github.Credential;
import io.peerdeck.github.EtagGuess;
import io.peerdeck.github.FleetShare;
import io.peerdeck.github.GitHubClient;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.OwnDoor;
import io.peerdeck.github.Partition;
import io.peerdeck.github.Partitions;
import io.peerdeck.github.RateLimits;
import io.peerdeck.github.ResponseCache;
import io.peerdeck.github.TokenSource;
import io.peerdeck.github.share.SharedEndpoints;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// GitHub as this node asks it, for tools and for its own work: the registry of peers and the
/// watched repositories. Where its answers are to be kept, they are on disk, shared, and given to
/// tools by the proxy; else they stay in memory for the node's own work.
final class GitHubAccess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GitHubAccess.class);
  private static final long MEMORY = 64L << 20;
  private static final String KEY = "github.key";
  private static final String FOLDER = "github";

  /// What it is opened with.
  ///
  /// @param data the data folder
  /// @param self this node
  record Place(
      GitHubSettings settings,
      Path data,
      PeerId self,
      Environment environment,
      SecureRandom random,
      InstantSource wall) {}

  private final Lifetime lifetime;
  private final GitHubSettings settings;
  private final Partitions partitions;
  private final RateLimits limits;
  private final TokenSource tokens;
  private final ResponseCache cache;
  private final OwnDoor door;
  private final Optional<CachingProxy> proxy;
  private String trouble = "";
  private String diskTrouble = "";

  private GitHubAccess(Place place, GitHubSharing sharing, Lifetime lifetime) {
    this.lifetime = lifetime;
    settings = place.settings();
    partitions = Partitions.open(place.data().resolve(KEY), place.random());
    limits = new RateLimits(place.wall());
    GitHubClient client =
        lifetime.add(
            new GitHubClient(
                settings.api(),
                partitions,
                limits,
                place.wall(),
                "peerdeck/" + LocalNode.version()));
    String host = settings.api().getHost();
    tokens =
        new TokenSource(
            place.environment().values(),
            settings.tokenFile().map(place.data()::resolve),
            Path.of(System.getProperty("user.home")),
            host.equals(GitHubClient.GITHUB.getHost()) ? "github.com" : host);
    cache = lifetime.add(cache(place, client, sharing));
    door = new OwnDoor(cache, client, this::token);
    proxy = settings.cache().on() ? listen(client, place.wall()) : Optional.empty();
  }

  /// @throws NodeException if its key cannot be read
  static GitHubAccess open(Place place, GitHubSharing sharing) {
    Lifetime lifetime = new Lifetime();
    try {
      GitHubAccess opened = new GitHubAccess(place, sharing, lifetime);
      opened.tokenWarning().ifPresent(warning -> LOG.warn("this node's own token: {}", warning));
      return opened;
    } catch (GitHubException e) {
      lifetime.close();
      throw new NodeException(
          NodeException.Reason.FAILED, "GitHub's answers: " + e.getMessage() + ".", e);
    }
  }

  private ResponseCache cache(Place place, GitHubClient client, GitHubSharing sharing) {
    GitHubCacheSettings kept = settings.cache();
    boolean shared = kept.share();
    ResponseCache.Ports ports =
        new ResponseCache.Ports(
            client,
            partitions,
            place.self(),
            shared ? sharing::share : () -> FleetShare.ALONE,
            this::token,
            read -> shared && SharedEndpoints.shares(read),
            kept.guess() ? EtagGuess.OBSERVED : EtagGuess.NONE,
            place.wall());
    ResponseCache opened =
        kept.on()
            ? onDisk(ports, place.data().resolve(kept.folder().orElse(FOLDER)))
            : ResponseCache.inMemory(ports, kept.freshness(), MEMORY);
    if (shared) {
      sharing.gives(opened);
    }
    return opened;
  }

  /// A folder that cannot be used costs what it would have kept, not the node.
  private ResponseCache onDisk(ResponseCache.Ports ports, Path folder) {
    GitHubCacheSettings kept = settings.cache();
    try {
      return ResponseCache.open(
          ports, kept.freshness(), MEMORY, folder, (long) kept.megabytes() << 20);
    } catch (GitHubException e) {
      diskTrouble = e.getMessage() + "; they are in memory alone until the node starts again.";
      LOG.warn("{}", diskTrouble);
      return ResponseCache.inMemory(ports, kept.freshness(), MEMORY);
    }
  }

  /// A port that is taken keeps the proxy from listening, not the node from starting.
  private Optional<CachingProxy> listen(GitHubClient client, InstantSource wall) {
    try {
      return Optional.of(
          lifetime.add(
              CachingProxy.start(
                  settings.cache().port(), client, cache, limits, partitions, wall)));
    } catch (GitHubException e) {
      trouble = e.getMessage() + ": set `github-port` to a free one and start again.";
      LOG.warn("{}", trouble);
      return Optional.empty();
    }
  }

  /// This node's own token, as it is now; anonymous for none.
  Credential token() {
    return tokens.find().map(TokenSource.Found::credential).orElseGet(Credential::anonymous);
  }

  private Optional<String> tokenWarning() {
    try {
      return tokens.find().map(TokenSource.Found::warning).filter(warning -> !warning.isEmpty());
    } catch (GitHubException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Where it was found, and what is wrong with the place; only that if it cannot be read.
  Optional<String> tokenPlace() {
    try {
      return tokens
          .find()
          .map(
              found ->
                  found.warning().isEmpty()
                      ? found.place()
                      : found.place() + "; " + found.warning());
    } catch (GitHubException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Whether a partition is that of this node's own token.
  boolean isOwn(Partition partition) {
    try {
      return !partition.isPublic() && partitions.of(token()).equals(partition);
    } catch (GitHubException e) {
      return false; // told as the token's place
    }
  }

  GitHubSettings settings() {
    return settings;
  }

  RateLimits limits() {
    return limits;
  }

  ResponseCache cache() {
    return cache;
  }

  /// What tools are given for GitHub's address.
  Optional<String> proxy() {
    return proxy.map(CachingProxy::address);
  }

  /// Why the proxy does not listen, or the disk keeps nothing, a sentence each; empty for nothing.
  String trouble() {
    String now = cache.trouble();
    return Stream.of(trouble, diskTrouble, now.isEmpty() ? "" : now + ".")
        .filter(one -> !one.isEmpty())
        .collect(Collectors.joining(" "));
  }

  ApiDoor door() {
    return door;
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
