package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is known of an expression's value before anything runs.
sealed interface StaticType {
  /// Nothing is known.
  enum Any implements StaticType {
    ANY
  }

  /// A scalar of one kind.
  enum Plain implements StaticType {
    TEXT,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /// A list.
  ///
  /// @param filtered whether it came from `.*`
  record Many(StaticType item, boolean filtered) implements StaticType {}

  /// A mapping.
  ///
  /// @param members by name in lower case
  /// @param open whether there may be others
  record Members(Map<String, StaticType> members, boolean open) implements StaticType {
    public Members {
      members = Ordered.copyOf(members);
    }

    /// A member's type; empty if there can be none of that name.
    Optional<StaticType> member(String name) {
      StaticType found = members.get(name.toLowerCase(Locale.ROOT));
      return found != null || !open ? Optional.ofNullable(found) : Optional.of(Any.ANY);
    }
  }

  static Members open() {
    return new Members(Map.of(), true);
  }

  /// A mapping that has these members and no others.
  static Members of(Map<String, StaticType> members) {
    Map<String, StaticType> lowered = new LinkedHashMap<>();
    members.forEach((name, type) -> lowered.put(name.toLowerCase(Locale.ROOT), type));
    return new Members(lowered, false);
  }

  /// What is known of a part of the file.
  static StaticType of(Token token) {
    return switch (token) {
      case Token.Literal literal -> of(literal.value());
      case Token.Source ignored -> Any.ANY;
      case Token.Insert ignored -> Any.ANY;
      case Token.Items items -> new Many(merged(items.items()), false);
      case Token.Members mapping -> {
        Map<String, StaticType> members = new LinkedHashMap<>();
        boolean open = false;
        for (Token.Member member : mapping.members()) {
          if (member.key() instanceof Token.Literal key) {
            members.put(key.text().toLowerCase(Locale.ROOT), of(member.value()));
          } else {
            open = true;
          }
        }
        yield new Members(members, open);
      }
    };
  }

  /// The type of a value.
  static StaticType of(Value value) {
    return switch (value) {
      case Value.Null ignored -> Plain.NULL;
      case Value.Bool ignored -> Plain.BOOLEAN;
      case Value.Num ignored -> Plain.NUMBER;
      case Value.Str ignored -> Plain.TEXT;
      default -> Any.ANY;
    };
  }

  /// What several values have in common.
  static StaticType merged(List<Token> tokens) {
    return tokens.stream().map(StaticType::of).reduce(StaticType::merge).orElse(Any.ANY);
  }

  /// What both have in common.
  static StaticType merge(StaticType left, StaticType right) {
    if (left.equals(right)) {
      return left;
    }
    if (left instanceof Members one && right instanceof Members other) {
      Map<String, StaticType> members = new LinkedHashMap<>(one.members());
      other.members().forEach((name, type) -> members.merge(name, type, StaticType::merge));
      return new Members(members, one.open() || other.open());
    }
    if (left instanceof Many one && right instanceof Many other) {
      return new Many(merge(one.item(), other.item()), one.filtered() || other.filtered());
    }
    return Any.ANY;
  }

  /// Whether values of it have parts.
  default boolean isCompound() {
    return this instanceof Many || this instanceof Members;
  }

  /// As messages name it.
  default String text() {
    return switch (this) {
      case Any ignored -> "any value";
      case Plain plain -> "a " + plain.name().toLowerCase(Locale.ROOT);
      case Many ignored -> "a list";
      case Members ignored -> "a mapping";
    };
  }
}
