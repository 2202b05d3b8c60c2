package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds the served document against what the server really does: every operation in it is asked,
/// and every answer is validated by a JSON Schema validator of somebody else's.
class OpenApiTest {
  private static final String STRANGER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
  private static final String NONCE = "0123456789abcdef".repeat(4);

  @TempDir static Path folder;
  private static NodeHost host;
  private static RawHttp http;
  private static ApiToken token;
  private static JsonNode document;
  private static String run = "";
  private static String artifact = "";
  private static String file = "";
  private static String entry = "";

  @BeforeAll
  static void runOne() throws Exception {
    host = NodeHost.start(NodeConfig.at(folder.resolve("data")).withName("described").offline());
    host.onStop(() -> {});
    host.onOpen(opened -> {});
    token = ApiToken.read(folder.resolve("data"));
    http = new RawHttp(host.address());
    Files.writeString(
        folder.resolve("described.yml"),
        """
        name: p2p-workflow described
        on: {workflow_dispatch: {inputs: {who: {type: string, default: nobody}}}}
        jobs:
          make:
            runs-on: linux
            outputs: {said: '${{ steps.say.outputs.said }}'}
            steps:
              - id: say
                run: |
                  echo said=hello >> "$GITHUB_OUTPUT"
                  echo '# Done' >> "$GITHUB_STEP_SUMMARY"
                  echo '::warning file=a.txt,line=3::look'
                  echo kept > kept.txt
              - uses: actions/upload-artifact@v4
                with: {name: kept, path: kept.txt}
        """);
    document = ask("GET", "/api/v1/openapi.json", "").json();
    try (ApiClient client = host.client()) {
      run = client.post("runs", submission()).path("id").asText();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> client.get("runs/" + run, Map.of()).at("/tasks/0/sealed").asBoolean());
      artifact = client.get("runs/" + run, Map.of()).at("/tasks/0/artifacts/0/cid").asText();
      file = client.get("artifacts/" + artifact, Map.of()).at("/0/cid").asText();
      entry = client.get("clock/entries", Map.of()).at("/entries/0/cid").asText();
    }
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  private static Map<String, Object> submission() {
    return Map.of("file", folder.resolve("described.yml").toString());
  }

  /// One question.
  ///
  /// @param operation as the document names it
  /// @param target what is sent in place of its path
  private record Question(String operation, String target, Map<String, ?> body, int status) {}

  private static Question get(String path, String target) {
    return new Question("GET " + path, target, Map.of(), 200);
  }

  private static Question get(String path) {
    return get(path, path);
  }

  private static Question post(String path, String target, Map<String, ?> body) {
    return new Question("POST " + path, target, body, 200);
  }

  private static Question delete(String path, String target) {
    return new Question("DELETE " + path, target, Map.of(), 200);
  }

  /// Of something that a node by itself cannot do: the answer is a problem.
  private static Question refused(int status, Question question) {
    return new Question(question.operation, question.target, question.body, status);
  }

  private static List<Question> questions() {
    List<Question> questions = new ArrayList<>(reading());
    questions.addAll(steering());
    questions.addAll(fleet());
    questions.addAll(node());
    return questions;
  }

  private static List<Question> reading() {
    return List.of(
        get("hello", "hello?nonce=" + NONCE),
        get("openapi.json"),
        get("status"),
        get("stats"),
        get("events"),
        get("events", "events?limit=3"),
        get("log"),
        get("settings"),
        get("settings/{key}", "settings/slots"),
        get("runs"),
        get("runs", "runs?status=completed,failed&tag=p2p-workflow&limit=5&offset=0"),
        get("runs", "runs?at=" + entry + "&from=2001-01-01T00:00:00Z"),
        get("runs/{id}", "runs/" + run),
        get("runs/{id}/jobs", "runs/" + run + "/jobs"),
        get("runs/{id}/jobs/{task}", "runs/" + run + "/jobs/make"),
        get("runs/{id}/artifacts", "runs/" + run + "/artifacts"),
        get("runs/{id}/summary/{task}", "runs/" + run + "/summary/make"),
        get("runs/{id}/logs/{task}", "runs/" + run + "/logs/make"),
        get("runs/{id}/logs/{task}/lines", "runs/" + run + "/logs/make/lines?first=-3"),
        get("/api/mcp/peers"),
        get("/api/mcp/cache/stats"),
        get("queue"),
        get("templates"),
        get("artifacts/{cid}", "artifacts/" + artifact),
        get("artifacts/{cid}/head", "artifacts/" + file + "/head?max=2"),
        get("actions"),
        get("clock/entries", "clock/entries?limit=50"),
        get("clock/entries/{cid}", "clock/entries/" + entry),
        get("peers"),
        get("peers/{id}/history", "peers/described/history"),
        get("discovery"),
        get("fleet"),
        get("fleet/invites"),
        get("fleet/requests"),
        get("approvals"),
        get("caches"),
        get("caches/history"),
        get("caches/{id}/entries", "caches/entries/entries"),
        get("transfers"),
        get("github"),
        get("watch"),
        get("secrets"),
        get("vars"),
        get("panel"));
  }

