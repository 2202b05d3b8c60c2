package io.peerdeck.api.mcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a tool is called with, read one by one; what is wrong is told by the argument's name.
record Arguments(Map<String, Object> values) {
  private static final int MAX_TEXT = 4096;
  private static final int MAX_INPUTS = 100;
  private static final int MAX_INPUT = 65_536;

  /// Throws [ToolRefusal] for one the tool does not know.
  void only(Set<String> names) {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw new ToolRefusal(
            "There is no argument `"
                + Untrusted.line(name)
                + "`: "
                + (names.isEmpty() ? "this takes none" : String.join(", ", names))
                + ".");
      }
    }
  }

  Optional<String> text(String name) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case String text when text.length() <= MAX_TEXT ->
          text.isBlank() ? Optional.empty() : Optional.of(text);
      case String text ->
          throw new ToolRefusal(
              "`" + name + "` is longer than " + MAX_TEXT + " characters: " + text.length() + ".");
      default -> throw new ToolRefusal("`" + name + "` must be a text.");
    };
  }

  String needed(String name) {
    return text(name).orElseThrow(() -> new ToolRefusal("`" + name + "` is missing."));
  }

  /// A whole number, also as `5.0`.
  Optional<Long> whole(String name, long min, long max) {
    return switch (values.get(name)) {
      case null -> Optional.empty();
      case Number number
          when number.doubleValue() == Math.rint(number.doubleValue())
              && number.doubleValue() >= min
              && number.doubleValue() <= max ->
          Optional.of(number.longValue());
      default ->
          throw new ToolRefusal(
              "`" + name + "` must be a whole number from " + min + " to " + max + ".");
    };
  }

  /// An object of single values, as texts.
  Map<String, String> texts(String name) {
    Object value = values.get(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map) || map.size() > MAX_INPUTS) {
      throw new ToolRefusal(
          "`" + name + "` must be an object of at most " + MAX_INPUTS + " single values.");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> {
          if (!(item instanceof String || item instanceof Number || item instanceof Boolean)
              || item.toString().length() > MAX_INPUT) {
            throw new ToolRefusal(
                "`"
                    + name
                    + "."
                    + Untrusted.line(key.toString())
                    + "` must be a single value of at most 64 KiB.");
          }
          texts.put(key.toString(), item.toString());
        });
    return texts;
  }
}
