package io.peerdeck.github;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/// GitHub by this node's own token: reads through the cache, writes past it.
///
/// @param cache answers reads
/// @param client sends writes
/// @param token this node's own, as it is now; anonymous for none
public record OwnDoor(ResponseCache cache, GitHubClient client, Supplier<Credential> token)
    implements ApiDoor {
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final Map<String, String> HEADERS =
      Map.of(
          "Accept",
          ApiRead.JSON,
          "Content-Type",
          "application/json",
          "User-Agent",
          "peerdeck",
          "X-GitHub-Api-Version",
          ApiRead.VERSION);

  @Override
  public ApiAnswer read(ApiRead read, Duration freshFor, TrustRung least) {
    ReadWish wish = ReadWish.usual().within(freshFor).before(DEADLINE);
    return cache.get(read, token.get(), least == TrustRung.T2 ? wish.own() : wish);
  }

  @Override
  public InputStream download(String path, Duration deadline) {
    return client.download(ApiRead.of(path).target(), token.get(), deadline);
  }

  @Override
  public Upstream.Reply write(String method, String path, byte[] json) {
    Credential credential = token.get();
    if (credential.isAnonymous()) {
      throw new GitHubException(
          "GitHub takes nothing without a token: set GH_TOKEN, name a file in github-token-file, or"
              + " log in with gh auth login");
    }
    String target = ApiRead.of(path).target();
    try (Passed reply =
            client.pass(
                method,
                target,
                HEADERS,
                credential,
                HttpRequest.BodyPublishers.ofByteArray(json),
                true,
                DEADLINE);
        InputStream body = reply.body()) {
      byte[] bytes = body.readNBytes(ApiBody.MAX_BYTES + 1);
      if (bytes.length > ApiBody.MAX_BYTES) {
        throw CappedBody.tooLarge(ApiBody.MAX_BYTES);
      }
      return new Upstream.Reply(reply.status(), reply.headers(), ApiBody.of(bytes));
    } catch (IOException e) {
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE, "GitHub's answer broke off: " + e.getMessage(), e);
    }
  }
}
