package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts other expressions in the place of some, everywhere in a job.
final class Rewriting {

  /// What takes an expression's place; empty where it stays and its parts are looked at.
  interface Rule {
    Optional<Expression> replacement(Expression expression, Position at);
  }

  private final Rule rule;

  Rewriting(Rule rule) {
    this.rule = rule;
  }

  Optional<Expression> replacement(Expression expression, Position at) {
    return rule.replacement(expression, at);
  }

  Expression expression(Expression expression, Position at) {
    Optional<Expression> other = rule.replacement(expression, at);
    if (other.isPresent()) {
      return other.get();
    }
    return switch (expression) {
      case Expression.Literal literal -> literal;
      case Expression.Name name -> name;
      case Expression.Wildcard wildcard -> wildcard;
      case Expression.Call call ->
          new Expression.Call(call.name(), expressions(call.arguments(), at), call.position());
      case Expression.Index(Expression target, Expression index) ->
          new Expression.Index(expression(target, at), expression(index, at));
      case Expression.Not(Expression operand) -> new Expression.Not(expression(operand, at));
      case Expression.And and -> new Expression.And(expressions(and.operands(), at));
      case Expression.Or or -> new Expression.Or(expressions(or.operands(), at));
      case Expression.Members(Map<String, Expression> members) -> {
        Map<String, Expression> others = new LinkedHashMap<>();
        members.forEach((name, member) -> others.put(name, expression(member, at)));
        yield new Expression.Members(others);
      }
      case Expression.Comparison comparison ->
          new Expression.Comparison(
              comparison.operator(),
              expression(comparison.left(), at),
              expression(comparison.right(), at));
    };
  }

  private List<Expression> expressions(List<Expression> expressions, Position at) {
    return expressions.stream().map(each -> expression(each, at)).toList();
  }

  Template template(Template template) {
    return new Template(
        template.source(),
        template.parts().stream()
            .map(
                part ->
                    part instanceof Template.Embedded(Expression expression, Position at)
                        ? new Template.Embedded(expression(expression, at), at)
                        : part)
            .toList(),
        template.position());
  }

  Optional<Template> template(Optional<Template> template) {
    return template.map(this::template);
  }

  Map<String, Template> templates(Map<String, Template> templates) {
    Map<String, Template> rewritten = new LinkedHashMap<>();
    templates.forEach((name, template) -> rewritten.put(name, template(template)));
    return rewritten;
  }

  Condition condition(Condition condition) {
    return new Condition(
        condition.source(),
        expression(condition.expression(), condition.position()),
        condition.position());
  }

  RunDefaults defaults(RunDefaults defaults) {
    return new RunDefaults(template(defaults.shell()), template(defaults.workingDirectory()));
  }

  Concurrency concurrency(Concurrency concurrency) {
    return new Concurrency(
        template(concurrency.group()),
        template(concurrency.cancelInProgress()),
        concurrency.queues(),
        concurrency.call());
  }

  Strategy strategy(Strategy strategy) {
    return new Strategy(
        matrix(strategy.matrix()), template(strategy.failFast()), template(strategy.maxParallel()));
  }

  Matrix matrix(Matrix matrix) {
    Map<String, TemplateTree> axes = new LinkedHashMap<>();
    matrix.axes().forEach((name, axis) -> axes.put(name, tree(axis)));
    return new Matrix(
        axes,
        matrix.exclude().map(this::tree),
        matrix.include().map(this::tree),
        template(matrix.whole()),
        matrix.position());
  }

  private TemplateTree tree(TemplateTree tree) {
    return switch (tree) {
      case TemplateTree.Leaf(Template template) -> new TemplateTree.Leaf(template(template));
      case TemplateTree.Items(List<TemplateTree> items, Position at) ->
          new TemplateTree.Items(items.stream().map(this::tree).toList(), at);
      case TemplateTree.Members(Map<String, TemplateTree> members, Position at) -> {
        Map<String, TemplateTree> rewritten = new LinkedHashMap<>();
        members.forEach((name, member) -> rewritten.put(name, tree(member)));
        yield new TemplateTree.Members(rewritten, at);
      }
    };
  }

  Step step(Step step) {
    return switch (step) {
      case RunStep run ->
          new RunStep(
              run.number(),
              run.id(),
              template(run.name()),
              condition(run.condition()),
              run.env().rewritten(this),
              template(run.continueOnError()),
              template(run.timeoutMinutes()),
              run.position(),
              template(run.script()),
              template(run.shell()),
              template(run.workingDirectory()));
      case UsesStep uses ->
          new UsesStep(
              uses.number(),
              uses.id(),
              template(uses.name()),
              condition(uses.condition()),
              uses.env().rewritten(this),
              template(uses.continueOnError()),
              template(uses.timeoutMinutes()),
              uses.position(),
              uses.action(),
              templates(uses.with()));
    };
  }
}
