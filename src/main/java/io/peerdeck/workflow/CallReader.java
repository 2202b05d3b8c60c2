package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads the jobs that call another workflow, and what they call.
final class CallReader {
  private static final Keys KEYS =
      Keys.of(
          "name",
          "needs",
          "if",
          "uses",
          "with",
          "secrets",
          "permissions",
          "strategy",
          "concurrency");

  /// Says that calls shall not be read.
  static final CalledFiles UNREAD = reference -> Optional.empty();

  private static final Pattern REMOTE_CALL = Pattern.compile("[^/@\\s]+/[^/@\\s]+/[^@\\s]+@\\S+");

  private final Findings findings;
  private final TemplateReader templates;
  private final CalledFiles files;
  private final int depth;

  CallReader(Findings findings, TemplateReader templates, CalledFiles files, int depth) {
    this.findings = findings;
    this.templates = templates;
    this.files = files;
    this.depth = depth;
  }

  /// A call.
  ///
  /// @param bindings what `inputs` of the called workflow stand for, by name in lower case
  /// @param secrets what its `secrets` stand for, by name in lower case; empty if it has the
  /// caller's
  /// @param outputs what `needs.<call>.outputs` stand for, in the called workflow's words
  /// @param called the workflow, its own calls already expanded
  /// @param group of the call, in the caller's words
  /// @param depth of the calling file
  record Call(
      String id,
      Optional<Template> name,
      List<String> needs,
      Condition condition,
      Map<String, Expression> bindings,
      Optional<Map<String, Expression>> secrets,
      Map<String, Expression> outputs,
      Workflow called,
      CallMatrix matrix,
      Optional<Concurrency> group,
      int depth,
      Position position) {
    List<CallMatrix.Instance> instances() {
      return matrix.instances();
    }

    /// The id of one time the call is made.
    String once(CallMatrix.Instance instance) {
      return id + instance.suffix();
    }

    /// The id of a called job in the calling file.
    String whole(CallMatrix.Instance instance, String job) {
      return once(instance) + " / " + job;
    }

    /// All its jobs, as often as it is made.
    List<String> wholes() {
      return instances().stream()
          .flatMap(instance -> called.jobs().keySet().stream().map(job -> whole(instance, job)))
          .toList();
    }
  }

  /// The references of local workflows that a file's jobs call; none of a file that is no YAML.
  static List<String> references(byte[] file) {
    List<String> references = new ArrayList<>();
    Optional<YamlNode> jobs =
        new YamlReader("", new Findings())
            .read(file)
            .filter(YamlNode.Mapping.class::isInstance)
            .flatMap(root -> ((YamlNode.Mapping) root).get("jobs"));
    if (jobs.isPresent() && jobs.get() instanceof YamlNode.Mapping mapping) {
      for (YamlNode.Entry job : mapping.entries()) {
        if (job.value() instanceof YamlNode.Mapping keys
            && keys.get("uses").orElse(null) instanceof YamlNode.Scalar uses
            && uses.text().startsWith("./")) {
          references.add(uses.text());
        }
      }
    }
    return references;
  }

  Optional<Call> read(YamlNode.Entry entry) {
    Optional<YamlNode.Mapping> mapping = entry.value().mapping(findings);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys.Values values = KEYS.in(mapping.get(), findings);
    Optional<YamlNode.Scalar> uses = values.scalar("uses");
    Optional<Template> name =
        values.get("name").flatMap(node -> templates.template(node, ExpressionScope.JOB_NAME));
    Condition condition =
        templates.condition(values.get("if"), entry.key().at(), ExpressionScope.JOB_IF);
    Map<String, Template> with = templates.templates(values.get("with"), ExpressionScope.JOB_NAME);
    Optional<YamlNode> secretsNode = values.get("secrets");
    boolean inherits = secretsNode.filter(YamlNode.Scalar.class::isInstance).isPresent();
    Map<String, Template> secrets =
        inherits ? Map.of() : templates.templates(secretsNode, ExpressionScope.JOB_ENV);
    List<String> needs =
        values.get("needs").map(node -> node.oneOrMore(findings)).orElse(List.of()).stream()
            .map(YamlNode.Scalar::text)
            .distinct()
            .toList();
    if (uses.isEmpty() || !isReference(uses.get())) {
      return Optional.empty();
    }
    if (files == UNREAD) {
      return Optional.empty();
    }
    String reference = uses.get().text();
    if (!reference.startsWith("./")) {
      findings.unsupported(
          uses.get().at(),
          "A workflow of another repository is not offered on a peer: '"
              + reference
              + "'; copy it into this one and call ./.github/workflows/…");
      return Optional.empty();
    }
    Optional<byte[]> bytes = files.read(reference);
    if (bytes.isEmpty() || depth > ReadLimits.USUAL.calls()) {
      findings.unsupported(
          uses.get().at(),
          "The called workflow '"
              + reference
              + "' is not in the submitted folder, or the called files are more than 50 or over"
              + " 1 MiB together; submit the file from its repository");
      return Optional.empty();
    }
    Optional<YamlNode> root = new YamlReader(reference, findings).read(bytes.get());
    WorkflowReader reader = new WorkflowReader(reference, findings, files, depth + 1);
    Optional<Workflow> called = root.flatMap(reader::read);
    if (called.isEmpty()) {
      return Optional.empty();
    }
    Optional<Concurrency> group =
        new ConcurrencyReader(findings, templates)
            .read(values.get("concurrency"), ExpressionScope.JOB_CONCURRENCY);
    CallMatrix matrix = matrix(values.get("strategy"));
    Optional<YamlNode.Mapping> face = face(root.get());
    return Optional.of(
        new Call(
            entry.name(),
            name,
            needs,
            condition,
            bindings(face.flatMap(here -> here.get("inputs")), with),
            inherits ? Optional.empty() : Optional.of(expressions(secrets)),
            reader.passedOn(
                expressions(outputs(face.flatMap(here -> here.get("outputs")))), uses.get().at()),
            called.get(),
            matrix,
            group,
            depth,
            uses.get().at()));
  }

