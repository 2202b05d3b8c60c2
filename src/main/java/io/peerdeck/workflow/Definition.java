package io.peerdeck.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What may stand at one place of a workflow file.
sealed interface Definition {

  /// Contexts and functions an expression may name here, besides those of the place around it.
  List<String> contexts();

  /// The kinds of scalar.
  enum Kind {
    STRING,
    NONEMPTY,
    BOOLEAN,
    NUMBER,
    NULL,
    VALUES
  }

  /// A scalar.
  ///
  /// @param values what it may say, for [Kind#VALUES]
  record Scalar(Kind kind, List<String> values, List<String> contexts) implements Definition {
    boolean fits(Value value) {
      return switch (kind) {
        case STRING -> value instanceof Value.Str;
        case NONEMPTY -> value instanceof Value.Str(String text) && !text.isEmpty();
        case BOOLEAN -> value instanceof Value.Bool;
        case NUMBER -> value instanceof Value.Num;
        case NULL -> value instanceof Value.Null;
        case VALUES -> value instanceof Value.Str(String text) && values.contains(text);
      };
    }

    boolean isText() {
      return kind == Kind.STRING || kind == Kind.NONEMPTY || kind == Kind.VALUES;
    }
  }

  /// A list whose items are all of one definition.
  record Sequence(String item, List<String> contexts) implements Definition {}

  /// A mapping.
  ///
  /// @param keys the definition of each known key's value
  /// @param required the keys that must be there
  /// @param loose the definition of any other key's value
  record Mapping(
      Map<String, String> keys,
      List<String> required,
      Optional<String> loose,
      List<String> contexts)
      implements Definition {}

  /// Any of several.
  record OneOf(List<String> names, List<String> contexts) implements Definition {}
}
