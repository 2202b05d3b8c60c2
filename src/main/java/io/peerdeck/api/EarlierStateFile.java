package io.peerdeck.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.peerdeck.multiformats.PythonJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a state file of the earlier system's coordinator and checks its clock by its own rule:
/// the hash of an entry is SHA-256 of Python's `json.dumps` of timestamp, peer_id, data,
/// parent_hash and logical_clock with sorted keys, and every entry but the first names the hash of
/// the one before.
public final class EarlierStateFile {
  /// Bytes of the largest file that is read.
  public static final int MAX_BYTES = 32 << 20;

  /// Entries and workflows beyond these are refused.
  public static final int MAX_ENTRIES = 100_000;

  /// The same for workflows.
  public static final int MAX_WORKFLOWS = 10_000;

  private static final int MAX_DEPTH = 64;
  private static final int MAX_TEXT = 4 << 20;
  private static final List<String> HASHED = List.of("timestamp", "peer_id", "data");
  private static final double USUAL_PRIORITY = 5;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_TEXT)
                          .build())
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS) // as Python writes them
                  .build())
          .build();

  private EarlierStateFile() {}

  /// Reads and checks; throws [ApiException] 400 for a file that is none.
  public static EarlierState read(Path file) {
    JsonNode root = tree(file);
    JsonNode clock = root.path("merkle_clock");
    JsonNode nodes = clock.path("nodes");
    JsonNode workflows = root.path("workflows");
    if (!nodes.isArray() || !workflows.isObject()) {
      throw refused(file, "it has no `merkle_clock.nodes` or no `workflows`");
    }
    if (nodes.size() > MAX_ENTRIES || workflows.size() > MAX_WORKFLOWS) {
      throw refused(
          file, "it has more than " + MAX_ENTRIES + " entries or " + MAX_WORKFLOWS + " workflows");
    }
    List<EarlierState.Entry> entries = entries(nodes);
    List<String> notes = new ArrayList<>();
    String last = entries.isEmpty() ? "" : entries.getLast().hash();
    if (!clock.path("head_hash").asText("").equals(last)) {
      notes.add("The clock names another entry than its last as its head.");
    }
    return new EarlierState(
        root.path("peer_id").asText(), entries, workflows(file, workflows, entries), notes);
  }

  private static JsonNode tree(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw refused(file, "it is larger than " + (MAX_BYTES >> 20) + " MiB");
      }
      return JSON.readTree(bytes);
    } catch (NoSuchFileException e) {
      throw new ApiException(400, "There is no file " + file + ".", e);
    } catch (JacksonException e) {
      throw refused(file, "it is not JSON as expected (" + e.getOriginalMessage() + ")");
    } catch (IOException e) {
      throw new ApiException(400, file + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static List<EarlierState.Entry> entries(JsonNode nodes) {
    List<EarlierState.Entry> entries = new ArrayList<>();
    String before = "";
    for (JsonNode node : nodes) {
      String hash = node.path("hash").asText("");
      entries.add(
          new EarlierState.Entry(
              entries.size() + 1,
              node.path("data").path("event").asText(""),
              node.path("data").path("workflow_id").asText(""),
              hash,
              problem(node, hash, entries.isEmpty() ? Optional.empty() : Optional.of(before))));
      before = hash;
    }
    return entries;
  }

  private static Optional<String> problem(JsonNode node, String hash, Optional<String> before) {
    for (String field : HASHED) {
      if (!node.has(field)) {
        return Optional.of("it has no `" + field + "`");
      }
    }
    String right = hash(node);
    if (!right.equals(hash)) {
      return Optional.of("its content has the hash " + right);
    }
    String parent = node.path("parent_hash").asText("");
    if (before.isPresent() && !before.get().equals(parent)) {
      return Optional.of(
          "it follows " + (parent.isEmpty() ? "nothing" : parent) + ", not the entry before it");
    }
    return Optional.empty();
  }

  private static String hash(JsonNode node) {
    Map<String, JsonNode> content = new HashMap<>();
    HASHED.forEach(field -> content.put(field, node.get(field)));
    content.put("parent_hash", node.path("parent_hash"));
    content.put("logical_clock", node.path("logical_clock"));
    Map<String, Object> plain = new HashMap<>();
    content.forEach((field, value) -> plain.put(field, JSON.convertValue(value, Object.class)));
    plain.computeIfAbsent("logical_clock", absent -> 0);
    byte[] text = PythonJson.text(plain).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static List<EarlierState.Workflow> workflows(
      Path file, JsonNode workflows, List<EarlierState.Entry> entries) {
    Set<String> recorded = new HashSet<>();
    for (EarlierState.Entry entry : entries) {
      if (entry.event().equals(EarlierState.SUBMITTED)) {
        recorded.add(entry.workflow());
      }
    }
    List<EarlierState.Workflow> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : workflows.properties()) {
      JsonNode workflow = one.getValue();
      if (!workflow.path("name").isTextual() || !workflow.path("workflow_file").isTextual()) {
        throw refused(
            file, "its workflow `" + one.getKey() + "` has no `name` or no `workflow_file`");
      }
      found.add(
          new EarlierState.Workflow(
              one.getKey(),
              workflow.path("name").asText(),
              workflow.path("workflow_file").asText(),
              inputs(workflow.path("inputs")),
              workflow.path("priority").asDouble(USUAL_PRIORITY),
              workflow.path("status").asText(EarlierState.PENDING),
              recorded.contains(one.getKey())));
    }
    return found;
  }

  private static Map<String, String> inputs(JsonNode inputs) {
    Map<String, String> texts = new HashMap<>();
    inputs
        .properties()
        .forEach(
            input ->
                texts.put(
                    input.getKey(),
                    input.getValue().isValueNode()
                        ? input.getValue().asText()
                        : input.getValue().toString()));
    return texts;
  }

  private static ApiException refused(Path file, String why) {
    return new ApiException(400, file + " is no state of the earlier coordinator: " + why + ".");
  }
}
