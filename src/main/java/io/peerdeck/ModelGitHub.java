package io.peerdeck;

import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.Credential;
import io.peerdeck.github.EtagGuess;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.Upstream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Stands for GitHub where calls are counted; a model, not GitHub: ETags that depend on the token,
/// 304s that cost a token nothing, and sixty requests an hour for all who show none.
final class ModelGitHub implements Upstream {
  private static final int ANONYMOUS_PER_HOUR = 60;

  private final Map<String, ApiBody> bodies = new ConcurrentHashMap<>();
  private final InstantSource wall;
  private final AtomicLong counted = new AtomicLong();
  private final AtomicLong bodiesSent = new AtomicLong();
  // Guarded by this.
  private long hour;
  private int anonymous;

  ModelGitHub(InstantSource wall) {
    this.wall = wall;
  }

  void put(String target, String body) {
    bodies.put(target, ApiBody.of(body.getBytes(StandardCharsets.UTF_8)));
  }

  /// Requests that GitHub would count against somebody's limit.
  long counted() {
    return counted.get();
  }

  /// Answers with a body.
  long bodiesSent() {
    return bodiesSent.get();
  }

  @Override
  public Reply get(ApiRead read, Credential credential, Optional<String> etag, Duration deadline) {
    if (credential.isAnonymous()) {
      spendOfTheHour();
    }
    ApiBody body = bodies.get(read.target());
    if (body == null) {
      counted.incrementAndGet();
      return new Reply(404, Map.of(), ApiBody.of(new byte[0]));
    }
    String tag = EtagGuess.OBSERVED.of(read, credential, body).orElseThrow();
    Map<String, String> headers = Map.of("etag", tag, "content-type", "application/json");
    if (etag.filter(tag::equals).isPresent()) {
      counted.addAndGet(credential.isAnonymous() ? 1 : 0);
      return new Reply(304, headers, ApiBody.of(new byte[0]));
    }
    counted.incrementAndGet();
    bodiesSent.incrementAndGet();
    return new Reply(200, headers, body);
  }

  private synchronized void spendOfTheHour() {
    long now = TimeUnit.SECONDS.toHours(wall.instant().getEpochSecond());
    if (now != hour) {
      hour = now;
      anonymous = 0;
    }
    if (anonymous >= ANONYMOUS_PER_HOUR) {
      throw new GitHubException(
          GitHubException.Reason.LIMITED, "the hour's requests without a token are spent");
    }
    anonymous++;
  }
}
