package io.peerdeck.workflow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The definitions of a workflow file's places by name, from `grammar.txt` and [EventCatalog].
final class Grammar {
  private static final List<String> NONE = List.of();

  static final Grammar WORKFLOW = new Grammar();

  private final Map<String, Definition> definitions = new LinkedHashMap<>();
  private final Map<String, List<String>> sets = new LinkedHashMap<>();
  private final Map<PlaceKey, Place> places = new ConcurrentHashMap<>();

  /// What may stand at a place, and what expressions may name there.
  record Place(Definition definition, Set<String> contexts, ExpressionScope scope) {}

  private record PlaceKey(String name, Set<String> around) {}

  private Grammar() {
    scalar("string", Definition.Kind.STRING);
    scalar("nonempty", Definition.Kind.NONEMPTY);
    scalar("boolean", Definition.Kind.BOOLEAN);
    scalar("number", Definition.Kind.NUMBER);
    scalar("null", Definition.Kind.NULL);
    definitions.put("any-list", new Definition.Sequence("any", NONE));
    definitions.put(
        "any-mapping", new Definition.Mapping(Map.of(), NONE, Optional.of("any"), NONE));
    definitions.put(
        "any",
        new Definition.OneOf(
            List.of("null", "boolean", "number", "string", "any-list", "any-mapping"), NONE));
    read();
    events();
  }

  /// A place of a definition, in one where expressions may name `around`. The places of a grammar
  /// are few, and are kept.
  Place place(String name, Set<String> around) {
    return places.computeIfAbsent(new PlaceKey(name, around), this::place);
  }

  private Place place(PlaceKey key) {
    Definition definition = named(key.name());
    Set<String> contexts = new LinkedHashSet<>(key.around());
    contexts.addAll(definition.contexts());
    Set<String> all = Ordered.copyOf(contexts);
    return new Place(definition, all, ExpressionScope.of(all));
  }

  private Definition named(String name) {
    Definition found = definitions.get(name);
    if (found == null) {
      throw new IllegalStateException("The grammar has no definition '" + name + "'");
    }
    return found;
  }

  /// The definitions a place may have, alternatives taken apart.
  List<Definition> alternatives(Definition definition) {
    if (!(definition instanceof Definition.OneOf(List<String> names, List<String> ignored))) {
      return List.of(definition);
    }
    List<Definition> all = new ArrayList<>();
    names.forEach(name -> all.addAll(alternatives(named(name))));
    return all;
  }

  private void scalar(String name, Definition.Kind kind) {
    definitions.put(name, new Definition.Scalar(kind, NONE, NONE));
  }

  private void read() {
    List<String> lines;
    try (InputStream file = Grammar.class.getResourceAsStream("grammar.txt")) {
      if (file == null) {
        throw new IllegalStateException("grammar.txt is missing beside " + Grammar.class);
      }
      lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#") || line.startsWith(" ")) {
        continue;
      }
      int end = i + 1;
      while (end < lines.size() && lines.get(end).startsWith(" ")) {
        end++;
      }
      int equals = line.indexOf(" = ");
      String name = line.substring(0, equals);
      String right = line.substring(equals + 3);
      if (name.startsWith("$")) {
        sets.put(name, contexts(right));
      } else {
        definitions.put(name, definition(right, lines.subList(i + 1, end)));
      }
    }
  }

  private List<String> contexts(String words) {
    List<String> contexts = new ArrayList<>();
    for (String word : words.split(" ")) {
      if (word.startsWith("$")) {
        contexts.addAll(sets.getOrDefault(word, NONE));
      } else {
        contexts.add(word);
      }
    }
    return List.copyOf(contexts);
  }

  private Definition definition(String right, List<String> keys) {
    int bracket = right.indexOf(" [");
    List<String> contexts =
        bracket < 0 ? NONE : contexts(right.substring(bracket + 2, right.length() - 1));
    List<String> words = List.of((bracket < 0 ? right : right.substring(0, bracket)).split(" "));
    List<String> arguments = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case "mapping" -> mapping(keys, contexts);
      case "sequence" -> new Definition.Sequence(arguments.getFirst(), contexts);
      case "one-of" -> new Definition.OneOf(arguments, contexts);
      case "values" -> new Definition.Scalar(Definition.Kind.VALUES, arguments, contexts);
      default ->
          new Definition.Scalar(
              ((Definition.Scalar) named(words.getFirst())).kind(), NONE, contexts);
    };
  }

  private static Definition mapping(List<String> lines, List<String> contexts) {
    Map<String, String> keys = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    Optional<String> loose = Optional.empty();
    for (String line : lines) {
      int blank = line.lastIndexOf(' ');
      String key = line.substring(0, blank).strip();
      String value = line.substring(blank + 1);
      if (key.equals("*")) {
        loose = Optional.of(value);
        continue;
      }
      String name = key.endsWith("!") ? key.substring(0, key.length() - 1) : key;
      if (!name.equals(key)) {
        required.add(name);
      }
      keys.put(name, value);
    }
    return new Definition.Mapping(Ordered.copyOf(keys), List.copyOf(required), loose, contexts);
  }

  private void events() {
    Map<String, String> keys = new LinkedHashMap<>();
    for (String event : EventCatalog.names()) {
      keys.put(event, event(event));
    }
    definitions.put(
        "event-name",
        new Definition.Scalar(Definition.Kind.VALUES, List.copyOf(EventCatalog.names()), NONE));
    definitions.put("event-names", new Definition.Sequence("event-name", NONE));
    definitions.put(
        "event-mapping",
        new Definition.Mapping(Ordered.copyOf(keys), NONE, Optional.empty(), NONE));
    definitions.put(
        "on", new Definition.OneOf(List.of("event-name", "event-names", "event-mapping"), NONE));
  }

  private String event(String name) {
    EventCatalog.Event event = EventCatalog.named(name).orElseThrow();
    Map<String, String> keys = new LinkedHashMap<>();
    event.filters().forEach(filter -> keys.put(filter, "strings"));
    switch (name) {
      case "schedule" -> {
        return "cron-list";
      }
      case "workflow_call" -> {
        return nullOr("event-" + name, "call");
      }
      case "workflow_dispatch" -> {
        return nullOr("event-" + name, "dispatch");
      }
      case "repository_dispatch" -> keys.put("types", "strings");
      default -> {
        if (!event.types().isEmpty()) {
          String type = "event-" + name + "-type";
          definitions.put(type, new Definition.Scalar(Definition.Kind.VALUES, event.types(), NONE));
          definitions.put(type + "-list", new Definition.Sequence(type, NONE));
          definitions.put(type + "s", new Definition.OneOf(List.of(type, type + "-list"), NONE));
          keys.put("types", type + "s");
        }
      }
    }
    if (keys.isEmpty()) {
      return "null";
    }
    definitions.put(
        "event-" + name + "-mapping",
        new Definition.Mapping(Ordered.copyOf(keys), NONE, Optional.empty(), NONE));
    return nullOr("event-" + name, "event-" + name + "-mapping");
  }

  private String nullOr(String name, String other) {
    definitions.put(name, new Definition.OneOf(List.of("null", other), NONE));
    return name;
  }
}