  private CallMatrix matrix(Optional<YamlNode> node) {
    Optional<Strategy> strategy = new StrategyReader(findings, templates).read(node);
    return strategy.isEmpty() || findings.hasErrors()
        ? CallMatrix.ONCE
        : CallMatrix.of(strategy.get());
  }

  /// `./path/file.yml` of the same snapshot, or `owner/repo/path/file.yml@ref`.
  private boolean isReference(YamlNode.Scalar uses) {
    String text = uses.text();
    boolean local = text.startsWith("./") && !text.contains("@");
    boolean remote =
        !text.startsWith("/") && !text.startsWith("./") && REMOTE_CALL.matcher(text).matches();
    if (text.contains("${{")) {
      findings.unsupported(uses.at(), "What a job calls must be written out, not '" + text + "'");
      return false;
    }
    if (!(local || remote) || !text.split("@", -1)[0].matches(".*\\.ya?ml")) {
      findings.error(
          uses.at(),
          "Expected ./{path}/{file}.yml or {owner}/{repo}/{path}/{file}.yml@{ref}, not '"
              + text
              + "'");
      return false;
    }
    return true;
  }

  private static Optional<YamlNode.Mapping> face(YamlNode root) {
    return Optional.of(root)
        .flatMap(CallReader::mapping)
        .flatMap(file -> file.get("on"))
        .flatMap(CallReader::mapping)
        .flatMap(on -> on.get("workflow_call"))
        .flatMap(CallReader::mapping);
  }

  private static Optional<YamlNode.Mapping> mapping(YamlNode node) {
    return node instanceof YamlNode.Mapping mapping ? Optional.of(mapping) : Optional.empty();
  }

  private Map<String, Expression> bindings(Optional<YamlNode> inputs, Map<String, Template> with) {
    Map<String, Template> given = new LinkedHashMap<>();
    with.forEach((name, value) -> given.put(name.toLowerCase(Locale.ROOT), value));
    Map<String, Expression> bindings = new LinkedHashMap<>();
    for (YamlNode.Entry input :
        inputs.flatMap(CallReader::mapping).map(YamlNode.Mapping::entries).orElse(List.of())) {
      String name = input.name().toLowerCase(Locale.ROOT);
      Optional<YamlNode.Mapping> definition = mapping(input.value());
      String type =
          definition
              .flatMap(here -> here.get("type"))
              .filter(YamlNode.Scalar.class::isInstance)
              .map(node -> ((YamlNode.Scalar) node).text())
              .orElse("string");
      Optional<Template> value =
          Optional.ofNullable(given.get(name))
              .or(
                  () ->
                      definition
                          .flatMap(here -> here.get("default"))
                          .flatMap(node -> templates.template(node, ExpressionScope.RUN_NAME)));
      bindings.put(name, value.map(template -> typed(template, type)).orElse(unset(type)));
    }
    return bindings;
  }

  /// A text input has a text whatever it was given; others were checked against their type.
  private static Expression typed(Template template, String type) {
    Expression expression = template.expression();
    if (!type.equals("string")) {
      return expression;
    }
    return expression instanceof Expression.Literal(Value value)
        ? new Expression.Literal(Value.of(value.text()))
        : new Expression.Call(
            "format", List.of(new Expression.Literal(Value.of("{0}")), expression), 1);
  }

  private static Expression unset(String type) {
    return new Expression.Literal(
        switch (type) {
          case "boolean" -> Value.of(false);
          case "number" -> Value.of(0);
          default -> Value.of("");
        });
  }

  private Map<String, Template> outputs(Optional<YamlNode> outputs) {
    Map<String, Template> templatesByName = new LinkedHashMap<>();
    for (YamlNode.Entry output :
        outputs.flatMap(CallReader::mapping).map(YamlNode.Mapping::entries).orElse(List.of())) {
      mapping(output.value())
          .flatMap(here -> here.get("value"))
          .flatMap(node -> templates.template(node, ExpressionScope.CALL_OUTPUT))
          .ifPresent(template -> templatesByName.put(output.name(), template));
    }
    return templatesByName;
  }

  private static Map<String, Expression> expressions(Map<String, Template> templates) {
    Map<String, Expression> expressions = new LinkedHashMap<>();
    templates.forEach(
        (name, template) -> expressions.put(name.toLowerCase(Locale.ROOT), template.expression()));
    return expressions;
  }
}
