package io.peerdeck.workflow;

import java.util.Arrays;
import java.util.Optional;

/// The functions of the language with the number of arguments they take.
enum ExpressionFunction {
  CONTAINS("contains", 2, 2),
  STARTS_WITH("startsWith", 2, 2),
  ENDS_WITH("endsWith", 2, 2),
  FORMAT("format", 1, 255),
  JOIN("join", 1, 2),
  TO_JSON("toJSON", 1, 1),
  FROM_JSON("fromJSON", 1, 1),
  CASE("case", 3, 255),
  HASH_FILES("hashFiles", 1, 255),
  SUCCESS("success", 0, 0),
  FAILURE("failure", 0, 0),
  CANCELLED("cancelled", 0, 0),
  ALWAYS("always", 0, 0);

  private final String text;
  private final int fewest;
  private final int most;

  ExpressionFunction(String text, int fewest, int most) {
    this.text = text;
    this.fewest = fewest;
    this.most = most;
  }

  String text() {
    return text;
  }

  int fewest() {
    return fewest;
  }

  int most() {
    return most;
  }

  /// Whether the function is there in every expression, whatever the key.
  boolean isGeneral() {
    return ordinal() < HASH_FILES.ordinal();
  }

  static Optional<ExpressionFunction> named(String name) {
    return Arrays.stream(values())
        .filter(function -> function.text.equalsIgnoreCase(name))
        .findFirst();
  }

  static boolean isStatus(String name) {
    return named(name).filter(function -> function.ordinal() >= SUCCESS.ordinal()).isPresent();
  }
}
