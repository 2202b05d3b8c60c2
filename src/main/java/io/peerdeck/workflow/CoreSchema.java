package io.peerdeck.workflow;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The YAML 1.2 core schema for scalars.
/// ([10.3.2](https://yaml.org/spec/1.2.2/#1032-tag-resolution))
final class CoreSchema {
  private static final String PREFIX = "tag:yaml.org,2002:";
  static final String TEXT = PREFIX + "str";
  private static final Set<String> KNOWN = Set.of("str", "null", "bool", "int", "float");
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private CoreSchema() {}

  static boolean isKnown(String tag) {
    return tag.startsWith(PREFIX) && KNOWN.contains(tag.substring(PREFIX.length()));
  }

  /// A plain scalar without a tag.
  ///
  /// @throws Unfit if it is a number of a form that has no room for it
  static Value implicit(String text) {
    return asNull(text)
        .or(() -> asBool(text))
        .or(() -> asInteger(text))
        .or(() -> asFloat(text))
        .orElseGet(() -> Value.of(text));
  }

  /// A scalar with a known tag of its own.
  ///
  /// @throws Unfit if the text does not fit the tag
  static Value explicit(String tag, String text) {
    Optional<Value> value =
        switch (tag.substring(PREFIX.length())) {
          case "str" -> Optional.of(Value.of(text));
          case "null" -> asNull(text);
          case "bool" -> asBool(text);
          case "int" -> asInteger(text);
          default -> asFloat(text);
        };
    return value.orElseThrow(() -> new Unfit(tag));
  }

  /// A text does not fit the type it has.
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String tag;

    Unfit(String tag) {
      super(tag, null, false, false);
      this.tag = tag;
    }

    String tag() {
      return tag;
    }
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
    if (text.isEmpty() || text.length() > 20_000) {
      return Optional.empty();
    }
    if (INTEGER.matcher(text).matches()) {
      return Optional.of(Value.of(Double.parseDouble(text)));
    }
    if (OCTAL.matcher(text).matches()) {
      return Optional.of(bits(text, 8));
    }
    if (HEX.matcher(text).matches()) {
      return Optional.of(bits(text, 16));
    }
    return Optional.empty();
  }

  /// GitHub takes these forms as 32 bits with a sign.
  private static Value bits(String text, int radix) {
    String digits = text.substring(2).replaceFirst("^0+(?=.)", "");
    if (digits.length() > 11 || Long.parseLong(digits, radix) > 0xFFFFFFFFL) {
      throw new Unfit(PREFIX + "int");
    }
    return Value.of((int) Long.parseLong(digits, radix));
  }

  private static Optional<Value> asFloat(String text) {
    if (text.length() <= 20_000 && FLOAT.matcher(text).matches()) {
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
