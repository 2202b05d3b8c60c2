package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Runs the [TypeCheck] over a workflow, with what each of its places knows of the contexts.
final class WorkflowTypes {
  /// What actions give that every runner knows.
  private static final Map<String, List<String>> OUTPUTS =
      Map.of(
          "actions/cache", List.of("cache-hit"),
          "actions/cache/restore", List.of("cache-hit", "cache-primary-key", "cache-matched-key"),
          "actions/cache/save", List.of(),
          "actions/checkout", List.of("ref", "commit"),
          "actions/download-artifact", List.of("download-path"),
          "actions/upload-artifact", List.of("artifact-id", "artifact-url", "artifact-digest"));

  private final Findings findings;
  private final WorkflowTemplate workflow;
  private final Map<String, JobTemplate> jobs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private WorkflowTypes(Findings findings, WorkflowTemplate workflow) {
    this.findings = findings;
    this.workflow = workflow;
    workflow.jobs().forEach(job -> jobs.put(job.id().text(), job));
  }

  static void check(WorkflowTemplate workflow, Findings findings) {
    new WorkflowTypes(findings, workflow).check();
  }

  private void check() {
    StaticType inputs = inputs();
    Map<String, StaticType> contexts = ContextTypes.of(declared("workflow_dispatch").keySet());
    contexts.put("inputs", inputs);
    contexts.put("secrets", secrets());
    TypeCheck root = new TypeCheck(findings, new ExpressionTypes(findings, contexts));
    defaults(root);
    for (String key : List.of("run-name", "env", "defaults", "concurrency")) {
      workflow.root().get(key).ifPresent(root::check);
    }
    Map<String, StaticType> results = new LinkedHashMap<>();
    jobs.forEach((id, job) -> results.put(id, result(job)));
    call("outputs").ifPresent(root.with("jobs", StaticType.of(results))::check);
    workflow.jobs().forEach(job -> check(job, root));
  }

  private void check(JobTemplate job, TypeCheck root) {
    Map<String, StaticType> needed = new LinkedHashMap<>();
    for (Token.Literal need : job.needs()) {
      JobTemplate before = jobs.get(need.text());
      needed.put(need.text(), before == null ? StaticType.Any.ANY : result(before));
    }
    TypeCheck before = root.with("needs", StaticType.of(needed));
    before.condition(job.condition());
    job.keys().get("strategy").ifPresent(before::check);
    TypeCheck here = before.with("matrix", MatrixType.of(job, before.quiet()));
    Map<String, StaticType> steps = new LinkedHashMap<>();
    for (JobTemplate.StepTemplate step : job.steps()) {
      TypeCheck now = here.with("steps", StaticType.of(steps));
      now.condition(step.condition());
      for (Token.Member member : step.keys().members()) {
        if (!member.name().equals("if")) {
          value(member, now);
        }
      }
      steps.put(step.id(), step(step));
    }
    TypeCheck after = here.with("steps", StaticType.of(steps));
    for (Token.Member member : job.keys().members()) {
      switch (member.name()) {
        case "if", "strategy", "steps" -> {}
        case "outputs", "environment" -> after.check(member.value());
        case "runs-on" -> {
          here.check(member.value());
          runsOn(member.value(), here);
        }
        default -> value(member, here);
      }
    }
  }

  private static void value(Token.Member member, TypeCheck here) {
    here.check(member.value());
    if (member.name().equals("env")) {
      here.mapping("env", member.value());
    }
  }

  /// An input's default may name the inputs above it, and must be of its type.
  private void defaults(TypeCheck root) {
    Map<String, StaticType> above = new LinkedHashMap<>();
    for (Token.Member input :
        call("inputs").filter(Token.Members.class::isInstance).stream()
            .flatMap(inputs -> ((Token.Members) inputs).members().stream())
            .toList()) {
      if (input.key() instanceof Token.Literal name
          && input.value() instanceof Token.Members definition) {
        StaticType type =
            inputType(
                definition
                    .get("type")
                    .flatMap(TemplateCheck::literal)
                    .map(Token.Literal::text)
                    .orElse(""));
        definition
            .get("default")
            .filter(Token.Source.class::isInstance)
            .ifPresent(value -> root.with("inputs", StaticType.of(above)).checkAs(value, type));
        above.put(name.text(), type);
      }
    }
  }

  private static StaticType inputType(String name) {
    return switch (name) {
      case "boolean" -> StaticType.Plain.BOOLEAN;
      case "number" -> StaticType.Plain.NUMBER;
      default -> StaticType.Plain.TEXT;
    };
  }

