package io.peerdeck.workflow;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The YAML 1.2 core schema for scalars.
/// ([10.3.2](https://yaml.org/spec/1.2.2/#1032-tag-resolution))
final class CoreSchema {
  private static final String PREFIX = "tag:yaml.org,2002:";
  private static final Set<String> KNOWN = Set.of("str", "null", "bool", "int", "float");
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,17}");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,13}");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private CoreSchema() {}

  static boolean isKnown(String tag) {
    return tag.startsWith(PREFIX) && KNOWN.contains(tag.substring(PREFIX.length()));
  }

  /// A plain scalar without a tag.
  static Value implicit(String text) {
    return asNull(text)
        .or(() -> asBool(text))
        .or(() -> asInteger(text))
        .or(() -> asFloat(text))
        .orElseGet(() -> Value.of(text));
  }

  /// A scalar with a tag of its own; empty if the tag is unknown or the text does not fit it.
  static Optional<Value> explicit(String tag, String text) {
    if (!isKnown(tag)) {
      return Optional.empty();
    }
    return switch (tag.substring(PREFIX.length())) {
      case "str" -> Optional.of(Value.of(text));
      case "null" -> asNull(text);
      case "bool" -> asBool(text);
      case "int" -> asInteger(text);
      default -> asFloat(text);
    };
  }

  private static Optional<Value> asNull(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> Optional.of(new Value.Null());
      default -> Optional.empty();
    };
  }

  private static Optional<Value> asBool(String text) {
    return switch (text) {
      case "true", "True", "TRUE" -> Optional.of(Value.of(true));
      case "false", "False", "FALSE" -> Optional.of(Value.of(false));
      default -> Optional.empty();
    };
  }

  private static Optional<Value> asInteger(String text) {
    if (text.isEmpty() || text.length() > 400) {
      return Optional.empty();
    }
    if (INTEGER.matcher(text).matches()) {
      return Optional.of(Value.of(Double.parseDouble(text)));
    }
    if (OCTAL.matcher(text).matches()) {
      return Optional.of(Value.of((double) Long.parseLong(text, 2, text.length(), 8)));
    }
    if (HEX.matcher(text).matches()) {
      return Optional.of(Value.of((double) Long.parseLong(text, 2, text.length(), 16)));
    }
    return Optional.empty();
  }

  private static Optional<Value> asFloat(String text) {
    if (text.length() <= 400 && FLOAT.matcher(text).matches()) {
      return Optional.of(Value.of(Double.parseDouble(text)));
    }
    return switch (text) {
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" ->
          Optional.of(Value.of(Double.POSITIVE_INFINITY));
      case "-.inf", "-.Inf", "-.INF" -> Optional.of(Value.of(Double.NEGATIVE_INFINITY));
      case ".nan", ".NaN", ".NAN" -> Optional.of(Value.of(Double.NaN));
      default -> Optional.empty();
    };
  }
}
