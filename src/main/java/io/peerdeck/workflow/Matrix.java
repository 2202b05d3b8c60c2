package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `strategy.matrix`: axes whose combinations a job is run for, after `exclude` and `include`.
///
/// @param axes name to its list, in the order of the file; the first axis varies slowest
/// @param exclude combinations left out: those that have all values of an item
/// @param include items that extend the combinations they fit, or else are combinations of their
/// own
/// @param whole the expression that gives all of it, where the file has one in the place of its
/// lists
public record Matrix(
    Map<String, TemplateTree> axes,
    Optional<TemplateTree> exclude,
    Optional<TemplateTree> include,
    Optional<Template> whole,
    Position position) {

  /// The most instances a matrix may have, as at GitHub.
  public static final int MAX_INSTANCES = 256;

  private static final int MAX_FILTERS = 1_000;

  public Matrix {
    axes = Ordered.copyOf(axes);
  }

  /// One instance of a job.
  ///
  /// @param values the `matrix` context
  /// @param named the values shown in the instance's name: of the axes, or all of an item of
  /// `include`
  record Combination(Map<String, Value> values, List<Value> named) {}

  /// The `matrix` context of each instance.
  ///
  /// @throws WorkflowException with the place in the file, if there are more than [#MAX_INSTANCES],
  /// none, or a list is no list
  public List<Map<String, Value>> expand(EvaluationContext context) {
    return combinations(context).stream().map(Combination::values).toList();
  }

  List<Combination> combinations(EvaluationContext context) {
    return whole.isPresent()
        ? given(whole.get().evaluate(context)).combinations(context)
        : listed(context);
  }

  /// The matrix that an expression gave.
  private Matrix given(Value value) {
    if (!(value instanceof Value.Obj object)) {
      throw refused(
          position, "The matrix must be a mapping of names to lists, not " + value.kind());
    }
    Map<String, TemplateTree> lists = new LinkedHashMap<>();
    object.members().forEach((name, list) -> lists.put(name, tree(list)));
    return new Matrix(
        lists,
        Optional.ofNullable(lists.remove("exclude")),
        Optional.ofNullable(lists.remove("include")),
        Optional.empty(),
        position);
  }

  private TemplateTree tree(Value value) {
    return value instanceof Value.Array list
        ? new TemplateTree.Items(list.items().stream().map(this::tree).toList(), position)
        : new TemplateTree.Leaf(Template.literal(value, position));
  }

  private List<Combination> listed(EvaluationContext context) {
    List<Map<String, Value>> crossed = cross(context);
    for (TemplateTree item : items(exclude, "exclude", context)) {
      Map<String, Value> excluded = mapping(item, context);
      for (String key : excluded.keySet()) {
        if (!axes.containsKey(key)) {
          throw refused(
              item.position(),
              "Matrix exclude key '" + key + "' does not match any key within the matrix");
        }
      }
      crossed.removeIf(
          combination ->
              excluded.entrySet().stream()
                  .allMatch(entry -> fits(entry.getValue(), combination.get(entry.getKey()))));
    }
    if (crossed.size() > MAX_INSTANCES) {
      throw refused(position, tooMany(crossed.size()));
    }
    List<Map<String, Value>> extended = new ArrayList<>();
    crossed.forEach(combination -> extended.add(new LinkedHashMap<>(combination)));
    List<Combination> own = new ArrayList<>();
    for (TemplateTree item : items(include, "include", context)) {
      Map<String, Value> included = mapping(item, context);
      if (!extend(crossed, extended, included)) {
        own.add(new Combination(Ordered.copyOf(included), List.copyOf(included.values())));
      }
    }
    List<Combination> all = new ArrayList<>();
    for (int i = 0; i < crossed.size(); i++) {
      all.add(
          new Combination(Ordered.copyOf(extended.get(i)), List.copyOf(crossed.get(i).values())));
    }
    all.addAll(own);
    if (all.isEmpty()) {
      throw refused(
          position, "Matrix must define at least one combination; add a value or drop an exclude");
    }
    if (all.size() > MAX_INSTANCES) {
      throw refused(position, tooMany(all.size()));
    }
    return all;
  }

  private List<Map<String, Value>> cross(EvaluationContext context) {
    List<Map<String, Value>> crossed = new ArrayList<>();
    if (axes.isEmpty()) {
      return crossed;
    }
    crossed.add(new LinkedHashMap<>());
    for (Map.Entry<String, TemplateTree> axis : axes.entrySet()) {
      Position at = axis.getValue().position();
      if (!(axis.getValue().evaluate(context) instanceof Value.Array vector)) {
        throw refused(at, "Matrix vector '" + axis.getKey() + "' must be a list of values");
      }
      if (vector.items().isEmpty()) {
        throw refused(at, "Matrix vector '" + axis.getKey() + "' does not contain any values");
      }
      // excludes are applied to the product, so the bound on it is a multiple of what may be left
      long size = (long) crossed.size() * vector.items().size();
      if (size > 16L * MAX_INSTANCES) {
        throw refused(at, tooMany(size));
      }
      List<Map<String, Value>> longer = new ArrayList<>((int) size);
      for (Map<String, Value> combination : crossed) {
        for (Value value : vector.items()) {
          Map<String, Value> more = new LinkedHashMap<>(combination);
          more.put(axis.getKey(), value);
          longer.add(more);
        }
      }
      crossed = longer;
    }
    return crossed;
  }

  /// Adds an item of `include` to each combination whose axes it does not contradict; says whether
  /// there was one.
  private static boolean extend(
      List<Map<String, Value>> crossed,
      List<Map<String, Value>> extended,
      Map<String, Value> included) {
    boolean any = false;
    for (int i = 0; i < crossed.size(); i++) {
      Map<String, Value> axesHere = crossed.get(i);
      boolean fits =
          included.entrySet().stream()
              .allMatch(
                  entry ->
                      !axesHere.containsKey(entry.getKey())
                          || fits(entry.getValue(), axesHere.get(entry.getKey())));
      if (fits) {
        extended.get(i).putAll(included);
        any = true;
      }
    }
    return any;
  }

  /// Whether a value of a filter fits one of a combination: a mapping fits if its own members do.
  private static boolean fits(Value filter, @Nullable Value value) {
    if (filter instanceof Value.Obj wanted && value instanceof Value.Obj object) {
      return wanted.members().entrySet().stream()
          .allMatch(entry -> fits(entry.getValue(), object.members().get(entry.getKey())));
    }
    if (filter instanceof Value.Array wanted && value instanceof Value.Array list) {
      return wanted.items().equals(list.items());
    }
    return value != null && (Objects.equals(filter, value) || Comparing.equal(filter, value));
  }

  private List<TemplateTree> items(
      Optional<TemplateTree> list, String key, EvaluationContext context) {
    if (list.isEmpty()) {
      return List.of();
    }
    TemplateTree known =
        list.get() instanceof TemplateTree.Leaf leaf ? tree(leaf.evaluate(context)) : list.get();
    if (known instanceof TemplateTree.Items items) {
      if (items.items().size() > MAX_FILTERS) {
        throw refused(
            items.position(), "Matrix " + key + " may have at most " + MAX_FILTERS + " items");
      }
      return items.items();
    }
    throw refused(list.get().position(), "Matrix " + key + " must be a list of mappings");
  }

  private static Map<String, Value> mapping(TemplateTree item, EvaluationContext context) {
    if (item.evaluate(context) instanceof Value.Obj object) {
      return object.members();
    }
    throw refused(item.position(), "Expected a mapping of matrix keys to values");
  }

  private static String tooMany(long size) {
    return "The matrix has " + size + " combinations; at most " + MAX_INSTANCES + " are allowed";
  }

  private static WorkflowException refused(Position at, String message) {
    return new WorkflowException(List.of(Diagnostic.error(at, message)));
  }
}
