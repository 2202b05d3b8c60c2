package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.InteropFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that know nothing of Peerdeck, on its proxy before models of GitHub: answers recorded
/// from GitHub, and an emulator, each behind a shim with ETags that depend on the token.
class RealClientsTest {
  private static final Path FOLDER = Path.of("src/test/github-clients");
  private static final String TOKEN = "0000000000000000000000000000000000000001";

  private final InstantSource wall = InstantSource.system();
  private final Partitions partitions = new Partitions(new byte[32]);

  @TempDir private Path temporary;
  private Process models;
  private BufferedReader said;
  private Writer told;
  private JsonNode bases;

  @BeforeEach
  void start() throws Exception {
    InteropFolder.install(FOLDER);
    models =
        new ProcessBuilder(
                FOLDER.resolve("node_modules/.bin/node").toAbsolutePath().toString(), "models.mjs")
            .directory(FOLDER.toFile())
            .redirectError(temporary.resolve("models.log").toFile())
            .start();
    said = models.inputReader(StandardCharsets.UTF_8);
    told = models.outputWriter(StandardCharsets.UTF_8);
    bases = line();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (models != null) {
      models.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }
  }

  private JsonNode line() throws Exception {
    String line =
        CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return said.readLine();
                  } catch (IOException e) {
                    return null;
                  }
                },
                // not in the common pool, whose one thread java.net.http needs too
                task -> Thread.ofPlatform().daemon().start(task))
            .get(60, TimeUnit.SECONDS);
    assertThat(line).as(Files.readString(temporary.resolve("models.log"))).isNotNull();
    JsonNode answer = new ObjectMapper().readTree(line);
    assertThat(answer.path("error").asText()).isEmpty();
    return answer;
  }

  private JsonNode run(String run, CachingProxy proxy) throws Exception {
    told.write("{\"run\":\"" + run + "\",\"base\":\"" + proxy.address() + "\"}\n");
    told.flush();
    return line();
  }

  private static List<String> modes(JsonNode answer) {
    return answer.path("modes").valueStream().map(JsonNode::asText).toList();
  }

  private interface OnProxy {
    void run(CachingProxy proxy) throws Exception;
  }

  @Test
  void thePagesOfRecordedAnswersAreTurnedToTheLast() throws Exception {
    RateLimits limits = new RateLimits(wall);
    URI base = URI.create(bases.path("recorded").asText());
    try (GitHubClient client = new GitHubClient(base, partitions, limits, wall, "peerdeck-test")) {
      ApiDoor door = new OwnDoor(cache(client), client, () -> Credential.token(TOKEN));
      List<ApiAnswer> pages =
          GitHubReads.pages(
              door,
              ApiRead.of("/repos/octokit-fixture-org/paginate-issues/issues?per_page=3"),
              Duration.ofMinutes(1),
              TrustRung.T2,
              10);
      assertThat(pages).hasSize(5).allMatch(page -> page.status() == 200);
      int issues = 0;
      for (ApiAnswer page : pages) {
        issues += new ObjectMapper().readTree(page.body().bytes()).size();
      }
      assertThat(issues).isEqualTo(13);
      assertThat(limits.budgets().getFirst().remaining()).isEqualTo(4995);
    }
  }

  private ResponseCache cache(GitHubClient client) {
    return ResponseCache.inMemory(
        AskedModel.ports(
            client, partitions, FleetShare.ALONE, Credential.anonymous(), read -> false, wall),
        FreshnessRules.standard(),
        1 << 22);
  }

  private void before(String model, OnProxy test) throws Exception {
    RateLimits limits = new RateLimits(wall);
    URI base = URI.create(bases.path(model).asText());
    try (GitHubClient client = new GitHubClient(base, partitions, limits, wall, "peerdeck-test")) {
      try (CachingProxy proxy =
          CachingProxy.start(0, client, cache(client), limits, partitions, wall)) {
        test.run(proxy);
      }
    }
  }

  @Test
  void octokitTurnsThePagesOfRecordedAnswersAndTheSecondTimeFromMemory() throws Exception {
    before(
        "recorded",
        proxy -> {
          JsonNode first = run("pages", proxy);
          assertThat(first.path("issues").asInt()).isEqualTo(13);
          assertThat(modes(first)).containsOnly("miss").hasSize(5);
          JsonNode second = run("pages", proxy);
          assertThat(second.path("issues").asInt()).isEqualTo(13);
          assertThat(modes(second)).containsOnly("local-hit").hasSize(5);
          assertThat(second.path("recorded").path("calls").asInt()).isEqualTo(5);
        });
  }

  @Test
  void octokitReadsWritesAndHasItConfirmed() throws Exception {
    before(
        "emulated",
        proxy -> {
          JsonNode first = run("repository", proxy);
          assertThat(first.path("same").asText()).isEqualTo("octocat/hello-world");
          assertThat(first.path("title").asText()).isEqualTo("ü");
          assertThat(first.path("listed")).hasSize(1);
          assertThat(modes(first)).containsExactly("miss", "local-hit", "bypass", "miss");
          JsonNode second = run("repository", proxy);
          assertThat(second.path("listed")).hasSize(2);
          assertThat(modes(second)).containsExactly("local-hit", "local-hit", "bypass", "miss");
        });
  }

  @Test
  void ghReadsThroughTheProxy() throws Exception {
    before(
        "emulated",
        proxy -> {
          assertThat(gh(proxy)).contains("X-Peerdeck-Cache: miss").contains("octocat/hello-world");
          assertThat(gh(proxy)).contains("X-Peerdeck-Cache: local-hit");
        });
  }

  private String gh(CachingProxy proxy) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("gh", "api", "-i", proxy.address() + "/repos/octocat/hello-world")
            .redirectErrorStream(true)
            .redirectOutput(temporary.resolve("gh.txt").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "GH_TOKEN",
                TOKEN,
                "GH_ENTERPRISE_TOKEN",
                TOKEN,
                "GH_NO_UPDATE_NOTIFIER",
                "1",
                "GH_CONFIG_DIR",
                temporary.resolve("gh").toString()));
    Process gh;
    try {
      gh = builder.start();
    } catch (IOException e) {
      String reason = "SKIPPED: gh through the proxy, gh cannot be run: " + e.getMessage();
      System.out.println(reason);
      abort(reason);
      return "";
    }
    assertThat(gh.waitFor(30, TimeUnit.SECONDS)).as("gh ends").isTrue();
    return Files.readString(temporary.resolve("gh.txt"));
  }
}
