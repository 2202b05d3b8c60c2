package io.peerdeck.github;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Requests to GitHub over HTTP, each answered within its deadline or not at all. A GitHub that
/// does not answer is left alone for a while. No redirect is followed.
final class Transport implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final Silence silence;
  private final HttpClient http;

  Transport(InstantSource wall) {
    silence = new Silence(wall);
    http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /// @throws GitHubException while GitHub is left alone
  void check() {
    silence.check();
  }

  /// @param deadline for the answer's head, and its body if that is taken in whole
  /// @throws GitHubException if there is none in time, or `body` refused it
  <T> HttpResponse<T> send(
      HttpRequest request, HttpResponse.BodyHandler<T> body, Duration deadline) {
    CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, body);
    try {
      HttpResponse<T> response = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      silence.broken();
      return response;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GitHubException refused) {
        throw refused;
      }
      if (e.getCause() instanceof IOException cut
          && cut.getCause() instanceof GitHubException refused) {
        throw refused;
      }
      throw silence.after(e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw silence.after(e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE, "interrupted while asking GitHub", e);
    }
  }

  /// An answer's headers, names in lower case.
  static Map<String, String> headers(HttpResponse<?> response) {
    Map<String, String> flat = new HashMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.startsWith(":")) {
                flat.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
              }
            });
    return flat;
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
