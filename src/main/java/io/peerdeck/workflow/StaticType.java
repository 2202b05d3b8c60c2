package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
  /// @param others what others are; empty if there are none
  record Members(Map<String, StaticType> members, Optional<StaticType> others)
      implements StaticType {
    public Members {
      members = Ordered.copyOf(members);
    }

    /// @param open whether there may be others, of any type
    Members(Map<String, StaticType> members, boolean open) {
      this(members, open ? Optional.of(Any.ANY) : Optional.empty());
    }

    boolean open() {
      return others.isPresent();
    }

    /// A member's type; empty if there can be none of that name.
    Optional<StaticType> member(String name) {
      return Optional.ofNullable(members.get(name.toLowerCase(Locale.ROOT))).or(() -> others);
    }
  }

  static Members open() {
    return new Members(Map.of(), true);
  }

  /// A mapping whose members, whatever their names, are texts.
  static Members texts() {
    return new Members(Map.of(), Optional.of(Plain.TEXT));
  }

  /// Texts of these names.
  static Map<String, StaticType> texts(String... names) {
    Map<String, StaticType> texts = new LinkedHashMap<>();
    for (String name : names) {
      texts.put(name, Plain.TEXT);
    }
    return texts;
  }

  /// A mapping that has these members and no others.
  static Members of(Map<String, StaticType> members) {
    Map<String, StaticType> lowered = new LinkedHashMap<>();
    members.forEach((name, type) -> lowered.put(name.toLowerCase(Locale.ROOT), type));
    return new Members(lowered, false);
  }

  /// The type of a value.
  static StaticType of(Value value) {
    return switch (value) {
      case Value.Null ignored -> Plain.NULL;
      case Value.Bool ignored -> Plain.BOOLEAN;
      case Value.Num ignored -> Plain.NUMBER;
      case Value.Str ignored -> Plain.TEXT;
      case Value.Array array -> new Many(merged(array.items().stream().map(StaticType::of)), false);
      case Value.Obj mapping -> {
        Map<String, StaticType> members = new LinkedHashMap<>();
        mapping.members().forEach((name, member) -> members.put(name, of(member)));
        yield of(members);
      }
    };
  }

  /// What several have in common.
  static StaticType merged(Stream<StaticType> types) {
    return types.reduce(StaticType::merge).orElse(Any.ANY);
  }

  /// What both have in common.
  static StaticType merge(StaticType left, StaticType right) {
    if (left.equals(right)) {
      return left;
    }
    if (left instanceof Members one && right instanceof Members other) {
      Map<String, StaticType> members = new LinkedHashMap<>(one.members());
      other.members().forEach((name, type) -> members.merge(name, type, StaticType::merge));
      return new Members(
          members,
          one.others().isPresent() && other.others().isPresent()
              ? Optional.of(merge(one.others().get(), other.others().get()))
              : one.others().or(other::others));
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
