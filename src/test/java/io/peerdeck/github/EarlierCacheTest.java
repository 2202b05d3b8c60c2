package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.multiformats.Cid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the earlier system left on disk.
class EarlierCacheTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "list_repos_owner=me_visibility=None.json";

  @TempDir Path folder;

  private static JsonNode vectors() throws Exception {
    String given = System.getProperty("vectors.dir", "");
    Path vectors = given.isEmpty() ? Path.of("src/test/resources/vectors") : Path.of(given);
    return JSON.readTree(vectors.resolve("github_cache.json").toFile());
  }

  private ObjectNode entry() throws Exception {
    return JSON.createObjectNode()
        .put("cache_key", "list_repos:owner=me:visibility=None")
        .put("timestamp", 1700000000.0)
        .put("ttl", 300)
        .put("content_hash", "10e3f338989302c98a661c3b00b2b33dde614b631ef5de400a93fc800332d0fc")
        .set(
            "data",
            JSON.readTree("[{\"name\": \"r1\", \"updatedAt\": \"t\", \"pushedAt\": \"p\"}]"));
  }

  private EarlierCache.Found read(String file, JsonNode content) throws Exception {
    Files.writeString(folder.resolve(file), content.toString());
    return new EarlierCache().read(folder);
  }

  @Test
  void everyEarlierHashIsFoundAgain() throws Exception {
    for (JsonNode one : vectors().path("cases")) {
      Optional<String> text =
          EarlierHash.canonical(one.path("operation").asText(), one.path("data"));
      if (one.path("validation_fields").isNull()) {
        assertThat(text).as(one.toString()).isEmpty();
        continue;
      }
      assertThat(text).contains(one.path("canonical_json").asText());
      Cid cid = Cid.of(Cid.RAW, text.orElseThrow().getBytes(StandardCharsets.UTF_8));
      assertThat(cid.toString()).isEqualTo(one.path("cid_v1_raw_base32").asText());
    }
    for (JsonNode one : vectors().path("keys")) {
      assertThat(EarlierHash.fileName(one.path("key").asText()))
          .isEqualTo(one.path("file").asText());
    }
    assertThat(vectors().path("disk_files").properties())
        .allSatisfy(
            one -> {
              EarlierCache.Found found = read(one.getKey(), one.getValue());
              assertThat(found.refused()).isEmpty();
              assertThat(found.entries()).hasSize(1);
            });
  }

  @Test
  void anEntryThatCanBeCheckedIsReadAndBelievedNoFurther() throws Exception {
    EarlierCache.Found found = read(NAME, entry());
    assertThat(found.refused()).isEmpty();
    EarlierCache.Entry only = found.entries().getFirst();
    assertThat(only.rung()).isEqualTo(TrustRung.T0);
    assertThat(only.operation()).isEqualTo("list_repos");
    assertThat(only.written()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(only.ttl()).isEqualTo(Duration.ofSeconds(300));
  }

  @Test
  void whatCannotBeCheckedIsNotImported() throws Exception {
    Map<String, JsonNode> wrong =
        Map.of(
            "its hash is not", JSON.readTree(entry().toString().replace("\"t\"", "\"u\"")),
            "nothing in it can be checked", entry().put("content_hash", ""),
            "its name is that of another", entry().put("cache_key", "list_repos:owner=you"),
            "when it was written", entry().put("ttl", -5),
            "does not say what was asked", JSON.getNodeFactory().textNode("{"));
    for (Map.Entry<String, JsonNode> one : wrong.entrySet()) {
      EarlierCache.Found found = read(NAME, one.getValue());
      assertThat(found.entries()).as(one.getKey()).isEmpty();
      assertThat(found.refused().getFirst().why()).contains(one.getKey());
    }
    Files.writeString(folder.resolve(NAME), "{".repeat(5_000));
    assertThat(new EarlierCache().read(folder).refused()).hasSize(1);
    Files.write(folder.resolve(NAME), new byte[5 << 20]);
    assertThat(new EarlierCache().read(folder).refused().getFirst().why()).contains("4 MiB");
    assertThatThrownBy(() -> new EarlierCache().read(folder.resolve("none")))
        .isInstanceOf(GitHubException.class);
  }

  @Test
  void whatWasAskedBeforeIsAskedTheSameWayToday() {
    assertThat(EarlierHash.question("list_workflow_runs:branch=None:limit=20:repo=o/r:status=None"))
        .contains(ApiRead.of("/repos/o/r/actions/runs?per_page=20"));
    assertThat(EarlierHash.question("get_workflow_run:repo=o/r:run_id=5"))
        .contains(ApiRead.of("/repos/o/r/actions/runs/5"));
    assertThat(EarlierHash.question("list_runners:org=acme:repo=None"))
        .contains(ApiRead.of("/orgs/acme/actions/runners"));
    assertThat(EarlierHash.question("get_workflow_run:repo=o/r:run_id=../x")).isEmpty();
    assertThat(EarlierHash.question("get_repo_info:repo=../..")).isEmpty();
    assertThat(EarlierHash.question("copilot_suggest:prompt=x")).isEmpty();
  }
}
