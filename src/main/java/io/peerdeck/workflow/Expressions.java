package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// Takes expressions apart by their shape, and puts together what is said of jobs that are needed.
final class Expressions {
  private static final Expression NEEDS = new Expression.Name("needs", 1);
  private static final Expression CANCELLED = new Expression.Call("cancelled", List.of(), 1);
  private static final Expression TRUE = new Expression.Literal(Value.of(true));

  private Expressions() {}

  /// Whether an expression is a context as a whole.
  static boolean isNamed(Expression expression, String context) {
    return expression instanceof Expression.Name(String name, int ignored)
        && name.equalsIgnoreCase(context);
  }

  /// Whether a template names a context anywhere.
  static boolean names(Template template, Predicate<String> contexts) {
    return template.expressions().stream().anyMatch(expression -> names(expression, contexts));
  }

  static boolean names(Template template, String context) {
    return names(template, context::equalsIgnoreCase);
  }

  /// Whether an expression names a context anywhere.
  static boolean names(Expression expression, Predicate<String> contexts) {
    return (expression instanceof Expression.Name(String name, int ignored) && contexts.test(name))
        || expression.children().stream().anyMatch(child -> names(child, contexts));
  }

  static boolean names(Expression expression, String context) {
    return names(expression, context::equalsIgnoreCase);
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
