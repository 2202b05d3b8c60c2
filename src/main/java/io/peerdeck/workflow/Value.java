package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value of the expression language.
///
/// Coercions are GitHub's: null and the empty text are 0, booleans 0 or 1, objects and arrays NaN;
/// text is trimmed and read as decimal, `0x`, `0o`, `Infinity` or `NaN`. The rules are in "Evaluate
/// expressions in workflows and actions", section Operators, of GitHub's documentation.
public sealed interface Value {

  /// The null of the language.
  record Null() implements Value {}

  /// A boolean.
  record Bool(boolean value) implements Value {}

  /// A number; all numbers are doubles.
  record Num(double value) implements Value {}

  /// Text.
  record Str(String value) implements Value {}

  /// A list.
  ///
  /// @param filtered whether it came from `.*`, so that a further index applies to each item
  record Array(List<Value> items, boolean filtered) implements Value {
    public Array {
      items = List.copyOf(items);
    }

    /// A plain list.
    public Array(List<Value> items) {
      this(items, false);
    }
  }

  /// A mapping in the order given.
  ///
  /// @param exact whether names are told apart by letter case, as in `env` on Linux; elsewhere they
  /// are not
  record Obj(Map<String, Value> members, boolean exact) implements Value {
    public Obj {
      members = Ordered.copyOf(members);
    }

    /// A mapping whose names are found in any letter case.
    public Obj(Map<String, Value> members) {
      this(members, false);
    }

    /// A mapping of these, shown in this order.
    @SafeVarargs
    public static Obj of(Map.Entry<String, ? extends Value>... members) {
      Map<String, Value> ordered = new LinkedHashMap<>();
      for (Map.Entry<String, ? extends Value> member : members) {
        ordered.put(member.getKey(), member.getValue());
      }
      return new Obj(ordered);
    }

    /// A member by name, or null, as the language has it.
    public Value get(String name) {
      Value found = members.get(name);
      if (found != null || exact) {
        return found == null ? new Null() : found;
      }
      for (Map.Entry<String, Value> entry : members.entrySet()) {
        if (entry.getKey().equalsIgnoreCase(name)) {
          return entry.getValue();
        }
      }
      return new Null();
    }
  }

  /// Text as a value.
  static Value of(String text) {
    return new Str(text);
  }

  /// A number as a value.
  static Value of(double number) {
    return new Num(number);
  }

  /// A boolean as a value.
  static Value of(boolean flag) {
    return new Bool(flag);
  }

  /// A mapping of texts, such as an environment; `exact` as in [Obj].
  static Obj ofTexts(Map<String, String> texts, boolean exact) {
    Map<String, Value> members = new LinkedHashMap<>();
    texts.forEach((name, text) -> members.put(name, new Str(text)));
    return new Obj(members, exact);
  }

  /// The kind as the language names it, used in messages.
  default String kind() {
    return switch (this) {
      case Null ignored -> "Null";
      case Bool ignored -> "Boolean";
      case Num ignored -> "Number";
      case Str ignored -> "String";
      case Array ignored -> "Array";
      case Obj ignored -> "Object";
    };
  }

  /// As `&&`, `||`, `!` and `if` see it: null, false, 0, NaN and the empty text are false, all else
  /// is true.
  default boolean isTruthy() {
    return switch (this) {
      case Null ignored -> false;
      case Bool(boolean value) -> value;
      case Num(double value) -> value != 0 && !Double.isNaN(value);
      case Str(String value) -> !value.isEmpty();
      case Array ignored -> true;
      case Obj ignored -> true;
    };
  }

  /// Coerced to a number; NaN where there is none.
  default double number() {
    return switch (this) {
      case Null ignored -> 0;
      case Bool(boolean value) -> value ? 1 : 0;
      case Num(double value) -> value;
      case Str(String value) -> Numerals.parse(value);
      case Array ignored -> Double.NaN;
      case Obj ignored -> Double.NaN;
    };
  }

  /// Coerced to text: null is empty, a list is `Array`, a mapping `Object`.
  default String text() {
    return switch (this) {
      case Null ignored -> "";
      case Bool(boolean value) -> String.valueOf(value);
      case Num(double value) -> Numerals.format(value);
      case Str(String value) -> value;
      case Array ignored -> "Array";
      case Obj ignored -> "Object";
    };
  }

  /// As `toJSON` writes it: indented by two blanks.
  default String json() {
    return ValueJson.write(this);
  }

  /// As `fromJSON` reads it.
  ///
  /// @throws ExpressionException if the text is no JSON
  static Value fromJson(String json) {
    return ValueJson.read(json);
  }
}
