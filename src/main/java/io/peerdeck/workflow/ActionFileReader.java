package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads an action from its YAML. ([metadata
/// syntax](https://docs.github.com/actions/reference/metadata-syntax-for-github-actions))
final class ActionFileReader {
  private static final Keys KEYS =
      Keys.of("name", "author", "description", "inputs", "outputs", "runs", "branding");
  private static final Keys RUNS =
      Keys.of(
          "using",
          "main",
          "pre",
          "pre-if",
          "post",
          "post-if",
          "steps",
          "plugin",
          "image",
          "env",
          "entrypoint",
          "pre-entrypoint",
          "post-entrypoint",
          "args");
  private static final Keys INPUT =
      Keys.of("description", "required", "default", "deprecationMessage", "type");
  private static final Keys OUTPUT = Keys.of("description", "value");

  private final Findings findings;
  private final TemplateReader templates;

  ActionFileReader(Findings findings) {
    this.findings = findings;
    this.templates = new TemplateReader(findings);
  }

  /// The action as far as it could be read; the caller asks the findings whether it may be used.
  Optional<ActionFile> read(YamlNode root) {
    Optional<Keys.Values> values = root.mapping(findings).map(here -> KEYS.in(here, findings));
    Optional<ActionRuns> runs =
        values.flatMap(here -> here.required("runs")).flatMap(node -> runs(node));
    if (values.isEmpty() || runs.isEmpty()) {
      return Optional.empty();
    }
    String name = values.get().scalar("name").map(YamlNode.Scalar::text).orElse("");
    return Optional.of(
        new ActionFile(
            name,
            inputs(values.get().get("inputs")),
            runs.get() instanceof ActionRuns.Composite
                ? outputs(values.get().get("outputs"))
                : Map.of(),
            runs.get()));
  }

  private Optional<ActionRuns> runs(YamlNode node) {
    Optional<Keys.Values> values = node.mapping(findings).map(here -> RUNS.in(here, findings));
    Optional<YamlNode.Scalar> using =
        values.flatMap(here -> here.required("using")).flatMap(here -> here.scalar(findings));
    if (values.isEmpty() || using.isEmpty()) {
      return Optional.empty();
    }
    Position at = using.get().at();
    String text = using.get().text().toLowerCase(Locale.ROOT);
    return switch (text) {
      case "composite" -> composite(values.get());
      case "node12", "node16", "node20", "node24" -> javaScript(values.get(), text, at);
      case "docker" -> {
        findings.unsupported(at, "Docker actions do not run on a peer; do the same in a run step");
        yield Optional.empty();
      }
      default -> {
        findings.error(
            at,
            "'using: %s' is not supported, use 'composite', 'node20' or 'node24' instead."
                .formatted(using.get().text()));
        yield Optional.empty();
      }
    };
  }

  private Optional<ActionRuns> composite(Keys.Values values) {
    return values
        .required("steps")
        .map(
            node ->
                new ActionRuns.Composite(
                    new StepReader(findings, templates, StepPlace.COMPOSITE).read(node)));
  }

  private Optional<ActionRuns> javaScript(Keys.Values values, String using, Position at) {
    Optional<String> main =
        values
            .required("main")
            .flatMap(node -> node.scalar(findings))
            .map(YamlNode.Scalar::text)
            .filter(text -> !text.isBlank());
    return main.map(
        file ->
            new ActionRuns.JavaScript(
                using,
                file,
                file(values, "pre"),
                condition(values.get("pre-if"), at),
                file(values, "post"),
                condition(values.get("post-if"), at)));
  }

  private static Optional<String> file(Keys.Values values, String key) {
    return values.scalar(key).map(YamlNode.Scalar::text).filter(text -> !text.isBlank());
  }

  /// Unlike a step's `if`, these hold where nothing is written.
  private Condition condition(Optional<YamlNode> node, Position at) {
    return node.isEmpty()
        ? Condition.always(at)
        : templates.condition(node, at, ExpressionScope.ACTION_IF);
  }

  private Map<String, ActionInput> inputs(Optional<YamlNode> node) {
    Map<String, ActionInput> inputs = new LinkedHashMap<>();
    for (YamlNode.Entry entry : entries(node)) {
      String name = entry.name();
      Optional<Keys.Values> values = values(entry.value(), INPUT);
      inputs.put(
          name.toLowerCase(Locale.ROOT),
          new ActionInput(
              name,
              values
                  .flatMap(here -> here.scalar("required"))
                  .map(flag -> flag.text().equalsIgnoreCase("true"))
                  .orElse(false),
              values
                  .flatMap(here -> here.get("default"))
                  .flatMap(value -> templates.template(value, ExpressionScope.ACTION_INPUT)),
              values
                  .flatMap(here -> here.scalar("deprecationMessage"))
                  .map(YamlNode.Scalar::text)));
    }
    return inputs;
  }

  private Map<String, Template> outputs(Optional<YamlNode> node) {
    Map<String, Template> outputs = new LinkedHashMap<>();
    for (YamlNode.Entry entry : entries(node)) {
      values(entry.value(), OUTPUT)
          .flatMap(here -> here.get("value"))
          .flatMap(value -> templates.template(value, ExpressionScope.COMPOSITE_OUTPUT))
          .ifPresent(value -> outputs.put(entry.name(), value));
    }
    return outputs;
  }

  private List<YamlNode.Entry> entries(Optional<YamlNode> node) {
    return node.filter(here -> !TemplateReader.isNull(here))
        .flatMap(here -> here.mapping(findings))
        .map(YamlNode.Mapping::entries)
        .orElse(List.of());
  }

  private Optional<Keys.Values> values(YamlNode node, Keys keys) {
    return TemplateReader.isNull(node)
        ? Optional.empty()
        : node.mapping(findings).map(here -> keys.in(here, findings));
  }
}
