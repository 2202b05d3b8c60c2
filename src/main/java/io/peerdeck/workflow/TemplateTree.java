package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A piece of YAML of any shape whose scalars may hold expressions.
public sealed interface TemplateTree {

  /// A scalar.
  record Leaf(Template template) implements TemplateTree {
    @Override
    public Position position() {
      return template.position();
    }
  }

  /// A sequence.
  record Items(List<TemplateTree> items, Position position) implements TemplateTree {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// A mapping in the order of the file.
  record Members(Map<String, TemplateTree> members, Position position) implements TemplateTree {
    public Members {
      members = Ordered.copyOf(members);
    }
  }

  /// Where it begins.
  Position position();

  /// What an item of a sequence gives: an expression that gives a list stands for that list's
  /// items, as at GitHub.
  private static Stream<Value> items(TemplateTree item, EvaluationContext context) {
    Value value = item.evaluate(context);
    return item instanceof Leaf && value instanceof Value.Array list
        ? list.items().stream()
        : Stream.of(value);
  }

  /// The value with all expressions evaluated.
  ///
  /// @throws ExpressionException with the place in the file, if an expression fails
  default Value evaluate(EvaluationContext context) {
    return switch (this) {
      case Leaf(Template template) -> template.evaluate(context);
      case Items items ->
          new Value.Array(items.items().stream().flatMap(item -> items(item, context)).toList());
      case Members members -> {
        Map<String, Value> values = new LinkedHashMap<>();
        members.members().forEach((name, member) -> values.put(name, member.evaluate(context)));
        yield new Value.Obj(values);
      }
    };
  }
}
