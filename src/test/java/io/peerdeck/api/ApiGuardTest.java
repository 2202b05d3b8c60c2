package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import io.modelcontextprotocol.spec.McpSchema;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stands before the API: token, host, origin, sizes, and answers to everything that is not a
/// request.
class ApiGuardTest {
  private static final byte[] NOTHING = new byte[0];
  private static final int REQUESTS = 1000;

  @TempDir static Path folder;
  private static NodeHost host;
  private static ApiToken token;
  private static ApiToken assistant;
  private static RawHttp http;

  @BeforeAll
  static void start() throws Exception {
    host = NodeHost.start(NodeConfig.at(folder).withName("guarded").withSlots(1).offline());
    token = ApiToken.read(folder);
    assistant = ApiToken.read(folder, ApiToken.MCP);
    http = new RawHttp(host.address());
    Path file =
        Files.writeString(
            folder.resolve("fuzz.yml"),
            "name: p2p-workflow\non: push\njobs: {a: {runs-on: gpu, steps: [{run: 'true'}]}}\n");
    try (ApiClient client = host.client()) {
      JsonNode run = client.post("runs", Map.of("file", file.toString()));
      JsonNode detail = client.get("runs/" + run.path("id").asText(), Map.of());
      for (int weight = 0; weight < 8; weight++) {
        SEGMENTS.add(run.path("id").asText());
        SEGMENTS.add(detail.path("snapshot").asText());
      }
    }
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  @Test
  void theTokenIsReadableByItsOwnerAlone() throws Exception {
    assertThat(Files.getPosixFilePermissions(folder.resolve("api.token")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void withoutTheTokenNothingIsTold() throws Exception {
    Map<String, String> headers = http.headers("Bearer " + "0".repeat(64));
    assertThat(http.send("GET", "/api/v1/status", headers, NOTHING).status()).isEqualTo(401);
    headers.remove("Authorization");
    assertThat(http.send("GET", "/api/v1/status", headers, NOTHING).status()).isEqualTo(401);
    assertThat(http.send("GET", "/api/v1/nothing", headers, NOTHING).status()).isEqualTo(401);
    assertThat(http.send("GET", "/api/v1/%68ello/", headers, NOTHING).status()).isEqualTo(401);
  }

  @Test
  void aForeignHostIsRefused() throws Exception {
    for (String foreign : List.of("example.org", "127.0.0.1", "127.0.0.1:1", "")) {
      Map<String, String> headers = http.headers(token.bearer());
      headers.put("Host", foreign);
      assertThat(http.send("GET", "/api/v1/status", headers, NOTHING).status())
          .as(foreign)
          .isEqualTo(403);
    }
    Map<String, String> two = http.headers(token.bearer());
    two.put("host", "example.org");
    assertThat(http.send("GET", "/api/v1/status", two, NOTHING).status()).isEqualTo(403);
  }

  @Test
  void aPageInABrowserIsRefused() throws Exception {
    Map<String, String> headers = http.headers(token.bearer());
    headers.put("Origin", "http://" + host.address());
    RawHttp.Answer answer = http.send("GET", "/api/v1/status", headers, NOTHING);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.head()).doesNotContainIgnoringCase("access-control-allow");
  }

  @Test
  void aBodyOverOneMebibyteIsRefused() throws Exception {
    for (int size : List.of(ApiServer.MAX_BODY + 1, 8 * ApiServer.MAX_BODY)) {
      assertThat(send("POST", "/api/v1/runs", " ".repeat(size)).status()).isEqualTo(413);
    }
    String padded = "{\"file\": \"relative\"" + " ".repeat(1000) + "}";
    assertThat(send("POST", "/api/v1/runs", padded).status()).isEqualTo(400);
  }

  @Test
  void whatIsNotThereIsNotFound() throws Exception {
    for (String path :
        List.of(
            "/",
            "/api",
            "/api/v1/",
            "/api/v2/status",
            "/api/v1/nothing",
            "/api/v1/status/more",
            "/api/v1/runs/bafynothing",
            "/api/v1/runs/bafynothing/nothing",
            "/api/v1/peers/nobody/nothing",
            "/api/v1/clock",
            "/api/v1/clock/entries/bafynothing",
            "/api/v1/artifacts",
            "/api%2Fv1/status",
            "/../etc/passwd")) {
      RawHttp.Answer answer = send("GET", path, "");
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.error()).as(path).isNotEmpty();
    }
  }

  @Test
  void aMethodThatIsNotOfferedIsTold() throws Exception {
    assertThat(send("POST", "/api/v1/status", "").status()).isEqualTo(405);
    assertThat(send("DELETE", "/api/v1/runs", "").status()).isEqualTo(405);
    assertThat(send("GET", "/api/v1/diagnostics", "").status()).isEqualTo(405);
    assertThat(send("GET", "/api/v1/runs/x/cancel", "").status()).isEqualTo(405);
    assertThat(send("POST", "/api/v1/hello", "").status()).isEqualTo(405);
    RawHttp.Answer head = send("HEAD", "/api/v1/status", "");
    assertThat(head.status()).isEqualTo(405);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void whatIsNoJsonObjectIsRefused() throws Exception {
    for (String body :
        List.of("{", "nonsense", "[]", "7", "{\"file\": 7}", "{} {}", "[".repeat(100_000))) {
      RawHttp.Answer answer = send("POST", "/api/v1/runs", body);
      assertThat(answer.status()).as(body.substring(0, Math.min(20, body.length()))).isEqualTo(400);
      assertThat(answer.error()).isNotEmpty();
    }
    assertThat(send("GET", "/api/v1/status?a=%zz", "").status()).isEqualTo(400);
    assertThat(send("GET", "/api/v1/runs?limit=many", "").status()).isEqualTo(400);
    assertThat(send("GET", "/api/v1/runs?status=gone", "").status()).isEqualTo(400);
  }

  @Test
  void theServerProvesThatItKnowsTheTokenWithoutTellingIt() throws Exception {
    String nonce = "0123456789abcdef".repeat(4);
    Map<String, String> headers = http.headers("");
    headers.remove("Authorization");
    RawHttp.Answer answer = http.send("GET", "/api/v1/hello?nonce=" + nonce, headers, NOTHING);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(token.proves(nonce, answer.json().path("proof").asText())).isTrue();
    assertThat(token.proves(nonce.replace('0', '1'), answer.json().path("proof").asText()))
        .isFalse();
    assertThat(new String(answer.body(), StandardCharsets.UTF_8))
        .doesNotContain(token.bearer().substring("Bearer ".length()));
    assertThat(http.send("GET", "/api/v1/hello?nonce=short", headers, NOTHING).status())
        .isEqualTo(400);
    assertThat(http.send("GET", "/api/v1/hello", headers, NOTHING).status()).isEqualTo(400);
  }

  @Test
  void anotherPathHasItsOwnTokenBehindTheSameGuards() throws Exception {
    host.serve(
        new ApiPath() {
          @Override
          public String path() {
            return "/other";
          }

          @Override
          public boolean accepts(String authorization) {
            return authorization.equals("Bearer own");
          }

          @Override
          public Reply answer(HttpExchange request) throws IOException {
            return new Reply(200, "text/plain", request.getRequestBody().readAllBytes());
          }
        });
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = http.headers("Bearer own");
    assertThat(http.send("POST", "/other", headers, body).body()).isEqualTo(body);
    assertThat(http.send("POST", "/other", headers, new byte[ApiPath.MAX_BODY + 1]).status())
        .isEqualTo(413);
    assertThat(send("POST", "/other", "").status()).isEqualTo(401);
    assertThat(http.send("GET", "/api/v1/status", headers, NOTHING).status()).isEqualTo(401);
    headers.put("Origin", "http://" + host.address());
    assertThat(http.send("POST", "/other", headers, body).status()).isEqualTo(403);
  }

  @Test
  void bytesThatAreNoRequestDoNotHurt() throws Exception {
    for (String request :
        List.of(
            "GET\r\n\r\n",
            "GET mailto:nobody HTTP/1.1\r\nConnection: close\r\n\r\n",
            "OPTIONS * HTTP/1.1\r\nConnection: close\r\n\r\n",
            "GET http://[ HTTP/1.1\r\nConnection: close\r\n\r\n",
            "GET /api/v1/status HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "GET /api/v1/status HTTP/1.1\r\nContent-Length: many\r\n\r\n")) {
      try {
        assertThat(http.exchange(request.getBytes(StandardCharsets.US_ASCII)).status())
            .as(request)
            .isBetween(400, 499);
      } catch (IOException e) {
        assertThat(e).as(request).hasMessageMatching("(?s)no HTTP answer.*|.*reset.*");
      }
    }
    assertThat(send("GET", "/api/v1/status", "").status()).isEqualTo(200);
  }

  @Test
  void noPathMethodQueryOrBodyMakesTheServerFail() throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Operation> operations = operations();
    try {
      for (int request = 0; request < REQUESTS; request++) {
        // Each operation in its turn, so that none is left out.
        Asked asked = asked(operations.get(request % operations.size()), random);
        RawHttp.Answer answer =
            http.send(
                asked.method,
                asked.target,
                asked.headers,
                asked.body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status())
            .as(
                "seed %d, request %d: %s %s %s: %s",
                seed,
                request,
                asked.method,
                asked.target,
                asked.body,
                new String(answer.body(), StandardCharsets.UTF_8))
            .isLessThan(500);
        if (asked.target.startsWith("/mcp") && answer.status() == 200) {
          assertThat(answer.json().at("/error/code").asInt())
              .as("seed %d, request %d: %s", seed, request, asked.body)
              .isNotEqualTo(McpSchema.ErrorCodes.INTERNAL_ERROR);
        }
      }
    } finally {
      ProcessLog.say(System.getProperty("peerdeck.log", "warn"));
    }
    assertThat(send("GET", "/api/v1/status", "").status()).isEqualTo(200);
  }

  /// What can be asked, by the document the server itself gives.
  ///
  /// @param fields of the body
  private record Operation(String method, String path, List<String> query, List<String> fields) {}

  private static List<Operation> operations() throws IOException {
    List<Operation> operations = new ArrayList<>();
    JsonNode paths = send("GET", "/api/v1/openapi.json", "").json().path("paths");
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : method.getValue().path("parameters")) {
          if (parameter.path("in").asText().equals("query")) {
            query.add(parameter.path("name").asText());
          }
        }
        List<String> fields = new ArrayList<>();
        method
            .getValue()
            .at("/requestBody/content/application~1json/schema/properties")
            .fieldNames()
            .forEachRemaining(fields::add);
        operations.add(
            new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), query, fields));
      }
    }
    assertThat(operations)
        .extracting(Operation::path)
        .contains(
            "/api/v1/queue",
            "/api/v1/runs/{id}/jobs/{task}",
            "/api/v1/runs/{id}/logs/{task}/lines",
            "/api/v1/clock/export",
            "/api/mcp/cache/stats");
    operations.add(new Operation("POST", "/mcp", List.of(), MESSAGE));
    operations.add(new Operation("GET", "/metrics", List.of("name[]"), List.of()));
    return operations;
  }

  private record Asked(String method, String target, Map<String, String> headers, String body) {}

  /// The operation, more or less.
  private static Asked asked(Operation operation, Random random) {
    String method = random.nextInt(4) == 0 ? pick(random, METHODS) : operation.method;
    StringBuilder target = new StringBuilder();
    for (String segment : operation.path.substring(1).split("/", -1)) {
      boolean given = segment.startsWith("{") || random.nextInt(20) == 0;
      target.append('/').append(given ? pick(random, SEGMENTS) : segment);
    }
    if (random.nextInt(10) == 0) {
      target.append('/').append(pick(random, SEGMENTS));
    }
    for (int parameters = random.nextInt(3); parameters > 0; parameters--) {
      target
          .append(target.indexOf("?") < 0 ? '?' : '&')
          .append(operation.query.isEmpty() ? "limit" : pick(random, operation.query))
          .append('=')
          .append(pick(random, SEGMENTS));
    }
    String bearer = operation.path.equals("/mcp") ? assistant.bearer() : token.bearer();
    Map<String, String> headers = http.headers(bearer);
    headers.put("Content-Type", "application/json");
    return new Asked(
        method, target.toString(), headers, random.nextInt(4) == 0 ? "" : body(operation, random));
  }

  private static final List<String> METHODS =
      List.of(
          "GET", "GET", "POST", "POST", "POST", "DELETE", "PUT", "HEAD", "PATCH", "OPTIONS",
          "BREW");
  private static final String CID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  private static final List<String> SEGMENTS =
      new ArrayList<>(
          List.of(
              "status",
              "caches",
              "transfers",
              "runs",
              "preview",
              "artifacts",
              "peers",
              "clock",
              "verify",
              "entries",
              "logs",
              "cancel",
              "hold",
              "release",
              "adopt",
              "priority",
              "assign",
              "again",
              "save",
              "ping",
              "trust",
              "untrust",
              "hello",
              "guarded",
              CID,
              "a",
              "a:1",
              "a:99999999999",
              "bafy",
              "..",
              ".",
              "%00",
              "%2F",
              "%F0%9F%90%99",
              "%FF%FE",
              "0",
              "-1",
              "9223372036854775807",
              "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN",
              "+",
              "'",
              "%25",
              "pending",
              "x".repeat(3000)));
  /// Fields of a message to `/mcp`.
  private static final List<String> MESSAGE = List.of("jsonrpc", "id", "method", "params");

  /// Fields that may name a place to write to.
  private static final Set<String> PLACES = Set.of("file", "folder", "path");

  private static final List<String> FILES = List.of("fuzz.yml", "saved", "new.zip", "config.yaml");
  private static final List<String> MCP_METHODS =
      List.of(
          "initialize", "ping", "tools/list", "tools/call", "resources/read", "prompts/get", "x");
  private static final List<String> VALUES =
      List.of(
          "{\"name\": \"get_p2p_stats\", \"arguments\": {}}",
          "{\"name\": \"list_p2p_workflows\", \"arguments\": {\"limit\": -1}}",
          "{\"uri\": \"peerdeck://runs/a\"}",
          "[\"a\", 7]",
          "null",
          "true",
          "7",
          "-1",
          "1e400",
          "\"\"",
          "\"a\"",
          "\"/proc/none/a.yml\"",
          "\"/dev/null\"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "{\"a\": []}",
          "\"/ip4/127.0.0.1/tcp/1\"",
          "\"/p2p/a\"",
          "\"hamming\"",
          "\"guarded\"",
          "\"" + CID + "\"",
          "\"/ip4/127.0.0.1/tcp/1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN\"");

  /// What names a place to write to stays within this test's own folder, or cannot be written.
  private static String body(Operation operation, Random random) {
    List<String> pairs = new ArrayList<>();
    for (String field : operation.fields) {
      if (random.nextInt(4) == 0) {
        continue;
      }
      String value = pick(random, VALUES);
      if (PLACES.contains(field) && random.nextBoolean()) {
        value = "\"" + folder.resolve(pick(random, FILES)) + "\"";
      } else if (field.equals("jsonrpc")) {
        value = "\"2.0\"";
      } else if (field.equals("method")) {
        value = "\"" + pick(random, MCP_METHODS) + "\"";
      }
      pairs.add("\"" + field + "\": " + value);
    }
    return "{" + String.join(", ", pairs) + "}";
  }

  private static <T> T pick(Random random, List<T> among) {
    return among.get(random.nextInt(among.size()));
  }

  private static RawHttp.Answer send(String method, String target, String body) throws IOException {
    return http.send(
        method, target, http.headers(token.bearer()), body.getBytes(StandardCharsets.UTF_8));
  }
}
