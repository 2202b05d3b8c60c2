package io.peerdeck.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A request's JSON object, taken apart by hand. A field of the wrong kind is [ApiException] 400.
/// Only fields the route names can be read, so that its description is whole.
final class Body {
  private final ObjectNode object;
  private final List<Field> fields;

  Body(ObjectNode object, List<Field> fields) {
    this.object = object;
    this.fields = fields;
  }

  private Optional<JsonNode> value(String field) {
    Request.named(fields, field);
    return Optional.ofNullable(object.get(field)).filter(value -> !value.isNull());
  }

  private Optional<JsonNode> value(String field, Predicate<JsonNode> kind, String must) {
    Optional<JsonNode> value = value(field);
    if (value.isPresent() && !kind.test(value.get())) {
      throw new ApiException(400, "`" + field + "` must be " + must + ".");
    }
    return value;
  }

  boolean has(String field) {
    return value(field).isPresent();
  }

  Optional<String> text(String field) {
    return value(field, JsonNode::isTextual, "a text").map(JsonNode::textValue);
  }

  String requiredText(String field) {
    return text(field)
        .orElseThrow(() -> new ApiException(400, "`" + field + "` is missing: it must be a text."));
  }

  /// An absolute path of this machine.
  Optional<Path> path(String field) {
    return text(field).map(Body::absolute);
  }

  Path requiredPath(String field) {
    return absolute(requiredText(field));
  }

  static Path absolute(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new ApiException(400, "`" + text + "` is not a path: " + e.getReason(), e);
    }
    throw new ApiException(400, "`" + text + "` must be an absolute path.");
  }

  boolean flag(String field) {
    return value(field, JsonNode::isBoolean, "true or false")
        .map(JsonNode::booleanValue)
        .orElse(false);
  }

  Optional<Integer> integer(String field) {
    return value(
            field,
            number -> number.canConvertToInt() && number.isIntegralNumber(),
            "a whole number")
        .map(JsonNode::intValue);
  }

  Optional<List<String>> texts(String field) {
    return value(
            field,
            list -> list.isArray() && list.valueStream().allMatch(JsonNode::isTextual),
            "a list of texts")
        .map(
            list -> {
              List<String> texts = new ArrayList<>();
              list.forEach(item -> texts.add(item.textValue()));
              return List.copyOf(texts);
            });
  }

  /// Numbers and booleans are taken as they are written.
  Map<String, String> textMap(String field) {
    Optional<JsonNode> value = value(field, JsonNode::isObject, "an object of texts");
    Map<String, String> texts = new LinkedHashMap<>();
    value
        .map(JsonNode::properties)
        .orElse(java.util.Set.of())
        .forEach(
            entry -> {
              if (!entry.getValue().isValueNode() || entry.getValue().isNull()) {
                throw new ApiException(
                    400, "`" + field + "." + entry.getKey() + "` must be a single value.");
              }
              texts.put(entry.getKey(), entry.getValue().asText());
            });
    return texts;
  }
}
