package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// A workflow file after its shape was held against the [Grammar]: scalars of the type their place
/// asks for, and texts with `${{ }}` turned into one expression.
sealed interface Token {

  Position at();

  /// A scalar without an expression.
  record Literal(Position at, Value value) implements Token {
    String text() {
      return value.text();
    }
  }

  /// An expression; a text with several is one call of `format`.
  ///
  /// @param parts the expressions of the file that it is made of
  /// @param isText whether there is other text around them
  record Source(Position at, String expression, List<Template.Embedded> parts, boolean isText)
      implements Token {
    public Source {
      parts = List.copyOf(parts);
    }
  }

  /// `${{ insert }}`, which stands as a key for the entries of its value.
  record Insert(Position at) implements Token {}

  /// A sequence.
  record Items(Position at, List<Token> items) implements Token {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// One entry of a mapping.
  record Member(Token key, Token value) {
    /// The key's text; empty if an expression makes it.
    String name() {
      return key instanceof Literal literal ? literal.text() : "";
    }
  }

  /// A mapping.
  record Members(Position at, List<Member> members) implements Token {
    public Members {
      members = List.copyOf(members);
    }

    /// The value of a key that is a text.
    Optional<Token> get(String key) {
      return members.stream()
          .filter(member -> member.key() instanceof Literal name && name.text().equals(key))
          .map(Member::value)
          .findFirst();
    }

    Optional<Members> mapping(String key) {
      return get(key).filter(Members.class::isInstance).map(Members.class::cast);
    }
  }

  /// Whether an expression is in it anywhere.
  default boolean hasExpression() {
    return switch (this) {
      case Literal ignored -> false;
      case Source ignored -> true;
      case Insert ignored -> true;
      case Items items -> items.items().stream().anyMatch(Token::hasExpression);
      case Members members ->
          members.members().stream()
              .anyMatch(member -> member.key().hasExpression() || member.value().hasExpression());
    };
  }
}
