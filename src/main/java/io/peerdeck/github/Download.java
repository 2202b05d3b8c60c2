package io.peerdeck.github;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something large on its way from GitHub, cut off at its deadline.
final class Download extends FilterInputStream {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);

  private static final String ELSEWHERE = "GitHub's answer leads to a place that is not GitHub's";

  private final Passed given;
  private final CompletableFuture<Void> end;
  private final AtomicBoolean open = new AtomicBoolean(true);

  /// @param given closed with this
  /// @param deadline for the last byte
  Download(Passed given, Duration deadline) {
    super(given.body());
    this.given = given;
    end =
        CompletableFuture.runAsync(
            this::cut,
            CompletableFuture.delayedExecutor(
                deadline.toNanos(),
                TimeUnit.NANOSECONDS,
                task -> Thread.ofVirtual().name("download-deadline").start(task)));
  }

  /// Where GitHub says that something lies: at its own host, or at that of its archives.
  ///
  /// @param base where its API is
  /// @throws GitHubException if that is neither, or plain `http` where the API is not
  static URI place(URI base, String location) {
    String api = base.getHost();
    String archives = "codeload." + (api.startsWith("api.") ? api.substring(4) : api);
    URI place;
    try {
      place = base.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new GitHubException(GitHubException.Reason.UNREACHABLE, ELSEWHERE, e);
    }
    String host = String.valueOf(place.getHost());
    boolean ours = host.equals(api) || host.equals(archives);
    if (!ours
        || !("https".equals(place.getScheme()) || base.getScheme().equals(place.getScheme()))
        || place.getRawUserInfo() != null) {
      throw new GitHubException(GitHubException.Reason.UNREACHABLE, ELSEWHERE);
    }
    return place;
  }

  private void cut() {
    try {
      given.body().close();
    } catch (IOException e) {
      LOG.debug("a download that took too long was cut", e);
    }
  }

  @Override
  public void close() throws IOException {
    end.cancel(false);
    if (open.getAndSet(false)) {
      given.close();
    }
  }
}
