package io.peerdeck.node;

import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.Credential;
import io.peerdeck.github.EtagGuess;
import io.peerdeck.github.FreshnessRules;
import io.peerdeck.github.GitHubClient;
import io.peerdeck.github.OwnDoor;
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

/// GitHub as this node asks it for its own work: the registry of peers and the watched
/// repositories.
final class GitHubAccess implements AutoCloseable {
  private static final long MEMORY = 32L << 20;
  private static final String KEY = "github.key";

  private final GitHubClient client;
  private final ApiDoor door;

  private GitHubAccess(GitHubClient client, ApiDoor door) {
    this.client = client;
    this.door = door;
  }

  static GitHubAccess open(
      GitHubSettings settings,
      Path data,
      PeerId self,
      GitHubSharing sharing,
      SecureRandom random,
      InstantSource wall) {
    Partitions partitions = Partitions.open(data.resolve(KEY), random);
    GitHubClient client =
        new GitHubClient(
            settings.api(),
            partitions,
            new RateLimits(wall),
            wall,
            "peerdeck/" + LocalNode.version());
    String host = settings.api().getHost();
    TokenSource tokens =
        new TokenSource(
            System.getenv(),
            settings.tokenFile().map(data::resolve),
            Path.of(System.getProperty("user.home")),
            host.equals(GitHubClient.GITHUB.getHost()) ? "github.com" : host);
    ResponseCache cache =
        ResponseCache.inMemory(
            new ResponseCache.Ports(
                client,
                partitions,
                self,
                sharing::share,
                () -> token(tokens),
                SharedEndpoints::shares,
                EtagGuess.OBSERVED,
                wall),
            FreshnessRules.standard(),
            MEMORY);
    sharing.gives(cache);
    return new GitHubAccess(client, new OwnDoor(cache, client, () -> token(tokens)));
  }

  private static Credential token(TokenSource tokens) {
    Optional<TokenSource.Found> found = tokens.find();
    return found.map(TokenSource.Found::credential).orElseGet(Credential::anonymous);
  }

  ApiDoor door() {
    return door;
  }

  @Override
  public void close() {
    client.close();
  }
}
