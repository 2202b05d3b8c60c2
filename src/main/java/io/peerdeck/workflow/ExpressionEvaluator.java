package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Evaluates an expression's tree against a context.
final class ExpressionEvaluator {
  /// The characters of text the functions of one evaluation may make: GitHub's 1 MiB, at two bytes
  /// each.
  static final int MAX_TEXT = 512 * 1024;

  static final String MEMORY_EXCEEDED = "The maximum allowed memory size was exceeded";

  private final EvaluationContext context;
  private long made;

  ExpressionEvaluator(EvaluationContext context) {
    this.context = context;
  }

  Value evaluate(Expression expression) {
    return switch (expression) {
      case Expression.Literal(Value value) -> value;
      case Expression.Name name -> context.context(name.name());
      case Expression.Wildcard ignored -> Value.of("*");
      case Expression.Call call -> call(call);
      case Expression.Index(Expression target, Expression.Wildcard ignored) ->
          items(evaluate(target));
      case Expression.Index(Expression target, Expression index) ->
          member(evaluate(target), evaluate(index));
      case Expression.Not(Expression operand) -> Value.of(!evaluate(operand).isTruthy());
      case Expression.And and -> firstOrLast(and.operands(), false);
      case Expression.Or or -> firstOrLast(or.operands(), true);
      case Expression.Members(Map<String, Expression> members) -> {
        Map<String, Value> values = new LinkedHashMap<>();
        members.forEach((name, member) -> values.put(name, evaluate(member)));
        yield new Value.Obj(values);
      }
      case Expression.Comparison comparison ->
          Value.of(
              compare(
                  comparison.operator(),
                  evaluate(comparison.left()),
                  evaluate(comparison.right())));
    };
  }

  /// The first operand of the truth sought, else the last: what `||` and `&&` give.
  private Value firstOrLast(List<Expression> operands, boolean sought) {
    Value value = new Value.Null();
    for (Expression operand : operands) {
      value = evaluate(operand);
      if (value.isTruthy() == sought) {
        return value;
      }
    }
    return value;
  }

  private static boolean compare(Expression.Operator operator, Value left, Value right) {
    return switch (operator) {
      case EQUAL -> Comparing.equal(left, right);
      case NOT_EQUAL -> !Comparing.equal(left, right);
      case LESS -> Comparing.less(left, right);
      case LESS_OR_EQUAL -> Comparing.less(left, right) || Comparing.equal(left, right);
      case GREATER -> Comparing.less(right, left);
      case GREATER_OR_EQUAL -> Comparing.less(right, left) || Comparing.equal(left, right);
    };
  }

  /// `target.*`: the items or members; of a list that came from `.*`, those of each of its items.
  private static Value items(Value target) {
    if (target instanceof Value.Array(List<Value> items, boolean filtered) && filtered) {
      List<Value> inner = new ArrayList<>();
      for (Value item : items) {
        inner.addAll(direct(item));
      }
      return new Value.Array(inner, true);
    }
    return new Value.Array(direct(target), true);
  }

  private static List<Value> direct(Value target) {
    return switch (target) {
      case Value.Array array -> array.items();
      case Value.Obj object -> List.copyOf(object.members().values());
      default -> List.of();
    };
  }

  private static Value member(Value target, Value index) {
    return switch (target) {
      case Value.Array(List<Value> items, boolean filtered) when filtered ->
          new Value.Array(
              items.stream()
                  .filter(item -> has(item, index))
                  .map(item -> member(item, index))
                  .toList(),
              true);
      case Value.Array(List<Value> items, boolean ignored) -> {
        double number = index.number();
        yield number >= 0 && number < items.size() ? items.get((int) number) : new Value.Null();
      }
      case Value.Obj object -> isPrimitive(index) ? object.get(index.text()) : new Value.Null();
      default -> new Value.Null();
    };
  }

  private static boolean has(Value target, Value index) {
    return switch (target) {
      case Value.Array array -> index.number() >= 0 && index.number() < array.items().size();
      case Value.Obj object ->
          isPrimitive(index)
              && object.members().keySet().stream()
                  .anyMatch(
                      name ->
                          object.exact()
                              ? name.equals(index.text())
                              : name.equalsIgnoreCase(index.text()));
      default -> false;
    };
  }

  static boolean isPrimitive(Value value) {
    return !(value instanceof Value.Array || value instanceof Value.Obj);
  }

  private Value call(Expression.Call call) {
    ExpressionFunction function =
        ExpressionFunction.named(call.name())
            .orElseThrow(
                () -> new ExpressionException("Unrecognized function: '" + call.name() + "'"));
    List<Expression> arguments = call.arguments();
    return switch (function) {
      case SUCCESS -> Value.of(context.status().success());
      case FAILURE -> Value.of(context.status().failure());
      case CANCELLED -> Value.of(context.status().cancelled());
      case ALWAYS -> Value.of(true);
      case CASE -> choice(arguments);
      case CONTAINS ->
          Value.of(Comparing.contains(evaluate(arguments.get(0)), evaluate(arguments.get(1))));
      case STARTS_WITH -> {
        Value text = evaluate(arguments.get(0));
        Value start = evaluate(arguments.get(1));
        yield Value.of(
            isPrimitive(text)
                && isPrimitive(start)
                && Comparing.fold(text.text()).startsWith(Comparing.fold(start.text())));
      }
      case ENDS_WITH -> {
        Value text = evaluate(arguments.get(0));
        Value end = evaluate(arguments.get(1));
        yield Value.of(
            isPrimitive(text)
                && isPrimitive(end)
                && Comparing.fold(text.text()).endsWith(Comparing.fold(end.text())));
      }
      case FORMAT -> {
        List<Value> values = arguments.stream().map(this::evaluate).toList();
        yield made(FormatText.fill(values.getFirst().text(), values.subList(1, values.size())));
      }
      case JOIN ->
          made(
              join(
                  evaluate(arguments.get(0)),
                  arguments.size() > 1 ? evaluate(arguments.get(1)) : Value.of(",")));
      case TO_JSON -> made(evaluate(arguments.get(0)).json());
      case FROM_JSON -> Value.fromJson(evaluate(arguments.get(0)).text());
      case HASH_FILES ->
          Value.of(
              context
                  .files()
                  .hash(arguments.stream().map(argument -> evaluate(argument).text()).toList()));
    };
  }

  private Value choice(List<Expression> arguments) {
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      if (!(evaluate(arguments.get(i)) instanceof Value.Bool(boolean holds))) {
        throw new ExpressionException("case predicate must evaluate to a boolean value");
      }
      if (holds) {
        return evaluate(arguments.get(i + 1));
      }
    }
    return evaluate(arguments.getLast());
  }

  private Value made(String text) {
    made += text.length();
    if (made > MAX_TEXT) {
      throw new ExpressionException(MEMORY_EXCEEDED);
    }
    return Value.of(text);
  }

  private static String join(Value list, Value separator) {
    return switch (list) {
      case Value.Array array -> {
        String between = isPrimitive(separator) ? separator.text() : ",";
        long length =
            array.items().stream().mapToLong(item -> item.text().length() + between.length()).sum();
        if (length > MAX_TEXT) {
          throw new ExpressionException(MEMORY_EXCEEDED);
        }
        yield array.items().stream().map(Value::text).collect(Collectors.joining(between));
      }
      case Value.Obj ignored -> "";
      default -> list.text();
    };
  }
}