  private static List<Question> steering() {
    String held = "runs/" + held();
    return List.of(
        post("runs", "runs", submission()),
        post("preview", "preview", submission()),
        post("templates/{id}", "templates/links", Map.of()),
        post("templates/{id}/preview", "templates/links/preview", Map.of()),
        post("templates/{id}/runs", "templates/links/runs", Map.of("held", true)),
        post("runs/{id}/priority", held + "/priority", Map.of("priority", 2)),
        post("runs/{id}/release", held + "/release", Map.of()),
        post("runs/{id}/hold", held + "/hold", Map.of()),
        post("runs/{id}/assign", held + "/assign", Map.of("peer", "described")),
        post("runs/{id}/adopt", held + "/adopt", Map.of()),
        post("runs/{id}/cancel", held + "/cancel", Map.of("reason", "asked")),
        post("runs/{id}/again", "runs/" + run + "/again", Map.of("failed", false)),
        post(
            "artifacts/{cid}/save",
            "artifacts/" + artifact + "/save",
            Map.of("folder", folder.resolve("saved").toString())),
        refused(
            400, post("actions", "actions", Map.of("uses", "nobody", "path", folder.toString()))),
        refused(404, delete("actions/{uses}", "actions/nobody%2Fnothing@" + "0".repeat(40))),
        get("clock/verify", "clock/verify"),
        post("clock/verify", "clock/verify", Map.of()));
  }

  private static String held() {
    try (ApiClient client = host.client()) {
      return client
          .post("runs", Map.of("file", folder.resolve("described.yml").toString(), "held", true))
          .path("id")
          .asText();
    }
  }

  private static List<Question> fleet() {
    String address = "/ip4/192.0.2.7/tcp/4011/p2p/" + STRANGER;
    return List.of(
        post("peers", "peers", Map.of("address", address, "name", "nuc")),
        post("peers/{id}/update", "peers/nuc/update", Map.of("labels", List.of("gpu"))),
        post("peers/{id}/trust", "peers/nuc/trust", Map.of("level", "host")),
        post("peers/{id}/untrust", "peers/nuc/untrust", Map.of()),
        refused(409, post("peers/{id}/ping", "peers/nuc/ping", Map.of())),
        post("peers/{id}/block", "peers/nuc/block", Map.of()),
        post("peers/{id}/unblock", "peers/nuc/unblock", Map.of()),
        get("peers"),
        delete("peers/{id}", "peers/nuc"),
        refused(409, post("discovery", "discovery", Map.of())),
        refused(409, post("fleet", "fleet", Map.of("name", "other"))),
        refused(400, post("fleet/join", "fleet/join", Map.of("to", "nothing"))),
        refused(409, post("fleet/invites", "fleet/invites", Map.of("uses", 1))),
        get("fleet"),
        refused(404, delete("fleet/invites/{id}", "fleet/invites/nothing")),
        refused(
            404,
            post("fleet/requests/{id}/accept", "fleet/requests/" + STRANGER + "/accept", Map.of())),
        refused(
            404,
            post("fleet/requests/{id}/refuse", "fleet/requests/" + STRANGER + "/refuse", Map.of())),
        refused(404, post("approvals/{id}/approve", "approvals/nothing/approve", Map.of())),
        refused(404, post("approvals/{id}/refuse", "approvals/nothing/refuse", Map.of())));
  }

