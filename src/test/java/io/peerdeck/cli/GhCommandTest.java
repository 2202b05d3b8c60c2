package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.NodeHost;
import io.peerdeck.github.GitHubModel;
import io.peerdeck.node.Environment;
import io.peerdeck.node.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `peerdeck gh …` and `/api/v1/github…` on a node before a model of GitHub.
@Timeout(180)
class GhCommandTest {
  private static final String RUNS = "/repos/o/r/actions/runs";
  private static final String QUEUED = RUNS + "?page=1&per_page=100&status=queued";
  private static final String TOKEN = "ghp_the-nodes-own-token";

  private final GitHubModel model = GitHubModel.start(InstantSource.system());

  @TempDir private Path folder;
  private Shell shell;
  private NodeHost host;

  @BeforeEach
  void start() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("config.yaml"),
        """
        name: reader
        listen: [/ip4/127.0.0.1/tcp/0]
        mdns: off
        github: on
        github-port: 0
        github-api: %s
        github-watch: [o/r]
        """
            .formatted(model.base()));
    model.put(RUNS, "{\"total_count\":1}");
    model.put(QUEUED, "{\"total_count\":0,\"workflow_runs\":[]}");
    shell = new Shell(data);
    host =
        NodeHost.start(
            NodeConfig.at(data)
                .withEnvironment(new Environment(Map.of("GH_ENTERPRISE_TOKEN", TOKEN))));
  }

  @AfterEach
  void stop() {
    host.close();
    model.close();
  }

  @Test
  void anAnswerIsPrintedAsGitHubGaveItAndARefusalOfGitHubsIsAFailure() {
    Shell.Answer answer = shell.run("gh", "api", RUNS);
    assertThat(answer.exit()).as(answer.err()).isZero();
    assertThat(answer.out().strip()).isEqualTo("{\"total_count\":1}");
    Shell.Answer again = shell.run("gh", "api", "-i", RUNS.substring(1));
    assertThat(again.out())
        .startsWith("200")
        .contains("x-peerdeck-cache: local-hit")
        .contains("x-peerdeck-trust: T2");
    JsonNode fresh = shell.json("gh", "api", RUNS, "--fresh", "0").json();
    assertThat(fresh.path("mode").asText()).isEqualTo("revalidated");
    assertThat(fresh.path("status").asInt()).isEqualTo(200);

    Shell.Answer none = shell.run("gh", "api", "/repos/o/none");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.out()).contains("Not Found");
    Shell.Answer document = shell.json("gh", "api", "/repos/o/none");
    assertThat(document.exit()).isEqualTo(1);
    assertThat(Shell.document(document.out()).path("status").asInt()).isEqualTo(404);

    shell.run("gh", "api").refused(2);
    shell.run("gh", "api", RUNS, "--fresh", "soon").refused(2);
    assertThat(shell.run("gh", "api", "//nothing").refused(2).err()).contains("begins with one /");
    model.down(true);
    assertThat(shell.json("gh", "api", "/repos/o/other").refused(4).err())
        .contains("GitHub was not asked");
  }

  private static JsonNode own(JsonNode view) {
    return view.path("budgets")
        .valueStream()
        .filter(budget -> budget.path("token").asText().endsWith("(this node's)"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatIsLeftAndWhatWasSparedIsToldByTokenWithItsReset() {
    shell.run("gh", "api", RUNS);
    shell.run("gh", "api", RUNS);
    JsonNode view = shell.json("gh", "status").json();
    assertThat(view.path("token").asText()).isEqualTo("GH_ENTERPRISE_TOKEN");
    assertThat(view.path("proxy").asText()).startsWith("http://127.0.0.1:");
    assertThat(view.at("/total/localHits").asInt()).isEqualTo(1);
    JsonNode own = own(view);
    assertThat(own.path("limit").asInt()).isEqualTo(5000);
    assertThat(view.path("tokens").path(0).path("name").asText()).endsWith("(this node's)");

    model.slow(120);
    shell.run("gh", "api", "/repos/o/slow");
    JsonNode paused = own(shell.json("gh", "status").json());
    assertThat(Instant.parse(paused.path("pausedUntil").asText())).isAfter(Instant.now());
    String reset = paused.path("reset").asText();
    assertThat(Instant.parse(reset).getEpochSecond() % 3600).isZero();
    Shell.Answer status = shell.run("gh", "status");
    assertThat(status.exit()).isZero();
    assertThat(status.out())
        .contains("GitHub   " + model.base())
        .contains("PAUSED UNTIL")
        .contains(reset)
        .contains(paused.path("pausedUntil").asText())
        .doesNotContain(TOKEN);
  }

  @Test
  void theWatchAndTheEarlierAnswersAreListed() throws Exception {
    JsonNode watch = shell.json("gh", "watch", "--now").json();
    assertThat(watch.path("on").asBoolean()).isTrue();
    assertThat(watch.at("/repositories/0/name").asText()).isEqualTo("o/r");
    assertThat(watch.at("/repositories/0/trouble").asText()).isEmpty();
    Shell.Answer people = shell.run("gh", "watch");
    assertThat(people.exit()).isZero();
    assertThat(people.out()).contains("o/r").contains("nothing waits");

    Path earlier = Files.createDirectories(folder.resolve("earlier"));
    Files.writeString(
        earlier.resolve("get_repo_info_repo=o_r.json"),
        """
        {"cache_key": "get_repo_info:repo=o/r", "timestamp": 1700000000.0, "ttl": 300,
         "content_hash": "f9341bca7f80348533f84d0d931d030b4c69545e363d4cb0ccaebb3b907e4d1f",
         "data": {"name": "r1", "updatedAt": "2025-11-08T10:00:00Z", "pushedAt": "x"}}
        """);
    Files.writeString(earlier.resolve("other.json"), "{}");
    JsonNode found = shell.json("gh", "earlier", earlier.toString()).json();
    assertThat(found.at("/entries/0/rung").asText()).isEqualTo("T0");
    assertThat(found.at("/entries/0/state").asText()).isEqualTo("not asked");
    assertThat(found.at("/refused/0/file").asText()).isEqualTo("other.json");
    Shell.Answer asked = shell.run("gh", "earlier", "--ask", earlier.toString());
    assertThat(asked.exit()).isZero();
    assertThat(asked.out()).contains("GitHub says 404").contains("left out: ");
    shell.json("gh", "earlier", folder.resolve("none").toString()).refused(3);
    shell.run("gh", "earlier").refused(2);
  }

  @Test
  void theSameIsHadOverRestWithARefusalForEveryWrongUse() {
    try (ApiClient client = host.client()) {
      JsonNode read = client.get("github/read", Map.of("path", RUNS));
      assertThat(read.path("mode").asText()).isEqualTo("miss");
      assertThat(read.path("body").asText()).contains("total_count");
      assertThat(client.get("github/read", Map.of("path", RUNS, "own", "true")).path("trust"))
          .hasToString("\"T2\"");
      assertThat(client.get("github", Map.of()).at("/operations/0/name").asText())
          .isEqualTo("runs");
      assertThat(client.post("watch", Map.of()).path("on").asBoolean()).isTrue();
      assertThat(client.get("watch", Map.of()).path("repositories")).hasSize(1);
      refused(400, () -> client.get("github/read", Map.of()));
      refused(400, () -> client.get("github/read", Map.of("path", RUNS, "fresh", "-1")));
      refused(404, () -> client.get("github/nothing", Map.of()));
      refused(405, () -> client.post("github", Map.of()));
      refused(400, () -> client.post("earlier-answers", Map.of("ask", true)));
      refused(
          404,
          () ->
              client.post(
                  "earlier-answers",
                  Map.of("folder", folder.resolve("none").toString(), "ask", false)));
    }
  }

  private static void refused(int status, Runnable question) {
    assertThatThrownBy(question::run)
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(status))
        .hasMessageNotContaining("Exception");
  }

  @Test
  void aNodeThatWatchesNothingAndKeepsNothingRefusesAndSaysWhatToSet() throws Exception {
    Shell plain = Shell.offline(folder.resolve("plain"));
    try (NodeHost other = NodeHost.start(NodeHost.Options.at(plain.data()))) {
      assertThat(other).isNotNull();
      assertThat(plain.run("gh", "watch", "--now").refused(4).err()).contains("github-watch");
      assertThat(plain.run("gh", "api", RUNS).refused(4).err()).contains("github: on");
      assertThat(plain.run("gh", "status").out()).contains("github: on");
      assertThat(plain.run("gh", "watch").out()).contains("github-watch");
    }
    assertThat(model.calls()).noneMatch(call -> call.target().equals(RUNS));
  }
}
