package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.github.GitHubModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node before a model of GitHub.
class GitHubNodeTest {
  private static final String RUNS = "/repos/o/r/actions/runs";
  private static final String TOKEN = "ghp_the-nodes-own-token";

  private final GitHubModel model = GitHubModel.start(InstantSource.system());

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    model.close();
  }

  private Node open(String settings, Map<String, String> environment) throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        "listen: [/ip4/127.0.0.1/tcp/0]\nmdns: off\ngithub-port: 0\ngithub-api: "
            + model.base()
            + "\n"
            + settings);
    return Node.open(NodeConfig.at(folder).withEnvironment(new Environment(environment)));
  }

  @Test
  void aNodeSetUpForItKeepsGitHubsAnswersForItselfAndForTools() throws Exception {
    model.put(RUNS, "{\"total_count\":1}");
    try (Node node = open("github: on\n", Map.of("GH_ENTERPRISE_TOKEN", TOKEN))) {
      assertThat(node.gitHub(RUNS, Optional.empty(), false).mode()).isEqualTo("miss");
      GitHubAnswerView again = node.gitHub(RUNS, Optional.empty(), false);
      assertThat(again.mode()).isEqualTo("local-hit");
      assertThat(again.body()).contains("total_count");
      assertThat(tool(node, TOKEN).headers().firstValue("X-Peerdeck-Cache")).contains("local-hit");
      GitHubView view = node.gitHub();
      assertThat(view.off()).isEmpty();
      assertThat(view.token()).contains("GH_ENTERPRISE_TOKEN");
      assertThat(view.total().localHits()).isEqualTo(2);
      assertThat(view.operations()).extracting(GitHubView.Counters::name).containsExactly("runs");
      assertThat(view.budgets())
          .anySatisfy(
              budget -> {
                assertThat(budget.token()).endsWith("(this node's)");
                assertThat(budget.remaining()).isEqualTo(4999);
              });
      assertThat(node.cacheEntries("github", 10))
          .anySatisfy(kept -> assertThat(kept.trust()).startsWith("T2"));
      assertThat(node.caches().getLast().hits()).isEqualTo(2);
      node.clearCache("github");
      assertThat(node.cacheEntries("github", 10)).isEmpty();
      assertThat(node.gitHub(RUNS, Optional.empty(), false).mode()).isNotEqualTo("local-hit");
      assertThat(node.settings().toString()).doesNotContain(TOKEN);
      assertThatThrownBy(() -> node.gitHub("nothing", Optional.empty(), false))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("begins with one /");
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(TOKEN);
      }
    }
    try (Node node = open("github: on\n", Map.of("GH_ENTERPRISE_TOKEN", TOKEN))) {
      assertThat(node.gitHub(RUNS, Optional.empty(), false).mode()).isEqualTo("local-hit");
    }
  }

  private static HttpResponse<String> tool(Node node, String token) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(node.gitHub().proxy().orElseThrow() + RUNS))
              .header("Accept", "application/vnd.github+json")
              .header("X-GitHub-Api-Version", "2022-11-28")
              .header("Authorization", "Bearer " + token)
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aNodeNotSetUpForItSaysWhatToDo() throws IOException {
    try (Node node = open("", Map.of())) {
      assertThat(node.gitHub().off().orElseThrow()).contains("github: on");
      assertThat(node.gitHub().proxy()).isEmpty();
      assertThatThrownBy(() -> node.gitHub(RUNS, Optional.empty(), false))
          .hasMessageContaining("github: on");
      assertThat(model.calls()).isEmpty();
    }
  }

  @Test
  void theEarlierNamesInTheEnvironmentHoldBeforeTheFolder() throws IOException {
    Map<String, String> environment =
        Map.of(
            "CACHE_ENABLE_P2P", "false",
            "CACHE_LISTEN_PORT", "0",
            "CACHE_BOOTSTRAP_PEERS",
                "/ip4/127.0.0.1/tcp/1/p2p/12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN",
            "CACHE_DEFAULT_TTL", "77",
            "CACHE_DIR", folder.resolve("elsewhere").toString());
    model.put(RUNS, "{}");
    try (Node node = open("github: on\ngithub-ttl: 5\n", environment)) {
      assertThat(node.settings())
          .filteredOn(setting -> setting.source().equals("start"))
          .extracting(SettingView::key)
          .containsExactlyInAnyOrder(
              "listen", "bootstrap", "github-share", "github-ttl", "github-folder");
      node.gitHub(RUNS, Optional.empty(), false);
      assertThat(folder.resolve("elsewhere/answers.db")).exists();
    }
    assertThatThrownBy(() -> open("github: on\n", Map.of("CACHE_DEFAULT_TTL", "soon")))
        .hasMessageContaining("CACHE_DEFAULT_TTL")
        .hasMessageContaining("whole number");
  }
}
