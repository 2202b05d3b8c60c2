package io.peerdeck.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/// A client of the node that runs on a data folder. The server must prove that it knows the
/// folder's token before the token is sent to it.
public final class ApiClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration PROOF = Duration.ofSeconds(5);
  private static final int MAX_PROOF = 4096;
  /// More than the node lets pass between two signs of life.
  private static final Duration SILENCE = Duration.ofMinutes(2);

  private static final Duration ANSWER = Duration.ofMinutes(10);

  private final Path folder;
  private final String base;
  private final ApiToken token;

  private ApiClient(Path folder, String base, ApiToken token) {
    this.folder = folder;
    this.base = base;
    this.token = token;
  }

  /// The client of the node running on the folder; empty when none does.
  public static Optional<ApiClient> connect(Path folder) {
    Optional<String> address = NodeHost.address(folder);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    ApiClient client =
        new ApiClient(folder, "http://" + address.get() + "/api/v1/", ApiToken.read(folder));
    return client.proven() ? Optional.of(client) : Optional.empty();
  }

  private boolean proven() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String nonce = HexFormat.of().formatHex(random);
    HttpURLConnection hello = open("GET", "hello?nonce=" + nonce, PROOF);
    FutureTask<Boolean> proof = new FutureTask<>(() -> proves(hello, nonce));
    // A thread of its own: whoever answers a byte at a time would otherwise hold this one.
    Thread.ofPlatform().daemon().name("api-proof").start(proof);
    try {
      return proof.get(PROOF.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false; // whoever listens there now is not this folder's node
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      if (!proof.isDone()) {
        hello.disconnect();
      }
    }
  }

  private boolean proves(HttpURLConnection hello, String nonce) throws IOException {
    if (hello.getResponseCode() != HttpURLConnection.HTTP_OK) {
      return false;
    }
    try (InputStream in = hello.getInputStream()) {
      byte[] body = in.readNBytes(MAX_PROOF + 1);
      return body.length <= MAX_PROOF
          && token.proves(nonce, Json.read(body).path("proof").asText());
    }
  }

  /// Opens nothing yet: the connection is made when something is asked of it.
  private HttpURLConnection open(String method, String path, Duration patience) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(base + path).toURL().openConnection(Proxy.NO_PROXY);
      connection.setRequestMethod(method);
      connection.setConnectTimeout((int) CONNECT.toMillis());
      connection.setReadTimeout((int) patience.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      return connection;
    } catch (IOException e) {
      throw new ApiException(500, "The API cannot be asked: " + e.getMessage(), e);
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

  /// An assistant's way to the same node.
  public McpLink mcp() {
    return new McpLink(URI.create(base).resolve(McpPath.PATH), ApiToken.read(folder, ApiToken.MCP));
  }

  /// Percent-encodes one path segment or parameter.
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// Follows server-sent events until `take` says false or the node ends them. `take` gets the
  /// event's name and data; of a sign of life the empty name and nothing.
  public void follow(String path, BiPredicate<String, JsonNode> take) {
    HttpURLConnection connection = open("GET", path, SILENCE);
    try {
      connection.setRequestProperty("Authorization", token.bearer());
      connection.setRequestProperty("Accept", "text/event-stream");
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new ApiException(status, Json.read(body(connection, status)).path("error").asText());
      }
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
        events(lines, take);
      }
    } catch (IOException e) {
      throw new ApiException(503, "The node stopped telling: " + e.getMessage(), e);
    } finally {
      connection.disconnect();
    }
  }

  private static void events(BufferedReader lines, BiPredicate<String, JsonNode> take)
      throws IOException {
    String event = "";
    JsonNode data = MissingNode.getInstance();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        event = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data = Json.read(line.substring("data: ".length()).getBytes(StandardCharsets.UTF_8));
      } else if (line.isEmpty()) {
        if (!take.test(event, data)) {
          return;
        }
        event = "";
        data = MissingNode.getInstance();
      }
    }
  }

  private JsonNode send(String method, String path, byte[] body) {
    try {
      HttpURLConnection connection = open(method, path, ANSWER);
      connection.setRequestProperty("Authorization", token.bearer());
      if (method.equals("POST")) {
        connection.setDoOutput(true);
        // Of a known length, or a request whose answer is lost would silently be sent again.
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
          out.write(body);
        }
      }
      int status = connection.getResponseCode();
      JsonNode answer = Json.read(body(connection, status));
      if (status != HttpURLConnection.HTTP_OK) {
        throw new ApiException(status, answer.path("error").asText());
      }
      return answer;
    } catch (IOException e) {
      throw new ApiException(503, "The node stopped answering: " + e.getMessage(), e);
    }
  }

  private static byte[] body(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      return in == null ? new byte[0] : in.readAllBytes();
    }
  }

  /// Nothing is held between two calls but connections that the JDK keeps for seconds.
  @Override
  public void close() {}
}