  private static List<Question> node() {
    return List.of(
        post("settings/{key}", "settings/slots", Map.of("value", "2")),
        post("settings/{key}/check", "settings/slots/check", Map.of("value", "many")),
        post("diagnostics", "diagnostics", Map.of("file", folder.resolve("help.zip").toString())),
        post("caches/{id}/pin", "caches/blobs/pin", Map.of("key", file)),
        post("caches/{id}/unpin", "caches/blobs/unpin", Map.of("key", file)),
        post("caches/{id}/clear", "caches/blobs/clear", Map.of()),
        refused(404, post("transfers/{id}/cancel", "transfers/7/cancel", Map.of())),
        refused(404, post("transfers/{id}/retry", "transfers/7/retry", Map.of())),
        refused(400, get("github/read")),
        refused(409, post("watch", "watch", Map.of())),
        refused(400, post("earlier-answers", "earlier-answers", Map.of("folder", "relative"))),
        post("secrets", "secrets", Map.of("name", "KEY", "value", "hidden")),
        post("secrets/{name}/grant", "secrets/KEY/grant", Map.of("run", run)),
        get("secrets"),
        delete("secrets/{name}", "secrets/KEY"),
        post("vars", "vars", Map.of("name", "PLACE", "value", "here")),
        get("vars"),
        delete("vars/{name}", "vars/PLACE"),
        post("panel/open", "panel/open", Map.of("files", List.of("/a.yml"))),
        post("node/stop", "node/stop", Map.of()));
  }

  @Test
  void everyOperationAnswersAndEveryAnswerIsAsItIsDescribed() throws Exception {
    Awaitility.await().until(() -> ask("GET", "/api/v1/disk", "").status() == 200);
    Set<String> asked = new TreeSet<>();
    List<Question> questions = new ArrayList<>(questions());
    questions.add(get("disk"));
    SoftAssertions each = new SoftAssertions();
    for (Question question : questions) {
      String method = question.operation.substring(0, question.operation.indexOf(' '));
      String path = whole(question.operation.substring(method.length() + 1));
      asked.add(method + " " + path);
      RawHttp.Answer answer =
          ask(
              method,
              whole(question.target),
              question.body.isEmpty()
                  ? ""
                  : new String(Json.write(question.body), StandardCharsets.UTF_8));
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      each.assertThat(answer.status()).as("%s: %s", question, text).isEqualTo(question.status);
      boolean done = answer.status() == 200;
      each.assertThat(answer.head())
          .as(question.operation)
          .containsIgnoringCase(
              "content-type: " + (done ? "application/json" : "application/problem+json"));
      JsonNode schema =
          document
              .path("paths")
              .path(path)
              .path(method.toLowerCase(java.util.Locale.ROOT))
              .path("responses")
              .path(done ? "200" : "default")
              .path("content")
              .path(done ? "application/json" : "application/problem+json")
              .path("schema");
      each.assertThat(validator(schema).validate(text, InputFormat.JSON))
          .as("%s: %s", question.operation, text)
          .isEmpty();
    }
    each.assertThat(asked).isEqualTo(operations());
    each.assertAll();
  }

  private static String whole(String path) {
    return path.startsWith("/") ? path : "/api/v1/" + path;
  }

  /// What can be asked for JSON.
  private static Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (method
                              .getValue()
                              .at("/responses/200/content")
                              .has("application/json")) {
                            operations.add(
                                method.getKey().toUpperCase(java.util.Locale.ROOT)
                                    + " "
                                    + path.getKey());
                          }
                        }));
    return operations;
  }

  /// The schema with those it refers to.
  private static Schema validator(JsonNode schema) {
    assertThat(schema.isObject()).isTrue();
    ObjectNode whole = schema.deepCopy();
    whole.set("$defs", document.at("/components/schemas"));
    String text = new String(Json.write(whole), StandardCharsets.UTF_8);
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(text.replace("#/components/schemas/", "#/$defs/"), InputFormat.JSON);
  }

  @Test
  void aValidatorThatNeverRefusesWouldBeNoticed() throws Exception {
    JsonNode schema =
        document.at("/paths/~1api~1v1~1status/get/responses/200/content/application~1json/schema");
    assertThat(validator(schema).validate("{\"self\": 7}", InputFormat.JSON)).isNotEmpty();
    String extended =
        new String(ask("GET", "/api/v1/status", "").body(), StandardCharsets.UTF_8)
            .replaceFirst("\\{", "{\"undescribed\": 1, ");
    assertThat(validator(schema).validate(extended, InputFormat.JSON)).isNotEmpty();
  }

  private static RawHttp.Answer ask(String method, String target, String body) throws IOException {
    return http.send(
        method, target, http.headers(token.bearer()), body.getBytes(StandardCharsets.UTF_8));
  }
}
