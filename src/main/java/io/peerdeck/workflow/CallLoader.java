package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the workflows that jobs call and checks each call against what is called. Errors are in
/// GitHub's words and order; the first file with errors ends the reading, as at GitHub.
final class CallLoader {
  private final Findings findings;
  private final CalledFiles files;
  private final ReadLimits limits;
  private final PermissionCheck permissions;
  private final List<String> read = new ArrayList<>();
  private final Set<String> chain = new HashSet<>();
  private int jobs;
  private long bytes;

  CallLoader(
      Findings findings, CalledFiles files, ReadLimits limits, Optional<String> permissionPolicy) {
    this.findings = findings;
    this.files = files;
    this.limits = limits;
    this.permissions = new PermissionCheck(findings, permissionPolicy);
  }

  /// The names of the called files, in the order they were first read.
  List<String> read() {
    return List.copyOf(read);
  }

  /// @param taken what the workflow itself takes, as GitHub counts it
  WorkflowTemplate load(WorkflowTemplate workflow, long taken) {
    bytes = taken;
    jobs = workflow.jobs().size();
    checkCount(workflow.root());
    return new WorkflowTemplate(
        workflow.root(),
        load(workflow.jobs(), permissions.of(workflow.root(), Optional.empty()), 1));
  }

  private List<JobTemplate> load(
      List<JobTemplate> calling, Optional<Map<String, String>> inherited, int depth) {
    List<JobTemplate> loaded = new ArrayList<>();
    for (JobTemplate job : calling) {
      loaded.add(
          job.call().isEmpty() || !findings.github().isEmpty()
              ? job
              : load(job, job.call().get().ref(), inherited, depth));
    }
    return loaded;
  }

  private JobTemplate load(
      JobTemplate job, Token.Literal ref, Optional<Map<String, String>> inherited, int depth) {
    if (depth > limits.calls()) {
      findings.githubOfRun(
          ref.at(), "Nested reusable workflow depth exceeded " + limits.calls() + ".");
      return job;
    }
    if (chain.contains(ref.text())) {
      findings.error(ref.at(), "The workflow '" + ref.text() + "' calls itself");
      return job;
    }
    Optional<byte[]> file = files.read(ref.text());
    if (file.isEmpty()) {
      return job; // what can be called at all is said by CallReader
    }
    if (!read.contains(ref.text())) {
      read.add(ref.text());
    }
    GrammarReader reader = new GrammarReader(findings, limits, bytes);
    Optional<Token.Members> root =
        new YamlReader(ref.text(), findings, limits)
            .read(file.get())
            .flatMap(node -> reader.read(node, Optional.of(ref)))
            .filter(Token.Members.class::isInstance)
            .map(Token.Members.class::cast);
    bytes = reader.bytes();
    if (root.isEmpty() || !findings.github().isEmpty()) {
      return job;
    }
    trigger(job, ref, root.get());
    WorkflowTemplate called = new TemplateCheck(findings).workflow(root.get());
    jobs += called.jobs().size();
    checkCount(ref);
    Optional<Map<String, String>> allowed = permissions.check(job, ref, inherited, called);
    if (!findings.github().isEmpty()) {
      return job;
    }
    chain.add(ref.text());
    List<JobTemplate> nested = load(called.jobs(), allowed, depth + 1);
    chain.remove(ref.text());
    return job.with(new WorkflowTemplate(called.root(), nested));
  }

  private void checkCount(Token at) {
    if (jobs > limits.jobs()) {
      findings.githubOfRun(
          at.at(), "The workflow may not contain more than " + limits.jobs() + " jobs");
    }
  }

  /// Checks the call against `on.workflow_call`.
  private void trigger(JobTemplate job, Token.Literal ref, Token.Members called) {
    Token on = called.get("on").orElse(called);
    Optional<Token> trigger =
        switch (on) {
          case Token.Literal name when name.text().equals("workflow_call") -> Optional.of(name);
          case Token.Items names ->
              names.items().stream()
                  .filter(
                      item ->
                          item instanceof Token.Literal name && name.text().equals("workflow_call"))
                  .findFirst();
          case Token.Members events -> events.get("workflow_call");
          default -> Optional.empty();
        };
    if (trigger.isEmpty()) {
      findings.github(
          on.at(), on.at(), "workflow_call key is not defined in the referenced workflow.");
      return;
    }
    Token.Members definitions =
        trigger.get() instanceof Token.Members mapping
            ? mapping
            : new Token.Members(on.at(), List.of());
    inputs(job, ref, definitions.mapping("inputs"));
    if (job.call().filter(JobTemplate.CallTemplate::inheritsSecrets).isEmpty()) {
      secrets(job, ref, definitions.mapping("secrets"));
    }
  }

