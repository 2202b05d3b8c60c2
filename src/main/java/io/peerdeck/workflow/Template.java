package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// A scalar of the file that may hold `${{ }}` expressions.
///
/// @param source the scalar's text as the file has it
/// @param parts literals and expressions in order; a single part keeps its type, several are joined
/// as text
public record Template(String source, List<Part> parts, Position position) {

  /// A piece of a template.
  public sealed interface Part {}

  /// A piece that stands for itself; typed where it is the whole scalar.
  public record Literal(Value value) implements Part {}

  /// A piece in `${{ }}`.
  public record Embedded(Expression expression, Position position) implements Part {}

  public Template {
    parts = List.copyOf(parts);
  }

  /// A template without expressions.
  static Template literal(Value value, Position position) {
    return new Template(value.text(), List.of(new Literal(value)), position);
  }

  /// The value, if the template holds no expression.
  public Optional<Value> constant() {
    return switch (parts.size()) {
      case 0 -> Optional.of(new Value.Str(""));
      case 1 ->
          parts.getFirst() instanceof Literal(Value value) ? Optional.of(value) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /// The whole as one expression: a single part as it is, several as a call of `format`.
  Expression expression() {
    if (parts.size() == 1) {
      return switch (parts.getFirst()) {
        case Literal(Value value) -> new Expression.Literal(value);
        case Embedded(Expression expression, Position ignored) -> expression;
      };
    }
    StringBuilder format = new StringBuilder();
    List<Expression> arguments = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Literal(Value value) ->
            format.append(value.text().replace("{", "{{").replace("}", "}}"));
        case Embedded(Expression expression, Position ignored) -> {
          format.append('{').append(arguments.size()).append('}');
          arguments.add(expression);
        }
      }
    }
    arguments.addFirst(new Expression.Literal(Value.of(format.toString())));
    return new Expression.Call("format", arguments, 1);
  }

  /// The expressions, in order.
  public List<Expression> expressions() {
    List<Expression> found = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Embedded embedded) {
        found.add(embedded.expression());
      }
    }
    return found;
  }

  /// The value: of its own type if the scalar is one literal or one expression, else text.
  ///
  /// @throws ExpressionException with the place in the file, if an expression fails
  public Value evaluate(EvaluationContext context) {
    if (parts.size() == 1) {
      return valueOf(parts.getFirst(), context);
    }
    return new Value.Str(
        parts.stream().map(part -> valueOf(part, context).text()).collect(Collectors.joining()));
  }

  /// The value as text, by GitHub's rules of coercion.
  ///
  /// @throws ExpressionException with the place in the file, if an expression fails
  public String text(EvaluationContext context) {
    return evaluate(context).text();
  }

  /// The value as a boolean, for keys such as `continue-on-error`.
  ///
  /// @throws ExpressionException with the place in the file, if an expression fails or gives
  /// something else
  public boolean bool(EvaluationContext context) {
    Value value = evaluate(context);
    if (value instanceof Value.Bool(boolean flag)) {
      return flag;
    }
    throw ExpressionException.placed(
        position, "Unexpected value '" + value.text() + "': expected a boolean (true or false)");
  }

  /// The value as a number, for keys such as `timeout-minutes`.
  ///
  /// @throws ExpressionException with the place in the file, if an expression fails or gives
  /// something else
  public double number(EvaluationContext context) {
    Value value = evaluate(context);
    double number = value.number();
    if (value instanceof Value.Num
        || (value instanceof Value.Str && !value.text().isBlank() && Double.isFinite(number))) {
      return number;
    }
    throw ExpressionException.placed(
        position, "Unexpected value '" + value.text() + "': expected a number");
  }

  private static Value valueOf(Part part, EvaluationContext context) {
    return switch (part) {
      case Literal(Value value) -> value;
      case Embedded(Expression expression, Position at) ->
          ExpressionException.at(at, () -> expression.evaluate(context));
    };
  }
}
