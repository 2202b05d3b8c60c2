package io.peerdeck.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.peerdeck.multiformats.PythonJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the earlier system hashed of an answer: of each item the few fields by which it saw that
/// something had changed, as JSON with sorted keys in ASCII. Kept as it was, for reading its files.
final class EarlierHash {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private EarlierHash() {}

  /// One field: its name in the hash, and how it is found in an item.
  private record Field(String name, Finder finder) {}

  private interface Finder {
    JsonNode find(JsonNode item);
  }

  /// What one kind of operation hashes.
  ///
  /// @param ids names an item, by the first of these that it has
  private record Kind(List<String> ids, List<Field> fields) {}

  private static final List<Map.Entry<String, Kind>> KINDS =
      List.of(
          kind(
              "issue",
              "number,id",
              plain("state"),
              updated(),
              orElse("comments", IntNode.valueOf(0))),
          kind(
              "pull",
              "number,id",
              plain("state"),
              updated(),
              either("mergeable", "mergeableState"),
              reviews()),
          kind(
              "pr",
              "number,id",
              plain("state"),
              updated(),
              either("mergeable", "mergeableState"),
              reviews()),
          kind("comment", "id", updated(), bodyLength()),
          kind("commit", "sha,oid", commitSha(), commitDate()),
          kind(
              "release",
              "id,tagName",
              either("tagName", "tag_name"),
              either("publishedAt", "published_at")),
          kind(
              "workflow",
              "databaseId,id",
              plain("status"),
              plain("conclusion"),
              plain("updatedAt")),
          kind("runner", "id,name", plain("status"), plain("busy")),
          kind(
              "branch",
              "name",
              orElse("name", TextNode.valueOf("")),
              orElse("protected", BooleanNode.FALSE),
              headSha()),
          kind("tag", "name", orElse("name", TextNode.valueOf("")), headSha()),
          kind("deployment", "id", idText(), plain("state"), updated()),
          kind(
              "check",
              "id,name",
              plain("status"),
              plain("conclusion"),
              either("completedAt", "completed_at")),
          kind(
              "status",
              "id,name",
              plain("status"),
              plain("conclusion"),
              either("completedAt", "completed_at")));

  private static final Kind REPOSITORY =
      new Kind(List.of("name", "url"), List.of(plain("updatedAt"), plain("pushedAt")));

  private static Map.Entry<String, Kind> kind(String part, String ids, Field... fields) {
    return Map.entry(part, new Kind(List.of(ids.split(",", -1)), List.of(fields)));
  }

  private static Field plain(String name) {
    return new Field(name, item -> get(item, name).orElse(NullNode.instance));
  }

  private static Field orElse(String name, JsonNode otherwise) {
    return new Field(name, item -> get(item, name).orElse(otherwise));
  }

  private static Field updated() {
    return either("updatedAt", "updated_at");
  }

  /// The first unless it is nothing to Python, then the second.
  private static Field either(String first, String second) {
    return new Field(
        first,
        item ->
            get(item, first)
                .filter(EarlierHash::counts)
                .or(() -> get(item, second))
                .orElse(NullNode.instance));
  }

  private static Field reviews() {
    return new Field(
        "reviews",
        item ->
            get(item, "reviews")
                .filter(JsonNode::isObject)
                .flatMap(all -> get(all, "totalCount"))
                .orElse(IntNode.valueOf(0)));
  }

  private static Field bodyLength() {
    return new Field(
        "bodyLength",
        item -> {
          String body = get(item, "body").map(JsonNode::asText).orElse("");
          return IntNode.valueOf(body.codePointCount(0, body.length()));
        });
  }

  private static Field commitSha() {
    return new Field(
        "sha",
        item ->
            get(item, "sha")
                .filter(EarlierHash::counts)
                .or(() -> get(item, "oid"))
                .orElse(TextNode.valueOf("")));
  }

  private static Field commitDate() {
    return new Field(
        "date",
        item ->
            get(item, "committedDate")
                .filter(EarlierHash::counts)
                .or(() -> get(item.path("commit").path("committer"), "date"))
                .orElse(NullNode.instance));
  }

  private static Field headSha() {
    return new Field("sha", item -> get(item.path("commit"), "sha").orElse(TextNode.valueOf("")));
  }

