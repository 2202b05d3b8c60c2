package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Takes expressions apart by their shape, and puts together what is said of jobs that are needed.
final class Expressions {
  private static final Expression NEEDS = new Expression.Name("needs", 1);
  private static final Expression CANCELLED = new Expression.Call("cancelled", List.of(), 1);
  private static final Expression TRUE = new Expression.Literal(Value.of(true));

  private Expressions() {}

  static boolean isNamed(Expression.Name name, String text) {
    return name.name().equalsIgnoreCase(text);
  }

  static boolean isCallOf(Expression expression, String function) {
    return expression instanceof Expression.Call call
        && call.name().equalsIgnoreCase(function)
        && call.arguments().isEmpty();
  }

  /// The names of `a.b.c`; empty for anything else.
  static List<String> path(Expression expression) {
    return switch (expression) {
      case Expression.Name name -> List.of(name.name());
      case Expression.Index(Expression target, Expression.Literal(Value.Str(String member))) -> {
        List<String> path = new ArrayList<>(path(target));
        if (!path.isEmpty()) {
          path.add(member);
        }
        yield path;
      }
      default -> List.of();
    };
  }

  static Expression need(String id) {
    return member(NEEDS, id);
  }

  static Expression member(Expression target, String name) {
    return new Expression.Index(target, text(name));
  }

  /// An object of what each name stands for.
  static Expression members(Collection<String> names, Function<String, Expression> member) {
    Map<String, Expression> members = new LinkedHashMap<>();
    names.forEach(name -> members.put(name, member.apply(name)));
    return new Expression.Members(members);
  }

  static Expression text(String text) {
    return new Expression.Literal(Value.of(text));
  }

  static Expression is(Expression result, String text) {
    return new Expression.Comparison(Expression.Operator.EQUAL, result, text(text));
  }

  static Expression any(List<Expression> results, String text) {
    return results.isEmpty()
        ? new Expression.Not(TRUE)
        : new Expression.Or(results.stream().map(result -> is(result, text)).toList());
  }

  static Expression all(List<Expression> results, String text) {
    return results.isEmpty()
        ? TRUE
        : new Expression.And(results.stream().map(result -> is(result, text)).toList());
  }

  /// `success()`, said of these results.
  static Expression successful(List<Expression> results) {
    return new Expression.And(List.of(new Expression.Not(CANCELLED), all(results, "success")));
  }
}
