package io.peerdeck.api;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/// An assistant's way to a node's `/mcp`, with the token for that. Used by many threads.
public final class McpLink implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private final URI server;
  private final ApiToken token;

  McpLink(URI server, ApiToken token) {
    this.server = server;
    this.token = token;
  }

  /// Carries a message there and its answer back, JSON; empty where there is none to give. Throws
  /// [ApiException] when the node is gone.
  public Optional<String> send(String message) {
    HttpRequest request =
        HttpRequest.newBuilder(server)
            .timeout(ANSWER)
            .header("Authorization", token.bearer())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, text/event-stream")
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return switch (response.statusCode()) {
        case 200, 400 -> Optional.of(response.body());
        case 202 -> Optional.empty();
        default ->
            throw new ApiException(
                response.statusCode(),
                "The node refuses this assistant: HTTP " + response.statusCode() + ".");
      };
    } catch (IOException e) {
      throw new ApiException(503, "The node stopped answering: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(503, "Interrupted while waiting for the node.", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
