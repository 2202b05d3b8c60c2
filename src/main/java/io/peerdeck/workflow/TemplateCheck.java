package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Turns a file's tokens into its jobs and checks what the shape alone does not say: ids, needs,
/// conditions, references. Errors are in GitHub's words and order.
final class TemplateCheck {
  private static final String SUCCESS = "success()";

  private final Findings findings;

  TemplateCheck(Findings findings) {
    this.findings = findings;
  }

  WorkflowTemplate workflow(Token.Members root) {
    root.get("concurrency").ifPresent(this::concurrency);
    List<JobTemplate> jobs = new ArrayList<>();
    Optional<Token.Members> mapping = root.mapping("jobs");
    int before = findings.github().size();
    for (Token.Member member : mapping.map(Token.Members::members).orElse(List.of())) {
      if (member.key() instanceof Token.Literal id && member.value() instanceof Token.Members job) {
        jobs.add(job(id, job));
      }
    }
    if (mapping.isPresent() && findings.github().size() == before) {
      new NeedsCheck(findings).check(mapping.get(), jobs);
    }
    return new WorkflowTemplate(root, jobs);
  }

  private JobTemplate job(Token.Literal id, Token.Members job) {
    new NodeIds().take(id.text()).ifPresent(refusal -> refuse(id, refusal));
    Token.Source condition = success(id.at());
    List<Token.Literal> needs = List.of();
    List<JobTemplate.StepTemplate> steps = List.of();
    Optional<JobTemplate.CallTemplate> call = Optional.empty();
    for (Token.Member member : job.members()) {
      Token value = member.value();
      switch (member.name()) {
        case "if" -> condition = condition(value, ExpressionScope.JOB_IF);
        case "needs" -> needs = literals(value);
        case "runs-on" -> runsOn(value);
        case "steps" -> steps = steps(value);
        case "strategy" -> StrategyCheck.check(value, findings);
        case "container" -> container(value, false);
        case "services" -> services(value);
        case "concurrency" -> concurrency(value);
        case "snapshot" -> snapshot(value);
        case "uses" -> {
          boolean inherits = job.get("secrets").filter(Token.Literal.class::isInstance).isPresent();
          call =
              literal(value)
                  .map(ref -> new JobTemplate.CallTemplate(ref, inherits, Optional.empty()));
        }
        default -> {}
      }
    }
    return new JobTemplate(id, job, needs, condition, steps, call);
  }

  private List<JobTemplate.StepTemplate> steps(Token value) {
    List<Token.Members> mappings = new ArrayList<>();
    if (value instanceof Token.Items items) {
      items.items().stream()
          .filter(Token.Members.class::isInstance)
          .map(Token.Members.class::cast)
          .forEach(mappings::add);
    }
    NodeIds ids = new NodeIds();
    for (Token.Members step : mappings) {
      step.get("id")
          .flatMap(TemplateCheck::literal)
          .filter(id -> !id.text().isEmpty())
          .ifPresent(id -> ids.take(id.text()).ifPresent(refusal -> refuse(id, refusal)));
      step.get("uses").flatMap(TemplateCheck::literal).ifPresent(this::reference);
      step.get("parallel").ifPresent(this::steps);
    }
    List<JobTemplate.StepTemplate> steps = new ArrayList<>();
    for (Token.Members step : mappings) {
      Token.Source condition =
          step.get("if")
              .map(token -> condition(token, ExpressionScope.STEP_IF))
              .orElseGet(() -> success(step.at()));
      String id =
          step.get("id")
              .flatMap(TemplateCheck::literal)
              .map(Token.Literal::text)
              .filter(text -> !text.isEmpty())
              .orElseGet(() -> ids.made(origin(step)));
      steps.add(new JobTemplate.StepTemplate(id, step, condition));
    }
    return steps;
  }

  /// What a made id comes from.
  private static String origin(Token.Members step) {
    for (String key : List.of("wait", "wait-all", "cancel", "parallel")) {
      if (step.get(key).isPresent()) {
        return key;
      }
    }
    String uses =
        step.get("uses").flatMap(TemplateCheck::literal).map(Token.Literal::text).orElse("");
    if (uses.startsWith("docker://")) {
      return uses.substring("docker://".length());
    }
    if (uses.startsWith("./") || uses.startsWith(".\\")) {
      return "self";
    }
    List<String> path = path(uses);
    return isReference(uses) ? path.get(0) + "/" + path.get(1) : "run";
  }

