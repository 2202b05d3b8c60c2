package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes an expression so that reading it gives one of the same value.
final class ExpressionText {
  private ExpressionText() {}

  static String of(Expression expression) {
    return switch (expression) {
      case Expression.Literal(Value value) -> literal(value);
      case Expression.Name(String name, int ignored) -> name;
      case Expression.Wildcard ignored -> "*";
      case Expression.Call call ->
          call.name()
              + call.arguments().stream()
                  .map(ExpressionText::of)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Expression.Index(Expression target, Expression index) ->
          inner(target) + "[" + of(index) + "]";
      case Expression.Not(Expression operand) -> "!" + inner(operand);
      case Expression.And and -> joined(and.operands(), " && ");
      case Expression.Or or -> joined(or.operands(), " || ");
      case Expression.Members(Map<String, Expression> members) -> object(members);
      case Expression.Comparison(Expression.Operator operator, Expression left, Expression right) ->
          inner(left) + sign(operator) + inner(right);
    };
  }

  private static String inner(Expression expression) {
    return switch (expression) {
      case Expression.And and -> "(" + of(and) + ")";
      case Expression.Or or -> "(" + of(or) + ")";
      case Expression.Comparison comparison -> "(" + of(comparison) + ")";
      case Expression.Not not -> "(" + of(not) + ")";
      default -> of(expression);
    };
  }

  private static String joined(List<Expression> operands, String sign) {
    return operands.stream().map(ExpressionText::inner).collect(Collectors.joining(sign));
  }

  private static String literal(Value value) {
    return switch (value) {
      case Value.Str(String text) -> quoted(text);
      case Value.Obj object -> "fromJSON(" + quoted(object.json()) + ")";
      case Value.Array array -> "fromJSON(" + quoted(array.json()) + ")";
      case Value.Null ignored -> "null";
      default -> value.text();
    };
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// The language has no objects of its own, but a text of one can be put together.
  private static String object(Map<String, Expression> members) {
    List<String> fields = new ArrayList<>();
    List<String> values = new ArrayList<>();
    members.forEach(
        (name, member) -> {
          String key = Value.of(name).json().replace("{", "{{").replace("}", "}}");
          fields.add(key + ":{" + values.size() + "}");
          values.add(", toJSON(" + of(member) + ")");
        });
    String format = fields.stream().collect(Collectors.joining(",", "{{", "}}"));
    return "fromJSON(format(" + quoted(format) + String.join("", values) + "))";
  }

  private static String sign(Expression.Operator operator) {
    return switch (operator) {
      case EQUAL -> " == ";
      case NOT_EQUAL -> " != ";
      case LESS -> " < ";
      case LESS_OR_EQUAL -> " <= ";
      case GREATER -> " > ";
      case GREATER_OR_EQUAL -> " >= ";
    };
  }
}
