package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
  private static final Keys COMPOSITE_KEYS =
      Keys.of(
          "name",
          "id",
          "if",
          "env",
          "continue-on-error",
          "run",
          "shell",
          "working-directory",
          "uses",
          "with");
  private static final Set<String> SHELLS = Set.of("bash", "sh", "python", "pwsh");
  private static final Set<String> WINDOWS_SHELLS = Set.of("cmd", "powershell");

  private final Findings findings;
  private final TemplateReader templates;
  private final ActionReader actions;
  private final StepPlace place;
  private final Set<String> ids = new HashSet<>();

  /// A reader for one job or composite action; step ids are told apart within it.
  StepReader(Findings findings, TemplateReader templates, StepPlace place) {
    this.findings = findings;
    this.templates = templates;
    this.place = place;
    this.actions = new ActionReader(findings, templates, place);
  }

  List<Step> read(YamlNode node) {
    List<Step> steps = new ArrayList<>();
    List<YamlNode> items = node.sequence(findings).map(YamlNode.Sequence::items).orElse(List.of());
    for (int i = 0; i < items.size(); i++) {
      int number = i + 1;
      items
          .get(i)
          .mapping(findings)
          .flatMap(mapping -> step(number, keys().in(mapping, findings)))
          .ifPresent(steps::add);
    }
    return steps;
  }

  private Keys keys() {
    return place == StepPlace.JOB ? KEYS : COMPOSITE_KEYS;
  }

  private Optional<Step> step(int number, Keys.Values values) {
    Position at = values.at();
    Optional<String> id = id(values);
    Optional<Template> name =
        values.get("name").flatMap(node -> templates.template(node, place.key()));
    Condition condition = templates.condition(values.get("if"), at, place.condition());
    Variables env = new VariablesReader(findings, templates).read(values.get("env"), place.key());
    Template continueOnError =
        templates.bool(values.get("continue-on-error"), false, at, place.key());
    Optional<Template> minutes = templates.minutes(values.get("timeout-minutes"), place.key());
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
                      use.with()));
    }
    misplaced(values, "with", "a step with run has no inputs; use env");
    if (place == StepPlace.COMPOSITE) {
      values.required("shell"); // a composite action has no defaults
    }
    Optional<Template> shell = shell(values.get("shell"), place.shell(), templates, findings);
    Optional<Template> directory =
        values.get("working-directory").flatMap(node -> templates.template(node, place.key()));
    return values
        .get("run")
        .flatMap(node -> templates.template(node, place.key()))
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
  static Optional<Template> shell(
      Optional<YamlNode> node, ExpressionScope scope, TemplateReader templates, Findings findings) {
    Optional<Template> template = node.flatMap(here -> templates.template(here, scope));
    Optional<String> text = template.flatMap(Template::constant).map(Value::text);
    if (template.isEmpty() || text.isEmpty()) {
      return template;
    }
    Position at = template.get().position();
    if (text.get().isBlank()) {
      findings.error(at, "Unexpected value ''");
    } else if (WINDOWS_SHELLS.contains(text.get().toLowerCase(Locale.ROOT))) {
      findings.unsupported(
          at, "The shell '" + text.get() + "' is Windows' own; use bash, sh, python or pwsh");
    } else if (!SHELLS.contains(text.get().toLowerCase(Locale.ROOT))
        && !text.get().contains("{0}")) {
      findings.error(
          at,
          "Invalid shell option '"
              + text.get()
              + "'. Shell must be a valid built-in (bash, sh, python, pwsh) or a format string"
              + " containing '{0}'");
    }
    return template;
  }
}
