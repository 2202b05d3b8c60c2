package io.peerdeck.workflow;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The matrices of a job whose instances are known only once needed jobs are sealed, or are of
/// several matrices. They travel as text with the submission: each peer that holds the results
/// unfolds them to the same instances.
///
/// What the submission decides, such as `inputs`, is written out in the text. A job's own matrix
/// alone is the JSON of it; several are a list of `{"depth": …, "matrix": …}`, those of the calls
/// with the depth of their file.
public final class LateMatrix {
  /// By how many bits the index of an instance is told apart for each call with a matrix.
  public static final int BITS_OF_CALL = 8;

  /// The most matrices in each other that an index has room for.
  public static final int MOST = 3;

  private static final String NEEDS = "needs";

  private final MatrixLayers layers;

  private LateMatrix(MatrixLayers layers) {
    this.layers = layers;
  }

  /// What is known of needed jobs where a matrix is unfolded.
  public interface Sealed {
    /// The `needs` context.
    ///
    /// @param calls of how many of the calls around the job the combination is known
    /// @param index the digits of that
    /// @param jobs the ids asked for; empty for all that the job needs
    /// @return empty while not all of them are sealed
    Optional<Value.Obj> needs(int calls, int index, Optional<Set<String>> jobs);
  }

  /// Whether a matrix names needed jobs.
  static boolean isLate(Matrix matrix) {
    return BeforeRun.templates(matrix).stream()
        .anyMatch(template -> Expressions.names(template, NEEDS));
  }

  /// The text that layers travel as.
  ///
  /// @param known what the submission decides
  /// @throws WorkflowException if an expression fails, or the text could not be read back
  static String text(MatrixLayers layers, EvaluationContext known) {
    Rewriting writtenOut = writtenOut(LateMatrix::isOpen, known);
    List<Value> texts = new ArrayList<>();
    for (MatrixLayers.Layer layer : layers.layers()) {
      Value matrix = value(writtenOut.matrix(layer.matrix()));
      texts.add(
          layer.isOwn()
              ? Value.Obj.of(Map.entry("matrix", matrix))
              : Value.Obj.of(
                  Map.entry("depth", Value.of(layer.depth())), Map.entry("matrix", matrix)));
    }
    boolean own = layers.layers().size() == 1 && layers.layers().getFirst().isOwn();
    String text =
        own ? ((Value.Obj) texts.getFirst()).get("matrix").json() : new Value.Array(texts).json();
    try {
      parse(text);
    } catch (WorkflowException e) {
      Diagnostic refused =
          Diagnostic.unsupported(
              layers.layers().getLast().matrix().position(),
              "With the inputs in it the matrix is too large for a submission: " + e.getMessage());
      WorkflowException failure = new WorkflowException(List.of(refused));
      failure.addSuppressed(e);
      throw failure;
    }
    return text;
  }

  /// Whether a context is known only once needed jobs are over or a call has its combination.
  static boolean isOpen(String context) {
    return context.equalsIgnoreCase(NEEDS) || CallPlace.isContext(context);
  }

  /// Puts the values of expressions into their places.
  ///
  /// @param open which contexts are not known: what names one of them stays as it is
  static Rewriting writtenOut(Predicate<String> open, EvaluationContext known) {
    return new Rewriting(
        (expression, at) ->
            Expressions.names(expression, open) || expression instanceof Expression.Wildcard
                ? Optional.empty()
                : Optional.of(
                    new Expression.Literal(
                        ExpressionException.at(at, () -> expression.evaluate(known)))));
  }

  private static Value value(Matrix matrix) {
    if (matrix.whole().isPresent()) {
      return value(matrix.whole().get());
    }
    Map<String, Value> lists = new LinkedHashMap<>();
    matrix.axes().forEach((name, axis) -> lists.put(name, value(axis)));
    matrix.include().ifPresent(tree -> lists.put("include", value(tree)));
    matrix.exclude().ifPresent(tree -> lists.put("exclude", value(tree)));
    return new Value.Obj(lists);
  }

  private static Value value(TemplateTree tree) {
    return switch (tree) {
      case TemplateTree.Leaf(Template template) -> value(template);
      case TemplateTree.Items items ->
          new Value.Array(items.items().stream().map(LateMatrix::value).toList());
      case TemplateTree.Members members -> {
        Map<String, Value> values = new LinkedHashMap<>();
        members.members().forEach((name, member) -> values.put(name, value(member)));
        yield new Value.Obj(values);
      }
    };
  }

  static Value value(Template template) {
    Optional<Value> constant = template.constant();
    if (constant.isPresent() && !constant.get().text().contains("${{")) {
      return constant.get();
    }
    StringBuilder text = new StringBuilder();
    for (Template.Part part : template.parts()) {
      switch (part) {
        case Template.Literal(Value value) when !value.text().contains("${{") ->
            text.append(value.text());
        case Template.Literal(Value value) ->
            text.append("${{ ")
                .append(ExpressionText.of(new Expression.Literal(value)))
                .append(" }}");
        case Template.Embedded(Expression expression, Position ignored) ->
            text.append("${{ ").append(ExpressionText.of(expression)).append(" }}");
      }
    }
    return Value.of(text.toString());
  }

  /// Reads a text back.
  ///
  /// @throws WorkflowException if it is no matrix
  public static LateMatrix parse(String text) {
    Findings findings = new Findings();
    StrategyReader reader = StrategyReader.ofTexts(findings);
    Optional<List<MatrixLayers.Layer>> layers =
        new YamlReader("matrix", findings)
            .read(text.getBytes(StandardCharsets.UTF_8))
            .flatMap(reader::late);
    if (findings.hasErrors() || layers.isEmpty()) {
      throw new WorkflowException(findings.inOrder());
    }
    return new LateMatrix(new MatrixLayers(layers.get()));
  }

  /// An instance by its index.
  ///
  /// @param isKnown whether it is one; else it stands for those that are not known yet
  public record Instance(int index, boolean isKnown, MatrixLayers.Unfolded unfolded) {}

  /// The instances, in order. One stands for all of a matrix that is not known yet, or that makes
  /// none; and one for all if there are too many.
  ///
  /// @param most how many there may be
  public List<Instance> instances(int most, Sealed sealed) {
    return layers
        .instances(
            (layer, index) ->
                sealed
                    .needs(layer, index, layers.layers().get(layer).needs())
                    .map(needs -> EvaluationContext.of(Map.of(NEEDS, needs))),
            most)
        .stream()
        .map(
            found ->
                new Instance(found.index(), found.totals().size() == layers.layers().size(), found))
        .toList();
  }

  /// The indices of these.
  public List<Integer> indices(int most, Sealed sealed) {
    return instances(most, sealed).stream().map(Instance::index).toList();
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
