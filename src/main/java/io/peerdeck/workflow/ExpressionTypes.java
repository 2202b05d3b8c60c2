package io.peerdeck.workflow;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The types of expressions, from those of the contexts. Reports what can mean nothing: names that
/// are not there, comparisons that are always false, calls that always fail. GitHub runs them and
/// gives an empty or useless value; that makes a valid workflow, but a doubtful one, as its author
/// meant something else. Where the expression itself provides for an empty value, as `inputs.level
/// || 'high'` does, there is a warning only.
final class ExpressionTypes {
  /// Stands around a number in no text of a file.
  private static final String MARK = "\0";

  private final Findings findings;
  private final Map<String, StaticType> contexts;
  private final boolean provided;

  ExpressionTypes(Findings findings, Map<String, StaticType> contexts) {
    this(findings, contexts, false);
  }

  private ExpressionTypes(Findings findings, Map<String, StaticType> contexts, boolean provided) {
    this.findings = findings;
    this.contexts = new HashMap<>(contexts);
    this.provided = provided;
  }

  /// The same where an empty value is provided for.
  private ExpressionTypes provided() {
    return new ExpressionTypes(findings, contexts, true);
  }

  /// The same, with one context set anew.
  ExpressionTypes with(String name, StaticType type) {
    Map<String, StaticType> changed = new HashMap<>(contexts);
    changed.put(name, type);
    return new ExpressionTypes(findings, changed);
  }

  /// The same, without reporting.
  ExpressionTypes quiet() {
    return new ExpressionTypes(new Findings(), contexts);
  }

  /// The type of an expression; what is wrong in it is reported.
  StaticType type(Expression expression, Position at) {
    return switch (expression) {
      case Expression.Literal(Value value) -> StaticType.of(value);
      case Expression.Name(String name, int ignored) ->
          contexts.getOrDefault(name.toLowerCase(Locale.ROOT), StaticType.Any.ANY);
      case Expression.Wildcard ignored -> StaticType.Any.ANY;
      case Expression.Members ignored -> StaticType.Any.ANY;
      case Expression.Index(Expression target, Expression.Wildcard ignored) ->
          items(type(target, at));
      case Expression.Index index -> member(index, at);
      case Expression.Not(Expression operand) -> {
        provided().type(operand, at);
        yield StaticType.Plain.BOOLEAN;
      }
      case Expression.And and -> merged(and.operands(), at);
      case Expression.Or or -> {
        List<Expression> first = or.operands().subList(0, or.operands().size() - 1);
        yield StaticType.merge(provided().merged(first, at), type(or.operands().getLast(), at));
      }
      case Expression.Comparison comparison -> compared(comparison, at);
      case Expression.Call call -> called(call, at);
    };
  }

  private StaticType merged(List<Expression> operands, Position at) {
    return StaticType.merged(operands.stream().map(operand -> type(operand, at)));
  }

  private StaticType called(Expression.Call call, Position at) {
    call.arguments().forEach(argument -> type(argument, at));
    Optional<String> first =
        call.arguments().stream()
            .findFirst()
            .filter(Expression.Literal.class::isInstance)
            .map(literal -> ((Expression.Literal) literal).value().text());
    return switch (ExpressionFunction.named(call.name()).orElse(ExpressionFunction.CASE)) {
      case CONTAINS, STARTS_WITH, ENDS_WITH, SUCCESS, FAILURE, CANCELLED, ALWAYS ->
          StaticType.Plain.BOOLEAN;
      case FORMAT -> {
        first.ifPresent(format -> formatted(format, call.arguments().size() - 1, at));
        yield StaticType.Plain.TEXT;
      }
      case JOIN, TO_JSON, HASH_FILES -> StaticType.Plain.TEXT;
      case FROM_JSON -> first.map(json -> json(json, at)).orElse(StaticType.Any.ANY);
      case CASE -> StaticType.Any.ANY;
    };
  }

  private StaticType json(String json, Position at) {
    try {
      return StaticType.of(Value.fromJson(json));
    } catch (ExpressionException fault) {
      findings.doubtful(at, "fromJSON fails each time: " + fault.getMessage());
      return StaticType.Any.ANY;
    }
  }

  private void formatted(String format, int supplied, Position at) {
    List<Value> marks =
        IntStream.range(0, supplied).mapToObj(number -> Value.of(MARK + number + MARK)).toList();
    try {
      String filled = FormatText.fill(format, marks);
      for (int i = 0; i < supplied; i++) {
        if (!filled.contains(marks.get(i).text())) {
          findings.doubtful(at, "The format '%s' has no place {%d}".formatted(format, i));
        }
      }
    } catch (ExpressionException fault) {
      findings.doubtful(at, "format fails each time: " + fault.getMessage());
    }
  }

  private static StaticType items(StaticType target) {
    return switch (target) {
      case StaticType.Many many -> new StaticType.Many(many.item(), true);
      case StaticType.Members object ->
          new StaticType.Many(
              StaticType.merged(
                  Stream.concat(object.members().values().stream(), object.others().stream())),
              true);
      default -> StaticType.Any.ANY;
    };
  }

