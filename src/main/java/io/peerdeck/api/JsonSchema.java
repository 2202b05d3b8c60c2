package io.peerdeck.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.node.TaskRef;
import io.peerdeck.schedule.RunStatus;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The JSON Schema (2020-12) of what [Json] makes of Java types. Records become named schemas with
/// all their fields and no others.
final class JsonSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> named = new TreeMap<>();

  /// The schemas of all records met so far, by name.
  Map<String, ObjectNode> named() {
    return named;
  }

  ObjectNode of(Shape shape) {
    return switch (shape) {
      case Shape.One(Class<?> type) -> of(type);
      case Shape.Many(Class<?> type) -> many(of(type));
    };
  }

  private ObjectNode of(Type type) {
    return switch (type) {
      case Class<?> plain -> of(plain);
      case ParameterizedType generic -> of((Class<?>) generic.getRawType(), generic);
      default -> throw unknown(type);
    };
  }

  private ObjectNode of(Class<?> raw, ParameterizedType type) {
    Type[] parts = type.getActualTypeArguments();
    if (raw == Optional.class) {
      ObjectNode either = NODES.objectNode();
      either.putArray("anyOf").add(of(parts[0])).add(simple("null"));
      return either;
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return many(of(parts[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      ObjectNode map = simple("object");
      map.set("additionalProperties", of(parts[1]));
      return map;
    }
    throw unknown(type);
  }

  private ObjectNode of(Class<?> type) {
    if (type == String.class || type == Path.class || type == TaskRef.class) {
      return simple("string");
    }
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return simple("integer");
    }
    if (type == double.class || type == Double.class) {
      return simple("number");
    }
    if (type == boolean.class || type == Boolean.class) {
      return simple("boolean");
    }
    if (type == Duration.class) {
      return simple("number").put("description", "milliseconds");
    }
    if (type == Instant.class) {
      return simple("string").put("format", "date-time");
    }
    if (type == byte[].class) {
      return simple("string").put("contentEncoding", "base64");
    }
    if (JsonNode.class.isAssignableFrom(type)) {
      return simple("object");
    }
    if (type.isEnum()) {
      return choice(type);
    }
    if (type.isRecord()) {
      return reference(type);
    }
    throw unknown(type);
  }

  private static ObjectNode choice(Class<?> type) {
    ObjectNode choice = simple("string");
    Stream<String> words =
        type == RunStatus.class
            ? Arrays.stream(RunStatus.values()).map(RunStatus::text)
            : Arrays.stream(type.getEnumConstants()).map(each -> ((Enum<?>) each).name());
    words.forEach(choice.withArray("enum")::add);
    return choice;
  }

  /// `LogChunk.Line` is `LogChunkLine`.
  private static String name(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return outer == null || !outer.isRecord()
        ? type.getSimpleName()
        : name(outer) + type.getSimpleName();
  }

  private static String name(RecordComponent component) {
    JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private ObjectNode reference(Class<?> type) {
    String name = name(type);
    if (!named.containsKey(name)) {
      ObjectNode schema = simple("object");
      named.put(name, schema); // before its fields: a type may hold itself
      ObjectNode properties = schema.putObject("properties");
      for (RecordComponent component : type.getRecordComponents()) {
        properties.set(name(component), of(component.getGenericType()));
        schema.withArray("required").add(name(component));
      }
      schema.put("additionalProperties", false);
    }
    return NODES.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  private static ObjectNode many(ObjectNode items) {
    ObjectNode list = simple("array");
    list.set("items", items);
    return list;
  }

  static ObjectNode simple(String type) {
    return NODES.objectNode().put("type", type);
  }

  /// The schema of a field that a request is read from.
  static ObjectNode of(Field field) {
    ObjectNode schema =
        switch (field.type()) {
          case TEXT -> simple("string");
          case NUMBER -> simple("integer");
          case FLAG -> simple("boolean");
          case TIME -> simple("string").put("format", "date-time");
          case TEXTS -> many(simple("string"));
          case TEXT_MAP -> {
            ObjectNode map = simple("object");
            map.putObject("additionalProperties")
                .putArray("type")
                .add("string")
                .add("number")
                .add("boolean");
            yield map;
          }
        };
    return schema.put("description", field.description());
  }

  private static IllegalStateException unknown(Type type) {
    return new IllegalStateException("no JSON Schema is known for " + type.getTypeName());
  }
}
