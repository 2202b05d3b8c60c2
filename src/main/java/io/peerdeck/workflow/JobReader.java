package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one job.
final class JobReader {
  private static final Keys KEYS =
      Keys.of(
              "name",
              "needs",
              "if",
              "runs-on",
              "strategy",
              "concurrency",
              "timeout-minutes",
              "continue-on-error",
              "env",
              "outputs",
              "defaults",
              "permissions",
              "steps",
              "labels")
          .unsupported(
              "container", "jobs run on the peer itself; ask for the tools by a label in runs-on")
          .unsupported("services", "a peer starts no containers; start the service in a run step")
          .unsupported(
              "environment", "environments are kept at GitHub; use env for what it configures")
          .unsupported("snapshot", "a peer makes no machine images; remove it")
          .unsupported("cancel-timeout-minutes", "a cancelled job gets 10 s to end; remove it");
  private static final Keys DEFAULTS = Keys.of("run");
  private static final Keys DEFAULTS_RUN = Keys.of("shell", "working-directory");

  private final Findings findings;
  private final TemplateReader templates;

  JobReader(Findings findings, TemplateReader templates) {
    this.findings = findings;
    this.templates = templates;
  }

  Optional<Job> read(YamlNode.Entry entry) {
    String id = entry.name();
    Position at = entry.key().at();
    if (id.isEmpty()) {
      findings.error(at, "Unexpected value ''");
    } else if (!Identifiers.isValid(id)) {
      findings.error(at, Identifiers.refusal(id));
    }
    Optional<YamlNode.Mapping> mapping = entry.value().mapping(findings);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys.Values values = KEYS.in(mapping.get(), findings);
    Optional<Template> name =
        values.get("name").flatMap(node -> templates.template(node, ExpressionScope.JOB_NAME));
    name.ifPresent(template -> BeforeRun.checkName(template, findings));
    return Optional.of(
        new Job(
            id,
            name,
            values.get("needs").map(node -> node.oneOrMore(findings)).orElse(List.of()).stream()
                .map(YamlNode.Scalar::text)
                .distinct()
                .toList(),
            runsOn(values.required("runs-on")),
            templates.condition(values.get("if"), at, ExpressionScope.JOB_IF),
            new VariablesReader(findings, templates)
                .read(values.get("env"), ExpressionScope.JOB_ENV),
            defaults(values.get("defaults"), ExpressionScope.JOB_DEFAULTS),
            templates.templates(values.get("outputs"), ExpressionScope.JOB_OUTPUTS),
            new StrategyReader(findings, templates).read(values.get("strategy")),
            new ConcurrencyReader(findings, templates)
                .read(values.get("concurrency"), ExpressionScope.JOB_CONCURRENCY).stream().toList(),
            List.of(),
            steps(values.get("steps"), at),
            templates
                .minutes(values.get("timeout-minutes"), ExpressionScope.JOB_KEY)
                .orElseGet(() -> Template.literal(Value.of(Job.DEFAULT_TIMEOUT_MINUTES), at)),
            templates.bool(values.get("continue-on-error"), false, at, ExpressionScope.JOB_KEY),
            permissions(values.get("permissions")),
            labels(values.get("labels")),
            at));
  }

  private List<Step> steps(Optional<YamlNode> node, Position job) {
    List<Step> steps =
        node.map(new StepReader(findings, templates, StepPlace.JOB)::read).orElse(List.of());
    if (node.isEmpty()
        || (node.get() instanceof YamlNode.Sequence sequence && sequence.items().isEmpty())) {
      findings.unsupported(
          job, "The job has no steps, so there is nothing to run; add a step with run or uses");
    }
    return steps;
  }

  private List<Template> runsOn(Optional<YamlNode> node) {
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof YamlNode.Mapping mapping) {
      Keys.Values values =
          Keys.of("labels")
              .unsupported("group", "peers have no runner groups; list labels instead")
              .in(mapping, findings);
      if (mapping.get("group").isEmpty() && values.required("labels").isPresent()) {
        return runsOn(values.get("labels"));
      }
      return List.of();
    }
    List<Template> labels = new ArrayList<>();
    for (YamlNode.Scalar scalar : node.get().oneOrMore(findings)) {
      templates.template(scalar, ExpressionScope.RUNS_ON).ifPresent(labels::add);
    }
    labels.forEach(label -> BeforeRun.checkAfterNeeds(label, findings));
    if (node.get() instanceof YamlNode.Sequence sequence && sequence.items().isEmpty()) {
      findings.error(sequence.at(), "runs-on names no label; name one such as ubuntu-latest");
    }
    return labels;
  }

  /// `defaults` of a workflow or a job.
  RunDefaults defaults(Optional<YamlNode> node, ExpressionScope scope) {
    Optional<Keys.Values> run =
        node.flatMap(here -> here.mapping(findings))
            .flatMap(mapping -> DEFAULTS.in(mapping, findings).get("run"))
            .flatMap(here -> here.mapping(findings))
            .map(mapping -> DEFAULTS_RUN.in(mapping, findings));
    return run.map(
            values ->
                new RunDefaults(
                    StepReader.shell(values.get("shell"), scope, templates, findings),
                    values
                        .get("working-directory")
                        .flatMap(here -> templates.template(here, scope))))
        .orElse(RunDefaults.NONE);
  }

  /// `labels`, our extension: a list or a single text.
  List<String> labels(Optional<YamlNode> node) {
    return node.map(here -> here.oneOrMore(findings)).orElse(List.of()).stream()
        .map(YamlNode.Scalar::text)
        .toList();
  }

  /// `permissions`, which are shown; there is no token they could bind.
  Map<String, String> permissions(Optional<YamlNode> node) {
    Map<String, String> permissions = new LinkedHashMap<>();
    if (node.isEmpty()) {
      return permissions;
    }
    if (node.get() instanceof YamlNode.Scalar scalar) {
      switch (scalar.text()) {
        case "read-all" -> permissions.put("all", "read");
        case "write-all" -> permissions.put("all", "write");
        default ->
            findings.unexpected(scalar.at(), scalar.text(), List.of("read-all", "write-all"));
      }
      return permissions;
    }
    for (YamlNode.Entry entry :
        node.get().mapping(findings).map(YamlNode.Mapping::entries).orElse(List.of())) {
      if (!PermissionScopes.LEVELS.containsKey(entry.name())) {
        findings.unexpected(entry.key().at(), entry.name(), PermissionScopes.LEVELS.keySet());
        continue;
      }
      List<String> levels = PermissionScopes.LEVELS.getOrDefault(entry.name(), List.of());
      Optional<YamlNode.Scalar> level = entry.value().scalar(findings);
      if (level.isPresent() && !levels.contains(level.get().text())) {
        findings.unexpected(level.get().at(), level.get().text(), levels);
      }
      level.ifPresent(scalar -> permissions.put(entry.name(), scalar.text()));
    }
    return permissions;
  }
}
