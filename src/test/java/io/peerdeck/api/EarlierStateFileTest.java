package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The earlier coordinator's state, by answers of the earlier system itself.
class EarlierStateFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static JsonNode vectors = JSON.createObjectNode();

  @TempDir Path temporary;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            EarlierStateFileTest.class.getResourceAsStream("/vectors/merkle_kit.json"))) {
      vectors = JSON.readTree(in);
    }
  }

  @Test
  void everyChainOfTheEarlierSystemVerifiesByItsOwnRule() throws Exception {
    for (JsonNode sequence : vectors.path("sequences")) {
      EarlierState state = EarlierStateFile.read(file(state(sequence)));
      assertThat(state.entries()).hasSize(sequence.path("nodes").size());
      assertThat(state.entries()).allSatisfy(entry -> assertThat(entry.problem()).isEmpty());
      assertThat(state.sound()).isEqualTo(sequence.path("verify_chain").asBoolean());
      assertThat(state.notes()).isEmpty();
    }
    for (JsonNode merge : vectors.path("merges")) {
      ObjectNode clock = (ObjectNode) merge.path("a_before");
      assertThat(EarlierStateFile.read(file(wrapped(clock))).sound()).isTrue();
      ArrayNode merged = JSON.createArrayNode();
      for (JsonNode hash : merge.at("/a_merge_b/order")) {
        merge.findParents("hash").stream()
            .filter(node -> node.path("hash").equals(hash) && node.has("data"))
            .findFirst()
            .ifPresent(merged::add);
      }
      ObjectNode both = clock.deepCopy();
      both.set("nodes", merged);
      assertThat(EarlierStateFile.read(file(wrapped(both))).sound())
          .isEqualTo(merge.at("/a_merge_b/verify").asBoolean());
    }
  }

  @Test
  void whatBreaksTheChainIsToldEntryByEntry() throws Exception {
    ObjectNode state = state(vectors.path("sequences").get(0));
    ArrayNode nodes = (ArrayNode) state.at("/merkle_clock/nodes");
    ((ObjectNode) nodes.get(2).path("data")).put("a", 2);
    nodes.remove(5);
    ((ObjectNode) nodes.get(7)).remove("data");
    EarlierState broken = EarlierStateFile.read(file(state));
    assertThat(broken.sound()).isFalse();
    List<EarlierState.Entry> bad =
        broken.entries().stream().filter(entry -> entry.problem().isPresent()).toList();
    assertThat(bad).extracting(EarlierState.Entry::number).containsExactly(3, 6, 8);
    assertThat(bad)
        .extracting(entry -> entry.problem().orElseThrow())
        .satisfiesExactly(
            hash -> assertThat(hash).startsWith("its content has the hash "),
            link -> assertThat(link).endsWith("not the entry before it"),
            field -> assertThat(field).isEqualTo("it has no `data`"));
  }

  @Test
  void workflowsAreReadWithWhatTheClockSaysOfThem() throws Exception {
    ObjectNode state = state(vectors.path("sequences").get(0));
    ObjectNode workflow = state.withObject("/workflows/0123456789abcdef");
    workflow.put("name", "Daily").put("workflow_file", "daily.yml").put("priority", 3.0);
    workflow.putObject("inputs").put("level", 2);
    state.withObject("/workflows/f").put("name", "Done").put("workflow_file", "a: 1\n");
    ((ObjectNode) state.at("/workflows/f")).put("status", "completed");
    assertThat(EarlierStateFile.read(file(state)).workflows())
        .containsExactly(
            new EarlierState.Workflow(
                "0123456789abcdef", "Daily", "daily.yml", Map.of("level", "2"), 3, "pending", true),
            new EarlierState.Workflow("f", "Done", "a: 1\n", Map.of(), 5, "completed", false))
        .extracting(EarlierState.Workflow::inline)
        .containsExactly(false, true);
    assertThat(EarlierStateFile.read(file(state)).events()).containsEntry("workflow_submitted", 1L);
  }

  @Test
  void hostileFilesAreRefusedWithAReason() throws Exception {
    for (String text :
        List.of(
            "",
            "{",
            "[]",
            "{\"merkle_clock\":{\"nodes\":{}},\"workflows\":{}}",
            "{\"merkle_clock\":{\"nodes\":[]},\"workflows\":{\"a\":{\"name\":1}}}",
            "[".repeat(100_000),
            "{\"merkle_clock\":{\"nodes\":[{\"timestamp\":" + "9".repeat(2000) + "}]}}",
            "{\"merkle_clock\":{\"nodes\":["
                + "1,".repeat(EarlierStateFile.MAX_ENTRIES)
                + "1]},\"workflows\":{}}")) {
      Path file = Files.writeString(temporary.resolve("hostile.json"), text);
      assertThatThrownBy(() -> EarlierStateFile.read(file))
          .isInstanceOfSatisfying(
              ApiException.class, refused -> assertThat(refused.status()).isEqualTo(400))
          .hasMessageContaining("hostile.json");
    }
    Path empty =
        Files.writeString(
            temporary.resolve("empty.json"),
            "{\"merkle_clock\":{\"nodes\":[null,7,{}]},\"workflows\":{}}");
    assertThat(EarlierStateFile.read(empty).entries())
        .extracting(EarlierState.Entry::problem)
        .containsOnly(Optional.of("it has no `timestamp`"));
  }

  private static ObjectNode state(JsonNode sequence) {
    ObjectNode clock = JSON.createObjectNode();
    clock.set("peer_id", sequence.path("peer_id"));
    clock.set("head_hash", sequence.path("head_hash"));
    ArrayNode nodes = clock.putArray("nodes");
    for (JsonNode node : sequence.path("nodes")) {
      ObjectNode entry = nodes.addObject();
      for (String field : List.of("timestamp", "parent_hash", "hash", "logical_clock")) {
        entry.set(field, node.path(field));
      }
      entry.set("peer_id", sequence.path("peer_id"));
      entry.set("data", node.path("append_data").deepCopy());
    }
    return wrapped(clock);
  }

  private static ObjectNode wrapped(ObjectNode clock) {
    ObjectNode state = JSON.createObjectNode();
    state.set("peer_id", clock.path("peer_id"));
    state.putArray("peer_list");
    state.set("merkle_clock", clock);
    state.putObject("workflows");
    state.put("saved_at", 1700000000.5);
    return state;
  }

  private Path file(JsonNode state) throws IOException {
    return Files.write(temporary.resolve("state.json"), JSON.writeValueAsBytes(state));
  }
}
