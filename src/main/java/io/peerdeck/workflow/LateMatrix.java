package io.peerdeck.workflow;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A matrix that rests on what needed jobs give, so that its instances are known only once those
/// are sealed. It travels as text with the submission: each peer that holds the results unfolds it
/// to the same instances.
public final class LateMatrix {
  private static final String NEEDS = "needs";

  private final Matrix matrix;

  private LateMatrix(Matrix matrix) {
    this.matrix = matrix;
  }

  /// Whether a matrix names needed jobs.
  static boolean isLate(Matrix matrix) {
    return BeforeRun.templates(matrix).stream()
        .flatMap(template -> template.expressions().stream())
        .anyMatch(LateMatrix::namesNeeds);
  }

  private static boolean namesNeeds(Expression expression) {
    return (expression instanceof Expression.Name name && name.name().equalsIgnoreCase(NEEDS))
        || expression.children().stream().anyMatch(LateMatrix::namesNeeds);
  }

  /// What a matrix names besides needed jobs; its text could not carry that.
  static Optional<String> other(Matrix matrix) {
    return BeforeRun.templates(matrix).stream()
        .flatMap(template -> template.expressions().stream())
        .map(LateMatrix::other)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> other(Expression expression) {
    if (expression instanceof Expression.Name name) {
      return name.name().equalsIgnoreCase(NEEDS) ? Optional.empty() : Optional.of(name.name());
    }
    return expression.children().stream()
        .map(LateMatrix::other)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /// The text a matrix travels as: JSON, expressions as they stand in the file.
  static String text(Matrix matrix) {
    if (matrix.whole().isPresent()) {
      return Value.of(matrix.whole().get().source()).json();
    }
    Map<String, Value> lists = new LinkedHashMap<>();
    matrix.axes().forEach((name, axis) -> lists.put(name, value(axis)));
    matrix.include().ifPresent(tree -> lists.put("include", value(tree)));
    matrix.exclude().ifPresent(tree -> lists.put("exclude", value(tree)));
    return new Value.Obj(lists).json();
  }

  private static Value value(TemplateTree tree) {
    return switch (tree) {
      case TemplateTree.Leaf(Template template) ->
          template.constant().orElseGet(() -> Value.of(template.source()));
      case TemplateTree.Items items ->
          new Value.Array(items.items().stream().map(LateMatrix::value).toList());
      case TemplateTree.Members members -> {
        Map<String, Value> values = new LinkedHashMap<>();
        members.members().forEach((name, member) -> values.put(name, value(member)));
        yield new Value.Obj(values);
      }
    };
  }

  /// Reads a text back.
  ///
  /// @throws WorkflowException if it is no matrix
  public static LateMatrix parse(String text) {
    Findings findings = new Findings();
    Optional<Matrix> matrix =
        new YamlReader("matrix", findings)
            .read(text.getBytes(StandardCharsets.UTF_8))
            .flatMap(node -> new StrategyReader(findings, new TemplateReader(findings)).late(node));
    if (findings.hasErrors() || matrix.isEmpty()) {
      throw new WorkflowException(findings.inOrder());
    }
    return new LateMatrix(matrix.get());
  }

  /// How many instances there are.
  ///
  /// @param needs the `needs` context
  /// @throws WorkflowException if what the jobs gave makes no matrix
  public int count(Value.Obj needs) {
    return matrix.combinations(EvaluationContext.of(Map.of(NEEDS, needs))).size();
  }

  /// The `needs` context of jobs, by id.
  ///
  /// @param results how each ended, as in `needs.<job_id>.result`
  /// @param outputs what each gave
  public static Value.Obj needs(
      Map<String, String> results, Map<String, Map<String, String>> outputs) {
    Map<String, Value> members = new LinkedHashMap<>();
    results.forEach(
        (id, result) ->
            members.put(
                id,
                Value.Obj.of(
                    Map.entry("result", Value.of(result)),
                    Map.entry(
                        "outputs", Value.ofTexts(outputs.getOrDefault(id, Map.of()), false)))));
    return new Value.Obj(members);
  }
}
