package io.peerdeck.workflow;

/// How the language compares two values: coerced to a common kind, text in any letter case, lists
/// and mappings by identity.
final class Comparing {
  private Comparing() {}

  @SuppressWarnings(
      "ReferenceEquality") // lists and mappings are equal only to themselves, by the language's
  // rule
  static boolean equal(Value left, Value right) {
    Value a = coerced(left, right);
    Value b = coerced(right, left);
    if (a instanceof Value.Num(double x) && b instanceof Value.Num(double y)) {
      return x == y;
    }
    if (a instanceof Value.Str(String x) && b instanceof Value.Str(String y)) {
      return fold(x).equals(fold(y));
    }
    if (a instanceof Value.Bool(boolean x) && b instanceof Value.Bool(boolean y)) {
      return x == y;
    }
    if (a instanceof Value.Null) {
      return b instanceof Value.Null;
    }
    return a == b;
  }

  static boolean less(Value left, Value right) {
    Value a = coerced(left, right);
    Value b = coerced(right, left);
    if (a instanceof Value.Num(double x) && b instanceof Value.Num(double y)) {
      return x < y;
    }
    if (a instanceof Value.Str(String x) && b instanceof Value.Str(String y)) {
      return fold(x).compareTo(fold(y)) < 0;
    }
    return a instanceof Value.Bool(boolean x) && b instanceof Value.Bool(boolean y) && !x && y;
  }

  static boolean contains(Value whole, Value part) {
    if (whole instanceof Value.Array array) {
      return array.items().stream().anyMatch(item -> equal(item, part));
    }
    return ExpressionEvaluator.isPrimitive(whole)
        && ExpressionEvaluator.isPrimitive(part)
        && fold(whole.text()).contains(fold(part.text()));
  }

  /// A value as it is compared with another: a number, unless both are of one kind.
  private static Value coerced(Value value, Value other) {
    if (value.kind().equals(other.kind())) {
      return value;
    }
    return switch (value) {
      case Value.Null ignored -> Value.of(value.number());
      case Value.Bool ignored -> Value.of(value.number());
      case Value.Str ignored ->
          ExpressionEvaluator.isPrimitive(other) ? Value.of(value.number()) : value;
      default -> value;
    };
  }

  /// Text for comparing without letter case: each character in upper case by itself, as .NET's
  /// ordinal comparison does.
  static String fold(String text) {
    char[] folded = text.toCharArray();
    for (int i = 0; i < folded.length; i++) {
      if (folded[i] != 'ı') {
        folded[i] = Character.toUpperCase(folded[i]);
      }
    }
    return new String(folded);
  }
}
