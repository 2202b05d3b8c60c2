package io.peerdeck.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// A client of the node that runs on a data folder. The server must prove that it knows the
/// folder's token before the token is sent to it.
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PROOF = Duration.ofSeconds(5);
  private static final int MAX_PROOF = 4096;
  private static final Duration ANSWER = Duration.ofMinutes(10);

  private final HttpClient http;
  private final String base;
  private final ApiToken token;

  private ApiClient(HttpClient http, String base, ApiToken token) {
    this.http = http;
    this.base = base;
    this.token = token;
  }

  /// The client of the node running on the folder; empty when none does.
  public static Optional<ApiClient> connect(Path folder) {
    Optional<String> address = NodeHost.address(folder);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    ApiToken token = ApiToken.read(folder);
    ApiClient client =
        new ApiClient(
            HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .proxy(HttpClient.Builder.NO_PROXY)
                .build(),
            "http://" + address.get() + "/api/v1/",
            token);
    if (client.proven()) {
      return Optional.of(client);
    }
    client.close();
    return Optional.empty();
  }

  private boolean proven() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String nonce = HexFormat.of().formatHex(random);
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(
            HttpRequest.newBuilder(URI.create(base + "hello?nonce=" + nonce)).build(),
            HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_PROOF));
    try {
      HttpResponse<byte[]> response = answer.get(PROOF.toMillis(), TimeUnit.MILLISECONDS);
      return response.statusCode() == 200
          && token.proves(nonce, Json.read(response.body()).path("proof").asText());
    } catch (ExecutionException | TimeoutException | ApiException e) {
      answer.cancel(true);
      return false; // whoever listens there now is not this folder's node
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Reads a path below `/api/v1/` with query parameters.
  public JsonNode get(String path, Map<String, String> query) {
    String encoded =
        query.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&"));
    return send("GET", encoded.isEmpty() ? path : path + "?" + encoded, new byte[0]);
  }

  /// Posts a JSON object: a map of texts, numbers, booleans and maps.
  public JsonNode post(String path, Map<String, ?> body) {
    return send("POST", path, Json.write(body));
  }

  public JsonNode delete(String path) {
    return send("DELETE", path, new byte[0]);
  }

  /// Percent-encodes one path segment or parameter.
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode send(String method, String path, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(ANSWER)
            .header("Authorization", token.bearer())
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      JsonNode answer = Json.read(response.body());
      if (response.statusCode() != 200) {
        throw new ApiException(response.statusCode(), answer.path("error").asText());
      }
      return answer;
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
