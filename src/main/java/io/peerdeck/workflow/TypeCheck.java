package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Holds the expressions in a part of a file to the [ExpressionTypes] of its place, and what they
/// give to what the part is for.
final class TypeCheck {
  private final Findings findings;
  private final ExpressionTypes types;

  TypeCheck(Findings findings, ExpressionTypes types) {
    this.findings = findings;
    this.types = types;
  }

  /// The same, with one context set anew.
  TypeCheck with(String name, StaticType type) {
    return new TypeCheck(findings, types.with(name, type));
  }

  /// The same, without reporting.
  TypeCheck quiet() {
    return new TypeCheck(new Findings(), types.quiet());
  }

  /// Checks all expressions in a part of the file.
  void check(Token token) {
    switch (token) {
      case Token.Literal ignored -> {}
      case Token.Insert ignored -> {}
      case Token.Source source -> check(source);
      case Token.Items items -> items.items().forEach(this::check);
      case Token.Members members ->
          members
              .members()
              .forEach(
                  member -> {
                    check(member.key());
                    check(member.value());
                  });
    }
  }

  private void check(Token.Source source) {
    for (Template.Embedded part : source.parts()) {
      StaticType type = types.type(part.expression(), part.position());
      if (source.isText() && (type.isCompound() || type.equals(StaticType.Plain.NULL))) {
        findings.doubtful(
            part.position(),
            type.text()
                + " is written into a text as '"
                + (type.equals(StaticType.Plain.NULL)
                    ? ""
                    : type instanceof StaticType.Many ? "Array" : "Object")
                + "'; name one of its values, or write toJSON(…)");
      }
    }
  }

  /// What is known of a part of the file; what is wrong in its expressions is reported.
  StaticType of(Token token) {
    return switch (token) {
      case Token.Literal literal -> StaticType.of(literal.value());
      case Token.Source source when source.isText() -> StaticType.Plain.TEXT;
      case Token.Source source ->
          StaticType.merged(
              source.parts().stream().map(part -> types.type(part.expression(), part.position())));
      case Token.Insert ignored -> StaticType.Any.ANY;
      case Token.Items items ->
          new StaticType.Many(StaticType.merged(items.items().stream().map(this::item)), false);
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
        yield new StaticType.Members(members, open);
      }
    };
  }

  /// An item of a sequence; an expression that gives a list stands for that list's items.
  private StaticType item(Token token) {
    return token instanceof Token.Source && of(token) instanceof StaticType.Many list
        ? list.item()
        : of(token);
  }

  /// Checks an `if`: one that names nothing has the same answer each time. Plain `true` and `false`
  /// are how people switch a job on and off.
  void condition(Token.Source condition) {
    check(condition);
    for (Template.Embedded part : condition.parts()) {
      if (!(part.expression() instanceof Expression.Literal) && isConstant(part.expression())) {
        findings.doubtful(
            part.position(),
            "This condition names nothing that can change, and so has the same answer each time");
      }
    }
  }

  private static boolean isConstant(Expression expression) {
    boolean open =
        expression instanceof Expression.Name
            || (expression instanceof Expression.Call call
                && !ExpressionFunction.named(call.name())
                    .filter(ExpressionFunction::isGeneral)
                    .isPresent());
    return !open && expression.children().stream().allMatch(TypeCheck::isConstant);
  }

  /// Checks an expression, and that what it gives is of a type.
  void checkAs(Token token, StaticType wanted) {
    check(token);
    StaticType type = quiet().of(token);
    if (type instanceof StaticType.Plain
        && wanted != StaticType.Plain.TEXT
        && !type.equals(wanted)) {
      findings.doubtful(
          token.at(), "%s is expected, and this is %s".formatted(wanted.text(), type.text()));
    }
  }

  /// Reports a mapping that comes from an expression whose value is none.
  void mapping(String key, Token token) {
    if (token instanceof Token.Source source
        && quiet().of(source) instanceof StaticType.Plain type
        && type != StaticType.Plain.NULL) {
      findings.doubtful(
          token.at(), "%s needs a mapping, and this is %s".formatted(key, type.text()));
    }
  }
}