  private void inputs(JobTemplate job, Token.Literal ref, Optional<Token.Members> definitions) {
    Map<String, Token> given = byName(job.keys().mapping("with"));
    Map<String, Token> defined = byName(definitions);
    defined.forEach(
        (name, token) -> {
          Token.Members definition =
              token instanceof Token.Members mapping
                  ? mapping
                  : new Token.Members(token.at(), List.of());
          String type = text(definition.get("type"));
          definition.get("default").ifPresent(value -> typed(value, type));
          Token value = given.get(name);
          if (value != null) {
            typed(value, type);
          } else if (isTrue(definition.get("required"))) {
            findings.github(
                ref.at(),
                ref.at(),
                "Input "
                    + written(definitions, name)
                    + " is required, but not provided while calling.");
          }
        });
    undefined(job.keys().mapping("with"), defined, "input");
  }

  private void secrets(JobTemplate job, Token.Literal ref, Optional<Token.Members> definitions) {
    Map<String, Token> given = byName(job.keys().mapping("secrets"));
    Map<String, Token> defined = byName(definitions);
    defined.forEach(
        (name, token) -> {
          if (token instanceof Token.Members definition
              && !given.containsKey(name)
              && isTrue(definition.get("required"))) {
            findings.github(
                ref.at(),
                ref.at(),
                "Secret "
                    + written(definitions, name)
                    + " is required, but not provided while calling.");
          }
        });
    undefined(job.keys().mapping("secrets"), defined, "secret");
  }

  private void undefined(Optional<Token.Members> given, Map<String, Token> defined, String kind) {
    for (Token.Member member : given.map(Token.Members::members).orElse(List.of())) {
      if (member.key() instanceof Token.Literal key
          && !defined.containsKey(key.text().toLowerCase(Locale.ROOT))) {
        findings.github(
            member.value().at(),
            member.value().at(),
            "Invalid " + kind + ", " + key.text() + " is not defined in the referenced workflow.");
      }
    }
  }

  /// Checks a value written out against an input's type; whatever fits a text is one.
  private void typed(Token token, String type) {
    if (token instanceof Token.Literal literal) {
      boolean fits =
          switch (type) {
            case "boolean" -> literal.value() instanceof Value.Bool;
            case "number" -> literal.value() instanceof Value.Num;
            default -> true;
          };
      if (!fits) {
        findings.github(
            literal.at(),
            literal.at(),
            "Unexpected value '" + literal.text() + "'",
            ": the input is a " + type);
      }
    }
  }

  private static Map<String, Token> byName(Optional<Token.Members> mapping) {
    Map<String, Token> values = new LinkedHashMap<>();
    for (Token.Member member : mapping.map(Token.Members::members).orElse(List.of())) {
      if (member.key() instanceof Token.Literal key) {
        values.put(key.text().toLowerCase(Locale.ROOT), member.value());
      }
    }
    return values;
  }

  private static String written(Optional<Token.Members> mapping, String lowered) {
    return mapping.map(Token.Members::members).orElse(List.of()).stream()
        .map(Token.Member::key)
        .filter(Token.Literal.class::isInstance)
        .map(key -> ((Token.Literal) key).text())
        .filter(lowered::equalsIgnoreCase)
        .findFirst()
        .orElse(lowered);
  }

  private static String text(Optional<Token> token) {
    return token.flatMap(TemplateCheck::literal).map(Token.Literal::text).orElse("");
  }

  private static boolean isTrue(Optional<Token> token) {
    return token
        .filter(
            value ->
                value instanceof Token.Literal(Position ignored, Value.Bool(boolean flag)) && flag)
        .isPresent();
  }
}
