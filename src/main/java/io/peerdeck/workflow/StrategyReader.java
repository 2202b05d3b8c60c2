package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `strategy`.
final class StrategyReader {
  private static final Keys KEYS = Keys.of("matrix", "fail-fast", "max-parallel");

  private final Findings findings;
  private final TemplateReader templates;
  private final ExpressionScope scope;

  StrategyReader(Findings findings, TemplateReader templates) {
    this(findings, templates, ExpressionScope.STRATEGY);
  }

  private StrategyReader(Findings findings, TemplateReader templates, ExpressionScope scope) {
    this.findings = findings;
    this.templates = templates;
    this.scope = scope;
  }

  /// For the texts that matrices travel as, which name what the calls around a job have.
  static StrategyReader ofTexts(Findings findings) {
    return new StrategyReader(findings, new TemplateReader(findings), ExpressionScope.LATE_MATRIX);
  }

  /// The strategy; empty without a matrix, or after an error.
  Optional<Strategy> read(Optional<YamlNode> node) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof YamlNode.Scalar scalar && scalar.text().contains("${{")) {
      return whole(scalar);
    }
    Optional<YamlNode.Mapping> mapping = node.get().mapping(findings);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys.Values values = KEYS.in(mapping.get(), findings);
    return strategy(
        values.get("matrix").flatMap(this::matrix),
        templates.bool(values.get("fail-fast"), true, mapping.get().at(), scope),
        maxParallel(values));
  }

  private Optional<Strategy> strategy(
      Optional<Matrix> matrix, Template failFast, Optional<Template> maxParallel) {
    matrix.ifPresent(this::checkNames);
    matrix.ifPresent(this::checkCount);
    BeforeRun.checkAfterNeeds(failFast, findings);
    maxParallel.ifPresent(template -> BeforeRun.checkAfterNeeds(template, findings));
    return matrix.map(here -> new Strategy(here, failFast, maxParallel));
  }

  /// A strategy from one expression: its keys are looked up in what that gives.
  private Optional<Strategy> whole(YamlNode.Scalar scalar) {
    String text = scalar.text().strip();
    if (templates
        .template(scalar, scope)
        .filter(template -> template.parts().size() == 1)
        .isEmpty()) {
      findings.error(scalar.at(), "A strategy is a mapping, or one expression that gives one");
      return Optional.empty();
    }
    String inside = text.substring("${{".length(), text.length() - "}}".length());
    Optional<Template> failFast = part(scalar, inside, "fail-fast");
    return part(scalar, inside, "matrix")
        .flatMap(
            matrix ->
                strategy(
                    Optional.of(
                        new Matrix(
                            Map.of(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(matrix),
                            matrix.position())),
                    failFast.orElseThrow(),
                    part(scalar, inside, "max-parallel")));
  }

  private Optional<Template> part(YamlNode.Scalar scalar, String inside, String key) {
    return templates.template(
        new YamlNode.Scalar(
            scalar.at(), Value.of("${{ (" + inside + ")['" + key + "'] }}"), List.of()),
        scope);
  }

  private Optional<Matrix> matrix(YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar && scalar.text().contains("${{")) {
      Optional<Template> whole = templates.template(scalar, scope);
      return whole.map(
          template ->
              new Matrix(Map.of(), Optional.empty(), Optional.empty(), whole, template.position()));
    }
    Optional<YamlNode.Mapping> mapping = node.mapping(findings);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Map<String, TemplateTree> axes = new LinkedHashMap<>();
    Optional<TemplateTree> exclude = Optional.empty();
    Optional<TemplateTree> include = Optional.empty();
    for (YamlNode.Entry entry : mapping.get().entries()) {
      Optional<TemplateTree> tree = tree(entry.value());
      switch (entry.name()) {
        case "include" -> include = tree;
        case "exclude" -> exclude = tree;
        case "" -> findings.error(entry.key().at(), "Unexpected value ''");
        default -> {
          boolean expression =
              entry.value() instanceof YamlNode.Scalar scalar && scalar.text().contains("${{");
          if (expression || entry.value().sequence(findings).isPresent()) {
            tree.ifPresent(axis -> axes.put(entry.name(), axis));
          }
        }
      }
    }
    return Optional.of(new Matrix(axes, exclude, include, Optional.empty(), mapping.get().at()));
  }

  private Optional<TemplateTree> tree(YamlNode node) {
    return templates.tree(node, scope);
  }

  /// Matrices that rest on results, read back from their text.
  Optional<List<MatrixLayers.Layer>> late(YamlNode node) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      return matrix(node).map(own -> List.of(new MatrixLayers.Layer(MatrixLayers.OWN, own)));
    }
    List<MatrixLayers.Layer> layers = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      Optional<YamlNode.Mapping> layer = item.mapping(findings);
      int depth =
          layer
              .flatMap(here -> here.get("depth"))
              .flatMap(number -> number.scalar(findings))
              .map(number -> (int) number.value().number())
              .orElse(MatrixLayers.OWN);
      layer
          .flatMap(here -> here.get("matrix"))
          .flatMap(this::matrix)
          .ifPresent(matrix -> layers.add(new MatrixLayers.Layer(depth, matrix)));
    }
    return layers.size() > LateMatrix.MOST ? Optional.empty() : Optional.of(layers);
  }

  /// What a matrix may name: what is known before the run, and needed jobs.
  private void checkNames(Matrix matrix) {
    BeforeRun.templates(matrix).forEach(template -> BeforeRun.checkAfterNeeds(template, findings));
  }

  /// Reports the errors of a matrix that does not depend on inputs.
  private void checkCount(Matrix matrix) {
    if (findings.hasErrors() || BeforeRun.hasExpressions(matrix)) {
      return;
    }
    try {
      matrix.combinations(EvaluationContext.empty());
    } catch (WorkflowException refused) {
      findings.addAll(refused.diagnostics());
    }
  }

  private Optional<Template> maxParallel(Keys.Values values) {
    Optional<YamlNode.Scalar> node = values.scalar("max-parallel");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<Template> template = templates.template(node.get(), scope);
    if (template.flatMap(Template::constant).isPresent()) {
      double number = node.get().value() instanceof Value.Num(double value) ? value : Double.NaN;
      if (!(number >= 1) || number != Math.rint(number) || number > Integer.MAX_VALUE) {
        findings.error(
            node.get().at(),
            "Unexpected value '" + node.get().text() + "': expected a whole number of at least 1");
        return Optional.empty();
      }
    }
    return template;
  }
}
