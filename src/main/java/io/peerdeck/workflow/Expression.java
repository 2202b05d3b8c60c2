package io.peerdeck.workflow;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The tree of an expression. Positions count characters from 1, as GitHub's messages do.
public sealed interface Expression {

  /// The longest expression GitHub takes, in characters.
  int MAX_LENGTH = 21_000;

  /// The deepest tree GitHub takes, in nodes.
  int MAX_DEPTH = 50;

  /// A value written out.
  record Literal(Value value) implements Expression {}

  /// A context, such as `github`.
  record Name(String name, int position) implements Expression {}

  /// A function call; `name` in the letter case of the source.
  record Call(String name, List<Expression> arguments, int position) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /// `target[index]` or `target.index`.
  record Index(Expression target, Expression index) implements Expression {}

  /// The `*` of `target.*`.
  record Wildcard() implements Expression {}

  /// `!operand`.
  record Not(Expression operand) implements Expression {}

  /// `a && b && …`.
  record And(List<Expression> operands) implements Expression {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /// `a || b || …`.
  record Or(List<Expression> operands) implements Expression {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /// An object of these members; no source has one, it stands for a context that is put together.
  record Members(Map<String, Expression> members) implements Expression {
    public Members {
      members = Ordered.copyOf(members);
    }
  }

  /// A comparison.
  record Comparison(Operator operator, Expression left, Expression right) implements Expression {}

  /// The comparing operators.
  enum Operator {
    EQUAL,
    NOT_EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL
  }

  /// Parses with all functions and any context name allowed.
  ///
  /// @throws ExpressionException in GitHub's wording, if the source is no expression
  static Expression parse(String source) {
    return new ExpressionParser(source, ExpressionScope.ANY).parse();
  }

  /// The expression's value.
  ///
  /// @throws ExpressionException if a function is called with what it cannot take, or a value grows
  /// too large
  default Value evaluate(EvaluationContext context) {
    return new ExpressionEvaluator(context).evaluate(this);
  }

  /// The nodes directly below.
  default List<Expression> children() {
    return switch (this) {
      case Literal ignored -> List.of();
      case Name ignored -> List.of();
      case Wildcard ignored -> List.of();
      case Call call -> call.arguments();
      case Index(Expression target, Expression index) -> List.of(target, index);
      case Not(Expression operand) -> List.of(operand);
      case And and -> and.operands();
      case Or or -> or.operands();
      case Members(Map<String, Expression> members) -> List.copyOf(members.values());
      case Comparison comparison -> List.of(comparison.left(), comparison.right());
    };
  }

  /// Visits this node and all below.
  default void walk(Consumer<Expression> visitor) {
    visitor.accept(this);
    children().forEach(child -> child.walk(visitor));
  }

  /// Whether any node calls `success`, `failure`, `cancelled` or `always`.
  default boolean callsStatusFunction() {
    boolean here = this instanceof Call call && ExpressionFunction.isStatus(call.name());
    return here || children().stream().anyMatch(Expression::callsStatusFunction);
  }
}
