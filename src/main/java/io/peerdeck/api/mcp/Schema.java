package io.peerdeck.api.mcp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON Schema 2020-12, as much of it as describes what tools take and answer.
final class Schema {
  private Schema() {}

  /// A property of an object.
  ///
  /// @param needed whether it is always there
  record Field(String name, Map<String, Object> schema, boolean needed) {
    Field needed(boolean value) {
      return new Field(name, schema, value);
    }

    /// May be null.
    Field orNull() {
      return new Field(name, Map.of("anyOf", List.of(schema, Map.of("type", "null"))), needed);
    }
  }

  static Field text(String name) {
    return of(name, "string");
  }

  static Field number(String name) {
    return of(name, "number");
  }

  static Field whole(String name) {
    return of(name, "integer");
  }

  static Field flag(String name) {
    return of(name, "boolean");
  }

  /// An object of any content.
  static Field map(String name) {
    return of(name, "object");
  }

  static Field texts(String name) {
    return new Field(name, Map.of("type", "array", "items", Map.of("type", "string")), false);
  }

  static Field choice(String name, List<String> choices) {
    return new Field(name, Map.of("type", "string", "enum", choices), false);
  }

  static Field list(String name, Map<String, Object> items) {
    return new Field(name, Map.of("type", "array", "items", items), false);
  }

  static Field object(String name, Field... fields) {
    return new Field(name, object(fields), false);
  }

  static Field needed(Field field) {
    return field.needed(true);
  }

  private static Field of(String name, String type) {
    return new Field(name, Map.of("type", type), false);
  }

  static Map<String, Object> object(Field... fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> needed = new ArrayList<>();
    for (Field field : fields) {
      properties.put(field.name(), field.schema());
      if (field.needed()) {
        needed.add(field.name());
      }
    }
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "object");
    object.put("properties", properties);
    if (!needed.isEmpty()) {
      object.put("required", needed);
    }
    return object;
  }

  /// What every tool answers, with fields of its own: those are left out where it could not do what
  /// was asked, and `error` says why.
  static Map<String, Object> result(Field... fields) {
    List<Field> all = new ArrayList<>(List.of(flag("success").needed(true), text("error")));
    all.addAll(Arrays.asList(fields));
    all.add(texts("untrusted"));
    return object(all.toArray(Field[]::new));
  }
}
