package io.peerdeck.workflow;

import io.peerdeck.workflow.ExpressionLexer.Kind;
import io.peerdeck.workflow.ExpressionLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Parses an expression by descent. From weak to strong: `||`, `&&`, `== !=`, `< <= > >=`, `!`,
/// index and property.
final class ExpressionParser {
  /// Groups add no nodes and so do not count as depth; this bound keeps the descent within the
  /// stack.
  private static final int MAX_NESTING = 400;

  private final String source;
  private final ExpressionScope scope;
  private final List<Token> tokens;
  private int next;
  private int nesting;

  /// @throws ExpressionException if the source is too long or holds what is no token
  ExpressionParser(String source, ExpressionScope scope) {
    if (source.length() > Expression.MAX_LENGTH) {
      throw new ExpressionException("Exceeded max expression length " + Expression.MAX_LENGTH, 0);
    }
    this.source = source;
    this.scope = scope;
    this.tokens = new ExpressionLexer(source).tokens();
  }

  /// @throws ExpressionException at the first fault
  Expression parse() {
    if (tokens.isEmpty()) {
      return new Expression.Literal(new Value.Null());
    }
    Expression tree = or();
    if (next < tokens.size()) {
      throw unexpected();
    }
    checkDepth(tree, 1);
    return tree;
  }

  private Expression or() {
    List<Expression> operands = chain("||", this::and);
    return operands.size() == 1 ? operands.getFirst() : new Expression.Or(operands);
  }

  private Expression and() {
    List<Expression> operands = chain("&&", this::equality);
    return operands.size() == 1 ? operands.getFirst() : new Expression.And(operands);
  }

  private List<Expression> chain(String operator, Supplier<Expression> operand) {
    List<Expression> operands = new ArrayList<>();
    operands.add(operand.get());
    while (takeOperator(operator)) {
      operands.add(operand.get());
    }
    return operands;
  }

  private Expression equality() {
    Expression left = relation();
    while (true) {
      if (takeOperator("==")) {
        left = new Expression.Comparison(Expression.Operator.EQUAL, left, relation());
      } else if (takeOperator("!=")) {
        left = new Expression.Comparison(Expression.Operator.NOT_EQUAL, left, relation());
      } else {
        return left;
      }
    }
  }

  private Expression relation() {
    Expression left = negation();
    while (true) {
      if (takeOperator("<")) {
        left = new Expression.Comparison(Expression.Operator.LESS, left, negation());
      } else if (takeOperator("<=")) {
        left = new Expression.Comparison(Expression.Operator.LESS_OR_EQUAL, left, negation());
      } else if (takeOperator(">")) {
        left = new Expression.Comparison(Expression.Operator.GREATER, left, negation());
      } else if (takeOperator(">=")) {
        left = new Expression.Comparison(Expression.Operator.GREATER_OR_EQUAL, left, negation());
      } else {
        return left;
      }
    }
  }

  private Expression negation() {
    int bangs = 0;
    while (takeOperator("!")) {
      bangs++;
    }
    Expression operand = postfix();
    for (int i = 0; i < bangs; i++) {
      if (i > Expression.MAX_DEPTH) {
        throw tooDeep();
      }
      operand = new Expression.Not(operand);
    }
    return operand;
  }

  private Expression postfix() {
    Expression target = primary();
    for (int links = 0; ; links++) {
      if (links > Expression.MAX_DEPTH) {
        throw tooDeep();
      }
      if (take(Kind.DOT)) {
        if (take(Kind.WILDCARD)) {
          target = new Expression.Index(target, new Expression.Wildcard());
        } else {
          Token name = expect(Kind.PROPERTY);
          target = new Expression.Index(target, new Expression.Literal(name.value()));
        }
      } else if (take(Kind.OPEN_INDEX)) {
        Expression index = take(Kind.WILDCARD) ? new Expression.Wildcard() : nested(this::or);
        expect(Kind.CLOSE_INDEX);
        target = new Expression.Index(target, index);
      } else {
        return target;
      }
    }
  }

  private Expression primary() {
    if (next == tokens.size()) {
      throw ended();
    }
    Token token = tokens.get(next);
    return switch (token.kind()) {
      case LITERAL -> {
        next++;
        yield new Expression.Literal(token.value());
      }
      case NAME -> {
        if (!scope.hasContext(token.raw())) {
          throw fault("Unrecognized named-value: '" + token.raw() + "'", token.index(), source);
        }
        next++;
        yield new Expression.Name(token.raw(), token.index() + 1);
      }
      case FUNCTION -> call(token);
      case OPEN_GROUP -> {
        next++;
        Expression inner = nested(this::or);
        expect(Kind.CLOSE_GROUP);
        yield inner;
      }
      default -> throw unexpected();
    };
  }

  private Expression call(Token name) {
    Optional<ExpressionFunction> function = ExpressionFunction.named(name.raw()).filter(scope::has);
    if (function.isEmpty()) {
      throw fault("Unrecognized function: '" + name.raw() + "'", name.index(), source);
    }
    next++;
    expect(Kind.OPEN_GROUP);
    List<Expression> arguments = new ArrayList<>();
    if (!take(Kind.CLOSE_GROUP)) {
      do {
        arguments.add(nested(this::or));
      } while (take(Kind.COMMA));
      expect(Kind.CLOSE_GROUP);
    }
    if (arguments.size() < function.get().fewest()) {
      throw fault("Too few parameters supplied: '" + name.raw() + "'", name.index(), source);
    }
    if (arguments.size() > scope.most(function.get())) {
      throw fault("Too many parameters supplied: '" + name.raw() + "'", name.index(), source);
    }
    if (function.get() == ExpressionFunction.CASE && arguments.size() % 2 == 0) {
      throw fault(
          "Even number of parameters supplied, requires an odd number of parameters: '"
              + name.raw()
              + "'",
          name.index(),
          source);
    }
    return new Expression.Call(name.raw(), arguments, name.index() + 1);
  }

  private Expression nested(Supplier<Expression> rule) {
    if (++nesting > MAX_NESTING) {
      throw tooDeep();
    }
    Expression inner = rule.get();
    nesting--;
    return inner;
  }

  private boolean takeOperator(String operator) {
    boolean here = next < tokens.size() && tokens.get(next).is(operator);
    if (here) {
      next++;
    }
    return here;
  }

  private boolean take(Kind kind) {
    boolean here = next < tokens.size() && tokens.get(next).kind() == kind;
    if (here) {
      next++;
    }
    return here;
  }

  private Token expect(Kind kind) {
    if (next == tokens.size()) {
      throw ended();
    }
    if (tokens.get(next).kind() != kind) {
      throw unexpected();
    }
    return tokens.get(next++);
  }

  private void checkDepth(Expression node, int depth) {
    if (depth > Expression.MAX_DEPTH) {
      throw tooDeep();
    }
    for (Expression child : node.children()) {
      checkDepth(child, depth + 1);
    }
  }

  private ExpressionException unexpected() {
    Token token = tokens.get(next);
    return fault("Unexpected symbol: '" + token.raw() + "'", token.index(), source);
  }

  private ExpressionException ended() {
    Token last = tokens.getLast();
    return fault("Unexpected end of expression: '" + last.raw() + "'", last.index(), source);
  }

  private static ExpressionException tooDeep() {
    return new ExpressionException("Exceeded max expression depth " + Expression.MAX_DEPTH, 0);
  }

  static ExpressionException fault(String what, int index, String source) {
    return new ExpressionException(
        what + ". Located at position " + (index + 1) + " within expression: " + source, index);
  }
}
