package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the steps of a job.
final class StepReader {
  private static final String SEQUENCE_OF_STEPS =
      "steps run one after the other here; write it as an ordinary step";
  private static final Keys KEYS =
      Keys.of(
              "name",
              "id",
              "if",
              "env",
              "continue-on-error",
              "timeout-minutes",
              "run",
              "shell",
              "working-directory",
              "uses",
              "with")
          .unsupported("background", SEQUENCE_OF_STEPS)
          .unsupported("parallel", SEQUENCE_OF_STEPS)
          .unsupported("wait", SEQUENCE_OF_STEPS)
          .unsupported("wait-all", SEQUENCE_OF_STEPS)
          .unsupported("cancel", SEQUENCE_OF_STEPS);

  private final Findings findings;
  private final TemplateReader templates;
  private final ActionReader actions;
  private final Set<String> ids = new HashSet<>();

  /// A reader for one job; step ids are told apart within it.
  StepReader(Findings findings, TemplateReader templates) {
    this.findings = findings;
    this.templates = templates;
    this.actions = new ActionReader(findings, templates);
  }

  List<Step> read(YamlNode node) {
    List<Step> steps = new ArrayList<>();
    List<YamlNode> items = node.sequence(findings).map(YamlNode.Sequence::items).orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      int number = i + 1;
      items
          .get(i)
          .mapping(findings)
          .flatMap(mapping -> step(number, KEYS.in(mapping, findings)))
          .ifPresent(steps::add);
    }
    return steps;
  }

  private Optional<Step> step(int number, Keys.Values values) {
    Position at = values.at();
    Optional<String> id = id(values);
    Optional<Template> name =
        values.get("name").flatMap(node -> templates.template(node, ExpressionScope.STEP_KEY));
    Condition condition = templates.condition(values.get("if"), at, ExpressionScope.STEP_IF);
    Map<String, Template> env = templates.templates(values.get("env"), ExpressionScope.STEP_KEY);
    Template continueOnError =
        templates.bool(values.get("continue-on-error"), false, at, ExpressionScope.STEP_KEY);
    Optional<Template> minutes =
        templates.minutes(values.get("timeout-minutes"), ExpressionScope.STEP_KEY);
    boolean runs = values.get("run").isPresent();
    boolean uses = values.get("uses").isPresent();
    if (runs == uses) {
      if (runs) {
        misplaced(values, "uses", "a step has either run or uses");
      } else if (values.mapping().entries().stream()
          .noneMatch(entry -> KEYS.unsupported().containsKey(entry.name()))) {
        findings.error(
            at,
            "There's not enough info to determine what you meant. Add one of these properties: run,"
                + " uses");
      }
      return Optional.empty();
    }
    if (uses) {
      misplaced(values, "shell", "a step with uses has no shell");
      misplaced(values, "working-directory", "a step with uses has no working-directory");
      return actions
          .read(values)
          .map(
              use ->
                  new UsesStep(
                      number,
                      id,
                      name,
                      condition,
                      env,
                      continueOnError,
                      minutes,
                      at,
                      use.action(),
                      use.version(),
                      use.with()));
    }
    misplaced(values, "with", "a step with run has no inputs; use env");
    Optional<Shell> shell = shell(values.get("shell"), findings);
    Optional<Template> directory =
        values
            .get("working-directory")
            .flatMap(node -> templates.template(node, ExpressionScope.STEP_KEY));
    return values
        .get("run")
        .flatMap(node -> templates.template(node, ExpressionScope.STEP_KEY))
        .map(
            script ->
                new RunStep(
                    number,
                    id,
                    name,
                    condition,
                    env,
                    continueOnError,
                    minutes,
                    at,
                    script,
                    shell,
                    directory));
  }

  private void misplaced(Keys.Values values, String key, String reason) {
    YamlNode.Entry entry = values.entries().get(key);
    if (entry != null) {
      findings.error(entry.key().at(), "Unexpected value '" + key + "': " + reason);
    }
  }

  private Optional<String> id(Keys.Values values) {
    Optional<YamlNode.Scalar> node = values.scalar("id");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    String id = node.get().text();
    Position at = node.get().at();
    if (!Identifiers.isValid(id)) {
      findings.error(at, Identifiers.refusal(id));
    } else if (id.startsWith("__")) {
      findings.error(
          at, "The identifier '" + id + "' is invalid. IDs starting with '__' are reserved.");
    } else if (!ids.add(id.toLowerCase(Locale.ROOT))) {
      findings.error(
          at, "The identifier '" + id + "' may not be used more than once within the same scope.");
    }
    return Optional.of(id);
  }

  /// A `shell`, here or among defaults.
  static Optional<Shell> shell(Optional<YamlNode> node, Findings findings) {
    Optional<YamlNode.Scalar> scalar = node.flatMap(here -> here.scalar(findings));
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().text();
    Optional<Shell> shell = Shell.named(text);
    if (text.isBlank()) {
      findings.error(scalar.get().at(), "Unexpected value ''");
    } else if (shell.isEmpty()) {
      findings.unsupported(
          scalar.get().at(),
          "The shell '" + text + "' is not offered on a peer yet; use bash, sh or python");
    }
    return shell;
  }
}