  private void reference(Token.Literal uses) {
    String text = uses.text();
    if (!text.startsWith("docker://")
        && !text.startsWith("./")
        && !text.startsWith(".\\")
        && !isReference(text)) {
      refuse(uses, "Expected format {org}/{repo}[/path]@ref. Actual '" + text + "'");
    }
  }

  private static boolean isReference(String uses) {
    String[] parts = uses.split("@", -1);
    return parts.length == 2 && !parts[1].isEmpty() && path(uses).size() >= 2;
  }

  private static List<String> path(String uses) {
    List<String> path = new ArrayList<>();
    for (String part : uses.split("@", -1)[0].split("[/\\\\]", -1)) {
      if (!part.isEmpty()) {
        path.add(part);
      }
    }
    return path;
  }

  /// An `if` as one expression: without a status function it is `success() && (…)`.
  private Token.Source condition(Token token, ExpressionScope scope) {
    String source =
        switch (token) {
          case Token.Source whole -> whole.expression();
          case Token.Literal literal -> literal.text();
          default -> "";
        };
    if (source.isBlank()) {
      return success(token.at());
    }
    try {
      Expression parsed = new ExpressionParser(source, scope).parse();
      return new Token.Source(
          token.at(),
          parsed.callsStatusFunction() ? source : SUCCESS + " && (" + source + ")",
          List.of(new Template.Embedded(parsed, token.at())),
          false);
    } catch (ExpressionException fault) {
      refuse(token, String.valueOf(fault.getMessage()));
      return success(token.at());
    }
  }

  private static Token.Source success(Position at) {
    return new Token.Source(at, SUCCESS, List.of(), false);
  }

  private void runsOn(Token value) {
    if (!(value instanceof Token.Members mapping)) {
      return;
    }
    Optional<Token.Literal> group = mapping.get("group").flatMap(TemplateCheck::literal);
    if (group.isEmpty()) {
      return;
    }
    String name = group.get().text();
    String[] parts = name.split("/", -1);
    if (parts.length == 2 && parts[1].isEmpty()) {
      refuse(group.get(), "Invalid runs-on group name '" + name + "'.");
    } else if (parts.length > 2
        || (parts.length == 2
            && !Set.of("org", "organization", "ent", "enterprise").contains(parts[0]))) {
      refuse(
          group.get(),
          "Invalid runs-on group name '"
              + name
              + "'. Please use 'organization/' or 'enterprise/' prefix to target a single runner"
              + " group.");
    }
  }

  private void services(Token value) {
    if (value instanceof Token.Members services && !services.hasExpression()) {
      services.members().forEach(member -> container(member.value(), true));
    }
  }

  private void container(Token value, boolean service) {
    if (value.hasExpression()) {
      return;
    }
    String image =
        switch (value) {
          case Token.Literal literal -> literal.text();
          case Token.Members mapping ->
              mapping
                  .get("image")
                  .flatMap(TemplateCheck::literal)
                  .map(Token.Literal::text)
                  .orElse("");
          default -> "";
        };
    boolean docker = image.startsWith("docker://");
    boolean mapping = value instanceof Token.Members;
    if ((docker || service || mapping)
        && image.substring(docker ? "docker://".length() : 0).isEmpty()) {
      refuse(value, "Container image cannot be empty");
    }
  }

  private void concurrency(Token value) {
    Optional<Token.Literal> group =
        value instanceof Token.Members mapping
            ? mapping.get("group").flatMap(TemplateCheck::literal)
            : literal(value);
    if (group.isPresent() && group.get().text().length() > 400) {
      refuse(value, "Concurrency group name must be less than 400 characters");
    }
  }

  private void snapshot(Token value) {
    if (!(value instanceof Token.Members mapping)) {
      return;
    }
    mapping.get("if").ifPresent(token -> condition(token, ExpressionScope.SNAPSHOT_IF));
    mapping
        .get("version")
        .flatMap(TemplateCheck::literal)
        .map(Token.Literal::text)
        .filter(version -> !version.matches("\\d{1,9}\\.\\*"))
        .ifPresent(
            version ->
                refuse(value, "Expected format '{major-version}.*' Actual '" + version + "'"));
  }

  private void refuse(Token at, String message) {
    findings.github(at.at(), at.at(), message);
  }

  private static List<Token.Literal> literals(Token token) {
    List<Token.Literal> literals = new ArrayList<>();
    switch (token) {
      case Token.Literal literal -> literals.add(literal);
      case Token.Items items -> items.items().forEach(item -> literals.addAll(literals(item)));
      default -> {}
    }
    return literals;
  }

  static Optional<Token.Literal> literal(Token token) {
    return token instanceof Token.Literal literal ? Optional.of(literal) : Optional.empty();
  }
}