  private void runsOn(Token token, TypeCheck here) {
    if (token instanceof Token.Source && here.quiet().of(token) instanceof StaticType.Members) {
      findings.unsupported(token.at(), "runs-on names a label or a list of labels, not a mapping");
    }
  }

  private static StaticType result(JobTemplate job) {
    Map<String, StaticType> outputs = new LinkedHashMap<>();
    boolean open = false;
    Optional<Token> declared =
        job.call().isPresent()
            ? job.call()
                .get()
                .called()
                .flatMap(called -> called.root().mapping("on"))
                .flatMap(on -> on.mapping("workflow_call"))
                .flatMap(call -> call.get("outputs"))
            : job.keys().get("outputs");
    if (job.call().isPresent() && job.call().get().called().isEmpty()) {
      open = true;
    }
    if (declared.isPresent()) {
      if (declared.get() instanceof Token.Members mapping) {
        for (Token.Member member : mapping.members()) {
          if (member.key() instanceof Token.Literal name) {
            outputs.put(name.text().toLowerCase(Locale.ROOT), StaticType.Plain.TEXT);
          } else {
            open = true;
          }
        }
      } else {
        open = true;
      }
    }
    return StaticType.of(
        Map.of("outputs", new StaticType.Members(outputs, open), "result", StaticType.Plain.TEXT));
  }

  private static StaticType step(JobTemplate.StepTemplate step) {
    String uses =
        step.keys().get("uses").flatMap(TemplateCheck::literal).map(Token.Literal::text).orElse("");
    List<String> known = OUTPUTS.get(uses.split("@", -1)[0].toLowerCase(Locale.ROOT));
    Map<String, StaticType> outputs = new LinkedHashMap<>();
    if (known != null) {
      known.forEach(name -> outputs.put(name, StaticType.Plain.TEXT));
    }
    return StaticType.of(
        Map.of(
            "outputs",
            new StaticType.Members(outputs, known == null),
            "conclusion",
            StaticType.Plain.TEXT,
            "outcome",
            StaticType.Plain.TEXT));
  }

  private StaticType inputs() {
    Map<String, StaticType> inputs = new LinkedHashMap<>();
    for (String event : List.of("workflow_dispatch", "workflow_call")) {
      declared(event)
          .forEach((name, type) -> inputs.merge(name, inputType(type), StaticType::merge));
    }
    return new StaticType.Members(inputs, false);
  }

  /// Names in lower case and types of an event's inputs.
  private Map<String, String> declared(String event) {
    Map<String, String> types = new LinkedHashMap<>();
    List<Token.Member> inputs =
        workflow
            .root()
            .mapping("on")
            .flatMap(on -> on.mapping(event))
            .flatMap(here -> here.mapping("inputs"))
            .map(Token.Members::members)
            .orElse(List.of());
    for (Token.Member input : inputs) {
      if (input.key() instanceof Token.Literal name) {
        String type =
            input.value() instanceof Token.Members definition
                ? definition
                    .get("type")
                    .flatMap(TemplateCheck::literal)
                    .map(Token.Literal::text)
                    .orElse("string")
                : "string";
        types.put(name.text().toLowerCase(Locale.ROOT), type);
      }
    }
    return types;
  }

  /// Where nothing but a call starts the workflow, only the secrets it declares are there.
  private StaticType secrets() {
    Optional<Token.Members> on = workflow.root().mapping("on");
    Optional<Token> declared = call("secrets");
    if (declared.isEmpty() || on.isEmpty() || on.get().members().size() > 1) {
      return StaticType.texts();
    }
    Map<String, StaticType> secrets = new LinkedHashMap<>();
    for (String always : List.of("github_token", "actions_step_debug", "actions_runner_debug")) {
      secrets.put(always, StaticType.Plain.TEXT);
    }
    if (declared.get() instanceof Token.Members mapping) {
      for (Token.Member member : mapping.members()) {
        if (member.key() instanceof Token.Literal name) {
          secrets.put(name.text().toLowerCase(Locale.ROOT), StaticType.Plain.TEXT);
        }
      }
    }
    return new StaticType.Members(secrets, false);
  }

  private Optional<Token> call(String key) {
    return workflow
        .root()
        .mapping("on")
        .flatMap(on -> on.mapping("workflow_call"))
        .flatMap(call -> call.get(key));
  }
}
