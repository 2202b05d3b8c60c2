package io.peerdeck.github.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerdeck.github.ApiAnswer;
import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.CacheMode;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.TrustRung;
import io.peerdeck.github.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// GitHub's issues of one repository, as its documentation has them: labels only by those who work
/// on it, edits by them or the author, comments by anybody. A model, not GitHub.
final class IssuesModel implements AutoCloseable {
  static final String PATH = "/repos/fleet/registry";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Supplier<Instant> now;
  private final Map<Integer, ObjectNode> issues = new TreeMap<>();
  private final Map<Integer, List<ObjectNode>> comments = new HashMap<>();
  private final Set<String> workers;

  final List<String> requests = new CopyOnWriteArrayList<>();
  volatile boolean isPrivate;
  volatile TrustRung rung = TrustRung.T2;
  volatile boolean down;

  IssuesModel(Supplier<Instant> now, Set<String> workers) throws IOException {
    this.now = now;
    this.workers = workers;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  /// GitHub as the user of a login asks it.
  ApiDoor door(String login) {
    return new ApiDoor() {
      @Override
      public ApiAnswer read(ApiRead read, Duration freshFor, TrustRung least) {
        HttpResponse<byte[]> said = send(login, "GET", read.target(), new byte[0]);
        return new ApiAnswer(
            said.statusCode(), Map.of(), ApiBody.of(said.body()), now.get(), CacheMode.MISS, rung);
      }

      @Override
      public InputStream download(String path, Duration deadline) {
        throw new GitHubException("nothing large is here");
      }

      @Override
      public Upstream.Reply write(String method, String path, byte[] json) {
        HttpResponse<byte[]> said = send(login, method, path, json);
        return new Upstream.Reply(said.statusCode(), Map.of(), ApiBody.of(said.body()));
      }
    };
  }

  private HttpResponse<byte[]> send(String login, String method, String path, byte[] body) {
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    try {
      return client.send(
          HttpRequest.newBuilder(uri)
              .header("Authorization", "Bearer " + login)
              .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
              .timeout(Duration.ofSeconds(10))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new GitHubException("GitHub could not be asked: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitHubException("interrupted", e);
    }
  }

  synchronized JsonNode issue(int number) {
    return issues.get(number).deepCopy();
  }

  synchronized int count() {
    return issues.size();
  }

  synchronized List<String> labels(int number) {
    List<String> labels = new ArrayList<>();
    issues.get(number).path("labels").forEach(one -> labels.add(one.path("name").asText()));
    return labels;
  }

  long writes() {
    return requests.stream().filter(one -> !one.startsWith("GET")).count();
  }

  /// Opens an issue by whoever, labelled as somebody who works on the repository would have.
  synchronized int put(String author, String title, String body) {
    return open(author, title, body, List.of(PeerIssue.REGISTRY, PeerIssue.ACTIVE))
        .path("number")
        .asInt();
  }

  /// As if somebody had opened a pull request, which GitHub lists among the issues.
  synchronized void request(String author, String title) {
    issues.get(put(author, title, "")).putObject("pull_request").put("url", "https://example.org");
  }

  synchronized void comment(int number, String author, String body) {
    comments
        .computeIfAbsent(number, n -> new ArrayList<>())
        .add(
            JSON.createObjectNode()
                .put("body", body)
                .put("author_association", workers.contains(author) ? "COLLABORATOR" : "NONE")
                .set("user", JSON.createObjectNode().put("login", author)));
  }

  private ObjectNode open(String author, String title, String body, List<String> labels) {
    int number = issues.size() + 1;
    ObjectNode issue =
        JSON.createObjectNode()
            .put("number", number)
            .put("title", title)
            .put("body", body)
            .put("state", "open")
            .put("updated_at", now.get().toString());
    issue.putObject("user").put("login", author);
    label(issue, labels);
    issues.put(number, issue);
    return issue;
  }

  private static void label(ObjectNode issue, List<String> labels) {
    ArrayNode list = issue.putArray("labels");
    labels.forEach(label -> list.addObject().put("name", label));
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String login =
        exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
    String target = exchange.getRequestURI().toString();
    requests.add(exchange.getRequestMethod() + " " + target);
    int[] status = {200};
    byte[] said;
    synchronized (this) {
      said =
          down
              ? told(status, 502, "bad gateway")
              : answer(login, exchange.getRequestMethod(), target, body, status)
                  .toString()
                  .getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status[0], said.length);
    exchange.getResponseBody().write(said);
    exchange.close();
  }

  private static byte[] told(int[] status, int code, String message) {
    return refused(status, code, message).toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode refused(int[] status, int code, String message) {
    status[0] = code;
    return JSON.createObjectNode().put("message", message);
  }

  private JsonNode answer(String login, String method, String target, byte[] body, int[] status)
      throws IOException {
    String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
    if (method.equals("GET") && path.equals(PATH)) {
      return JSON.createObjectNode().put("private", isPrivate);
    }
    if (method.equals("GET") && path.equals(PATH + "/issues")) {
      return list(query(target));
    }
    if (method.equals("GET") && path.matches(PATH + "/issues/\\d+/comments")) {
      return page(
          comments.getOrDefault(number(path.replace("/comments", "")), List.of()).stream(),
          query(target));
    }
    if (method.equals("POST") && path.equals(PATH + "/issues")) {
      JsonNode draft = JSON.readTree(body);
      status[0] = 201;
      return open(
          login,
          draft.path("title").asText(),
          draft.path("body").asText(),
          workers.contains(login) ? texts(draft.path("labels")) : List.of());
    }
    if (method.equals("PATCH") && path.matches(PATH + "/issues/\\d+")) {
      ObjectNode issue = issues.get(number(path));
      if (issue == null) {
        return refused(status, 404, "Not Found");
      }
      boolean own = issue.path("user").path("login").asText().equals(login);
      if (!own && !workers.contains(login)) {
        return refused(status, 403, "Must have admin rights to Repository.");
      }
      JsonNode change = JSON.readTree(body);
      for (String field : List.of("title", "body", "state")) {
        if (change.has(field)) {
          issue.put(field, change.path(field).asText());
        }
      }
      if (workers.contains(login)) {
        label(issue, texts(change.path("labels")));
      }
      issue.put("updated_at", now.get().toString());
      return issue;
    }
    return refused(status, 404, "Not Found");
  }

  private static int number(String path) {
    return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private JsonNode list(Map<String, String> query) {
    String label = query.getOrDefault("labels", "");
    return page(
        issues.entrySet().stream()
            .filter(one -> one.getValue().path("state").asText().equals(query.get("state")))
            .filter(one -> label.isEmpty() || labels(one.getKey()).contains(label))
            .map(Map.Entry::getValue)
            .sorted(
                Comparator.comparing((ObjectNode one) -> one.path("updated_at").asText())
                    .reversed()),
        query);
  }

  private static JsonNode page(Stream<? extends JsonNode> all, Map<String, String> query) {
    int size = Integer.parseInt(query.getOrDefault("per_page", "30"));
    int page = Integer.parseInt(query.getOrDefault("page", "1"));
    ArrayNode list = JSON.createArrayNode();
    all.skip((long) (page - 1) * size).limit(size).forEach(list::add);
    return list;
  }

  private static Map<String, String> query(String target) {
    Map<String, String> query = new HashMap<>();
    int mark = target.indexOf('?');
    for (String part : mark < 0 ? new String[0] : target.substring(mark + 1).split("&")) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
