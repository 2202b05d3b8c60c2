package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.node.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every endpoint, asked on a real node that has really run a workflow.
class ApiAnswersTest {
  private static final String STRANGER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

  @TempDir static Path folder;
  private static NodeHost host;
  private static ApiClient client;
  private static String run = "";

  @BeforeAll
  static void runOne() throws Exception {
    host = NodeHost.start(NodeConfig.at(folder.resolve("data")).withName("solo").offline());
    client = host.client();
    Files.writeString(
        folder.resolve("answers.yml"),
        """
        name: p2p-workflow answers
        on: {workflow_dispatch: {inputs: {who: {type: string, default: nobody}}}}
        jobs:
          make:
            runs-on: linux
            steps:
              - run: |
                  echo "hello ${{ inputs.who }}"
                  echo kept > kept.txt
              - uses: actions/upload-artifact@v4
                with: {name: kept, path: kept.txt}
        """);
    run = post("runs", submission(Map.of())).path("id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("runs/" + run).at("/tasks/0/sealed").asBoolean());
    // Lists follow within moments.
    Awaitility.await()
        .until(() -> !client.get("runs", Map.of("status", "completed")).path("runs").isEmpty());
  }

  @AfterAll
  static void stop() {
    client.close();
    host.close();
  }

  @Test
  void theStatusNamesTheNodeAndCountsItsEntries() {
    JsonNode status = get("status");
    assertThat(status.at("/self/name").asText()).isEqualTo("solo");
    assertThat(status.at("/self/id").asText()).startsWith("12D3KooW");
    assertThat(status.path("clockEntries").asLong()).isPositive();
    assertThat(status.path("networkReason").asText()).isNotBlank();
  }

  @Test
  void aRunIsToldInFullAndInTheList() {
    JsonNode detail = get("runs/" + run);
    assertThat(detail.at("/summary/status").asText()).isEqualTo("completed");
    assertThat(detail.at("/inputs/who").asText()).isEqualTo("peers");
    assertThat(detail.at("/tasks/0/ref").asText()).isEqualTo("make");
    assertThat(detail.at("/tasks/0/conclusion").asText()).isEqualTo("success");
    JsonNode listed = client.get("runs", Map.of("status", "completed", "tag", "p2p-workflow"));
    assertThat(listed.path("runs").findValuesAsText("id")).contains(run);
    assertThat(client.get("runs", Map.of("text", "no such text")).path("runs").size()).isZero();
    assertThat(get("runs/" + run.substring(run.length() - 8)).at("/summary/id").asText())
        .isEqualTo(run);
  }

  @Test
  void aLogIsReadFromAnyByteOn() {
    JsonNode all = get("runs/" + run + "/logs/make");
    assertThat(all.path("lines").findValuesAsText("text")).contains("hello peers");
    assertThat(all.path("end").asBoolean()).isTrue();
    JsonNode rest =
        client.get(
            "runs/" + run + "/logs/make", Map.of("from", all.path("next").asText(), "max", "100"));
    assertThat(rest.path("lines").size()).isZero();
    assertThat(rest.path("end").asBoolean()).isTrue();
    assertRefused(404, () -> get("runs/" + run + "/logs/other"));
    assertRefused(400, () -> get("runs/" + run + "/logs/make:x"));
  }

  @Test
  void anArtifactIsListedAndSaved() {
    String cid = get("runs/" + run).at("/tasks/0/artifacts/0/cid").asText();
    JsonNode files = get("artifacts/" + cid);
    assertThat(files.get(0).path("path").asText()).isEqualTo("kept.txt");
    String file = files.get(0).path("cid").asText();
    assertThat(get("artifacts/" + file + "/head?max=3").path("base64").asText()).isEqualTo("a2Vw");
    assertThat(get("artifacts/" + file + "/head").path("base64").asText()).isEqualTo("a2VwdAo=");
    assertRefused(400, () -> get("artifacts/" + cid + "/head"));
    Path saved = folder.resolve("saved");
    JsonNode paths = post("artifacts/" + cid + "/save", Map.of("folder", saved.toString()));
    assertThat(paths.get(0).asText()).isEqualTo(saved.resolve("kept.txt").toString());
    assertThat(saved.resolve("kept.txt")).hasContent("kept\n");
    assertRefused(400, () -> post("artifacts/" + cid + "/save", Map.of("folder", "relative")));
    assertRefused(400, () -> get("artifacts/nonsense"));
    assertRefused(404, () -> get("artifacts/" + STRANGER_CID));
  }

  private static final String STRANGER_CID =
      "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

  @Test
  void statsTellOfTheNetworkThatThisNodeDoesNotHave() {
    assertThat(get("stats").at("/network/limits").isArray()).isTrue();
    assertThat(get("stats").at("/network/traffic").isObject()).isTrue();
    assertRefused(405, () -> post("stats", Map.of()));
  }

  @Test
  void aPreviewStoresNothing() {
    long before = get("status").path("clockEntries").asLong();
    JsonNode preview = post("preview", submission(Map.of()));
    assertThat(preview.at("/jobs/0/id").asText()).isEqualTo("make");
    assertThat(preview.path("problems").size()).isZero();
    assertThat(get("status").path("clockEntries").asLong()).isEqualTo(before);
  }

  @Test
  void aHeldRunIsSteered() {
    String held = post("runs", submission(Map.of("held", true))).path("id").asText();
    assertThat(get("runs/" + held).at("/summary/held").asBoolean()).isTrue();
    assertDone(post("runs/" + held + "/priority", Map.of("priority", 2)));
    assertThat(get("runs/" + held).at("/summary/priority").asInt()).isEqualTo(2);
    assertDone(post("runs/" + held + "/release", Map.of()));
    assertDone(post("runs/" + held + "/hold", Map.of()));
    assertDone(post("runs/" + held + "/assign", Map.of("peer", "solo", "task", "make")));
    assertDone(post("runs/" + held + "/cancel", Map.of("reason", "tested")));
    assertThat(get("runs/" + held).at("/summary/status").asText()).isIn("cancelled", "completed");
    assertRefused(400, () -> post("runs/" + run + "/priority", Map.of("priority", 10)));
    assertRefused(400, () -> post("runs/" + run + "/priority", Map.of()));
    assertRefused(404, () -> post("runs/" + run + "/assign", Map.of("peer", "nobody")));
  }

  @Test
  void aRunIsRunAgain() {
    JsonNode again = post("runs/" + run + "/again", Map.of());
    assertThat(again.path("id").asText()).isNotEqualTo(run).startsWith("bafy");
    assertThat(get("runs/" + again.path("id").asText()).path("again").asText()).isEqualTo(run);
  }

  private JsonNode peer(String name) {
    for (JsonNode peer : get("peers")) {
      if (peer.at("/peer/name").asText().equals(name)) {
        return peer;
      }
    }
    throw new AssertionError("no peer " + name);
  }

  @Test
  void aPeerIsAddedTrustedBlockedAndRemoved() {
    String address = "/ip4/192.0.2.7/tcp/4011/p2p/" + STRANGER;
    JsonNode added = post("peers", Map.of("address", address, "name", "nuc"));
    assertThat(added.at("/peer/name").asText()).isEqualTo("nuc");
    assertDone(post("peers/nuc/trust", Map.of()));
    assertThat(get("peers").toString()).contains(STRANGER);
    assertDone(post("peers/" + STRANGER + "/untrust", Map.of()));
    assertRefused(409, () -> post("peers/nuc/ping", Map.of()));
    assertDone(post("peers/nuc/block", Map.of()));
    JsonNode blocked = peer("nuc");
    assertThat(blocked.path("state").asText()).isEqualTo("blocked");
    assertThat(blocked.path("stateReason").asText()).startsWith("blocked by this machine's");
    assertThat(blocked.at("/conduct/blocked").asBoolean()).isTrue();
    assertThat(blocked.at("/conduct/score").asInt()).isEqualTo(50);
    assertThat(blocked.at("/link/connected").asBoolean(true)).isFalse();
    assertThat(blocked.path("source").asText()).isEqualTo("added by solo");
    assertDone(post("peers/nuc/unblock", Map.of()));
    assertThat(peer("nuc").path("state").asText()).isEqualTo("joining");
    await()
        .untilAsserted(
            () ->
                assertThat(get("peers/nuc/history").at("/states/0/state").asText())
                    .isIn("joining", "blocked"));
    assertRefused(409, () -> post("peers/solo/block", Map.of()));
    assertDone(client.delete("peers/" + STRANGER));
    assertRefused(409, () -> post("peers/solo/untrust", Map.of()));
    assertRefused(404, () -> client.delete("peers/nobody"));
    assertRefused(404, () -> client.delete("peers/" + STRANGER));
    assertRefused(400, () -> post("peers", Map.of("address", "/ip4/192.0.2.7/tcp/4011")));
    assertRefused(400, () -> post("peers", Map.of("address", "nonsense")));
  }

  @Test
  void theClockIsPagedAndVerified() {
    JsonNode page = client.get("clock/entries", Map.of("limit", "2"));
    assertThat(page.path("entries").size()).isEqualTo(2);
    String last = page.at("/entries/1/cid").asText();
    JsonNode next = client.get("clock/entries", Map.of("limit", "2", "before", last));
    assertThat(next.at("/entries/0/lc").asLong()).isLessThan(page.at("/entries/0/lc").asLong());
    assertThat(get("clock/entries/" + last).path("cid").asText()).isEqualTo(last);
    assertThat(get("clock/entries/" + run).path("kind").asText()).isEqualTo("run.submitted");
    JsonNode report = post("clock/verify", Map.of());
    assertThat(report.path("ok").asBoolean()).isTrue();
    assertThat(report.path("entries").asLong()).isPositive();
    assertRefused(404, () -> client.get("clock/entries", Map.of("before", "nothing")));
  }

  @Test
  void theNodeTellsOfItself() throws Exception {
    assertThat(client.get("events", Map.of("limit", "5")).isArray()).isTrue();
    assertThat(client.get("log", Map.of("lines", "5")).isArray()).isTrue();
    assertThat(client.get("caches/history", Map.of()).isArray()).isTrue();
    assertThat(client.get("settings", Map.of()).path(0).path("key").asText()).isEqualTo("name");
    assertThat(
            client.post("settings/slots/check", Map.of("value", "many")).path("problem").asText())
        .contains("whole number");
    assertDone(client.post("caches/blobs/clear", Map.of()));
    assertRefused(404, () -> client.post("caches/none/clear", Map.of()));
    assertThat(client.get("caches/entries/entries", Map.of("limit", "5"))).isNotEmpty();
    assertRefused(400, () -> client.post("caches/blobs/pin", Map.of("key", "x")));
    assertRefused(400, () -> client.post("caches/blobs/unpin", Map.of("key", "x")));
    assertRefused(404, () -> client.post("transfers/7/cancel", Map.of()));
    assertRefused(404, () -> client.post("transfers/7/retry", Map.of()));
    assertRefused(400, () -> client.post("settings/slots", Map.of("value", "many")));
    Path zip = folder.resolve("help.zip");
    assertDone(client.post("diagnostics", Map.of("file", zip.toString())));
    assertThat(zip).isNotEmptyFile();
    JsonNode newest = client.get("clock/entries", Map.of("limit", "1"));
    String cid = newest.at("/entries/0/cid").asText();
    assertThat(client.get("clock/entries/" + cid, Map.of()).path("ordinal").asLong())
        .isEqualTo(newest.path("total").asLong() - 1);
    assertThat(client.get("runs", Map.of("at", cid)).path("runs")).isNotEmpty();
    assertThat(client.get("runs", Map.of("until", "2001-01-01T00:00:00Z")).path("total").asInt())
        .isZero();
  }

  @Test
  void cachesAndTransfersAreLists() {
    assertThat(get("caches").findValuesAsText("id")).contains("blobs", "entries");
    assertThat(get("transfers").isArray()).isTrue();
  }

  @Test
  void aWrongFileIsRefusedWithItsPositionAndNothingIsStored() throws Exception {
    Path broken = Files.writeString(folder.resolve("broken.yml"), "name: p2p-workflow\njobs: 7\n");
    long before = get("status").path("clockEntries").asLong();
    assertThatThrownBy(() -> post("runs", Map.of("file", broken.toString())))
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status()).isEqualTo(400))
        .hasMessageContaining("broken.yml:2:7: ");
    assertRefused(400, () -> post("runs", Map.of("file", folder.resolve("none.yml").toString())));
    assertRefused(400, () -> post("runs", submission(Map.of("strategy", "luck"))));
    assertRefused(400, () -> post("runs", submission(Map.of("priority", 0))));
    assertThat(get("status").path("clockEntries").asLong()).isEqualTo(before);
  }

  @Test
  void anAnswerMayBeLargerThanARequest() throws Exception {
    Files.writeString(
        folder.resolve("long.yml"),
        """
        name: p2p-workflow long
        on: push
        jobs:
          talk: {runs-on: linux, steps: [{run: "seq -f '%0100g' 1 30000"}]}
        """);
    String id =
        post("runs", Map.of("file", folder.resolve("long.yml").toString())).path("id").asText();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> get("runs/" + id).at("/tasks/0/sealed").asBoolean());
    long from = 0;
    long lines = 0;
    JsonNode chunk;
    do {
      chunk = client.get("runs/" + id + "/logs/talk", Map.of("from", Long.toString(from)));
      assertThat(chunk.path("next").asLong()).isGreaterThan(from);
      from = chunk.path("next").asLong();
      lines += chunk.path("lines").size();
    } while (!chunk.path("end").asBoolean());
    assertThat(lines).isGreaterThanOrEqualTo(30_000);
  }

  private static Map<String, Object> submission(Map<String, Object> more) {
    Map<String, Object> body = new java.util.HashMap<>(more);
    body.put("file", folder.resolve("answers.yml").toString());
    body.put("inputs", Map.of("who", "peers"));
    return body;
  }

  private static JsonNode get(String path) {
    return client.get(path, Map.of());
  }

  private static JsonNode post(String path, Map<String, ?> body) {
    return client.post(path, body);
  }

  private static void assertDone(JsonNode answer) {
    assertThat(answer.path("ok").asBoolean()).isTrue();
  }

  private static void assertRefused(
      int status, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ApiException.class, refused -> assertThat(refused.status()).isEqualTo(status))
        .message()
        .isNotBlank();
  }
}