  private static Field idText() {
    return new Field(
        "id", item -> TextNode.valueOf(get(item, "id").map(JsonNode::asText).orElse("")));
  }

  private static Optional<JsonNode> get(JsonNode item, String name) {
    return Optional.ofNullable(item.get(name));
  }

  /// What Python takes for true.
  private static boolean counts(JsonNode value) {
    return !value.isNull()
        && !(value.isBoolean() && !value.asBoolean())
        && !(value.isNumber() && value.asDouble() == 0)
        && !(value.isTextual() && value.asText().isEmpty())
        && !(value.isContainerNode() && value.isEmpty());
  }

  /// The text that is hashed; empty for an operation of which nothing is.
  static Optional<String> canonical(String operation, JsonNode data) {
    Optional<Kind> kind =
        operation.startsWith("list_repos") || operation.equals("get_repo_info")
            ? Optional.of(REPOSITORY)
            : KINDS.stream()
                .filter(one -> operation.contains(one.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    if (kind.isEmpty() || !data.isContainerNode() || data.isEmpty()) {
      return Optional.empty();
    }
    ObjectNode fields = NODES.objectNode();
    if (data.isArray()) {
      for (JsonNode item : data) {
        if (item.isObject()) {
          fields.set(id(kind.get(), item), fields(kind.get(), item));
        }
      }
    } else {
      fields.setAll(fields(kind.get(), data));
    }
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(PythonJson.text(JSON.convertValue(fields, Object.class)));
  }

  /// The name of an item: for names and commits the first that says something, else the first there
  /// is.
  private static String id(Kind kind, JsonNode item) {
    boolean first = kind.equals(REPOSITORY) || kind.ids().contains("sha");
    for (String name : kind.ids()) {
      Optional<JsonNode> value = get(item, name).filter(found -> !first || counts(found));
      if (value.isPresent()) {
        return value.get().isNull() ? "None" : value.get().asText();
      }
    }
    return "";
  }

  private static ObjectNode fields(Kind kind, JsonNode item) {
    ObjectNode fields = NODES.objectNode();
    kind.fields().forEach(field -> fields.set(field.name(), field.finder().find(item)));
    return fields;
  }

  /// The file an entry was kept in. Several questions may share one.
  static String fileName(String key) {
    return key.replaceAll("[/:*]", "_") + ".json";
  }

  /// What asks GitHub the same today, of the operations that have one path.
  static Optional<ApiRead> question(String key) {
    String[] parts = key.split(":", -1);
    Map<String, String> named = new HashMap<>();
    for (String part : parts) {
      int equals = part.indexOf('=');
      if (equals > 0 && !part.endsWith("=None")) {
        named.put(part.substring(0, equals), part.substring(equals + 1));
      }
    }
    try {
      Optional<String> at =
          Optional.ofNullable(named.get("repo")).map(repo -> RepositoryName.parse(repo).path());
      String size = "?per_page=" + named.getOrDefault("limit", "100");
      return switch (parts[0]) {
        case "get_repo_info" -> at.map(ApiRead::of);
        case "list_workflow_runs" ->
            at.map(path -> ApiRead.of(path + "/actions/runs" + size + also(named)));
        case "get_workflow_run" ->
            at.filter(path -> named.getOrDefault("run_id", "").matches("\\d{1,19}"))
                .map(path -> ApiRead.of(path + "/actions/runs/" + named.get("run_id")));
        case "list_runners" ->
            at.map(path -> ApiRead.of(path + "/actions/runners"))
                .or(
                    () ->
                        Optional.ofNullable(named.get("org"))
                            .map(org -> ApiRead.of("/orgs/" + org + "/actions/runners")));
        case "list_issues" -> at.map(path -> ApiRead.of(path + "/issues" + size));
        default -> Optional.empty();
      };
    } catch (GitHubException e) {
      return Optional.empty(); // it names nothing GitHub has
    }
  }

  private static String also(Map<String, String> named) {
    StringBuilder more = new StringBuilder();
    for (String name : List.of("branch", "status")) {
      String value = named.getOrDefault(name, "");
      if (!value.isEmpty()) {
        more.append('&').append(name).append('=');
        more.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
      }
    }
    return more.toString();
  }
}