  private StaticType member(Expression.Index index, Position at) {
    StaticType target = type(index.target(), at);
    if (index.index() instanceof Expression.Literal(Value.Str(String name))) {
      return member(target, name, index, at);
    }
    StaticType by = type(index.index(), at);
    boolean known = !(by instanceof StaticType.Any);
    if (target instanceof StaticType.Many many) {
      if (known && !by.equals(StaticType.Plain.NUMBER)) {
        findings.doubtful(at, "A list has items by number, not by " + by.text());
      }
      return many.item();
    }
    if (target instanceof StaticType.Members object) {
      if (known && !by.equals(StaticType.Plain.TEXT)) {
        findings.doubtful(at, "A mapping has members by text, not by " + by.text());
      }
      return object.members().isEmpty()
          ? object.others().orElse(StaticType.Any.ANY)
          : StaticType.Any.ANY;
    }
    memberless(target, index, at);
    return StaticType.Any.ANY;
  }

  private StaticType member(StaticType target, String name, Expression.Index index, Position at) {
    return switch (target) {
      case StaticType.Many(StaticType item, boolean filtered) when filtered ->
          new StaticType.Many(member(item, name, index, at), true);
      case StaticType.Members object -> {
        Optional<StaticType> type = object.member(name);
        if (type.isEmpty()) {
          empty(
              index,
              reason(text(index.target()), name)
                  + Findings.nearest(name, object.members().keySet())
                      .map(near -> "; did you mean '" + near + "'?")
                      .orElse(""),
              at);
        }
        yield type.orElse(StaticType.Any.ANY);
      }
      default -> {
        memberless(target, index, at);
        yield StaticType.Any.ANY;
      }
    };
  }

  private void memberless(StaticType target, Expression.Index index, Position at) {
    if (target instanceof StaticType.Plain type && type != StaticType.Plain.NULL) {
      empty(
          index,
          "%s is %s, which has no members".formatted(text(index.target()), type.text())
              + (type == StaticType.Plain.TEXT ? "; fromJSON reads them, if it is JSON" : ""),
          at);
    }
  }

  private void empty(Expression.Index index, String reason, Position at) {
    String message = text(index) + " is always empty: " + reason;
    if (provided) {
      findings.warning(at, message);
    } else {
      findings.doubtful(at, message);
    }
  }

  private static String reason(String target, String name) {
    return switch (target.toLowerCase(Locale.ROOT)) {
      case "needs" -> "the job does not list '" + name + "' in its needs";
      case "inputs", "github.event.inputs" -> "the workflow declares no input '" + name + "'";
      case "matrix" -> "the matrix has no key '" + name + "'";
      case "steps" -> "no earlier step of the job has the id '" + name + "'";
      case "jobs" -> "the workflow has no job '" + name + "'";
      case "secrets" -> "workflow_call declares no secret '" + name + "'";
      default -> target + " has no '" + name + "'";
    };
  }

  private StaticType compared(Expression.Comparison comparison, Position at) {
    StaticType left = against(comparison.right()).type(comparison.left(), at);
    StaticType right = against(comparison.left()).type(comparison.right(), at);
    boolean equality =
        comparison.operator() == Expression.Operator.EQUAL
            || comparison.operator() == Expression.Operator.NOT_EQUAL;
    boolean sensible = equality ? equatable(left, right) : isOrdered(left) && isOrdered(right);
    if (!sensible) {
      findings.doubtful(
          at,
          "Comparing %s with %s has the same answer whatever the values are; compare texts or numbers"
              .formatted(left.text(), right.text()));
    }
    return StaticType.Plain.BOOLEAN;
  }

  /// Who compares with an empty text or null knows that the other may be empty.
  private ExpressionTypes against(Expression other) {
    return other instanceof Expression.Literal(Value value) && value.text().isEmpty()
        ? provided()
        : this;
  }

  private static boolean isOrdered(StaticType type) {
    return type instanceof StaticType.Any
        || type.equals(StaticType.Plain.NUMBER)
        || type.equals(StaticType.Plain.TEXT);
  }

  private static boolean equatable(StaticType left, StaticType right) {
    if (left instanceof StaticType.Any
        || right instanceof StaticType.Any
        || left.equals(StaticType.Plain.NULL)
        || right.equals(StaticType.Plain.NULL)) {
      return true;
    }
    if (left instanceof StaticType.Many one && right instanceof StaticType.Many other) {
      return equatable(one.item(), other.item());
    }
    return left.isCompound() == right.isCompound()
        && (!left.isCompound() || left.getClass() == right.getClass());
  }

  private static String text(Expression expression) {
    return switch (expression) {
      case Expression.Name name -> name.name();
      case Expression.Index(Expression target, Expression.Literal(Value member)) ->
          text(target) + "." + member.text();
      case Expression.Index(Expression target, Expression ignored) -> text(target) + ".*";
      default -> "(…)";
    };
  }
}
