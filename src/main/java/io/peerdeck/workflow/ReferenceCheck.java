package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Warns of expressions that name a job, step, input or matrix key which is not there. GitHub gives
/// an empty value for them and says nothing.
final class ReferenceCheck {
  private final Findings findings;
  private final Map<String, Set<String>> known;

  private ReferenceCheck(Findings findings, Map<String, Set<String>> known) {
    this.findings = findings;
    this.known = known;
  }

  static void check(Workflow workflow, Findings findings) {
    workflow.jobs().values().forEach(job -> check(workflow, job, findings));
  }

  private static void check(Workflow workflow, Job job, Findings findings) {
    Set<String> steps = new HashSet<>();
    Map<String, Set<String>> known =
        Map.of(
            "needs", lowered(job.needs()),
            "inputs", lowered(workflow.inputs().keySet()),
            "matrix", matrixKeys(job),
            "steps", steps);
    ReferenceCheck check = new ReferenceCheck(findings, known);
    check.expression(job.condition().expression(), job.condition().position());
    job.env().values().forEach(check::template);
    for (Step step : job.steps()) {
      check.expression(step.condition().expression(), step.condition().position());
      templates(step).forEach(check::template);
      step.id().ifPresent(id -> steps.add(id.toLowerCase(Locale.ROOT)));
    }
    job.outputs().values().forEach(check::template);
  }

  private static List<Template> templates(Step step) {
    List<Template> templates = new ArrayList<>(step.env().values());
    step.name().ifPresent(templates::add);
    templates.add(step.continueOnError());
    step.timeoutMinutes().ifPresent(templates::add);
    switch (step) {
      case RunStep run -> {
        templates.add(run.script());
        run.workingDirectory().ifPresent(templates::add);
      }
      case UsesStep uses -> templates.addAll(uses.with().values());
    }
    return templates;
  }

  private void template(Template template) {
    for (Template.Part part : template.parts()) {
      if (part instanceof Template.Embedded(Expression expression, Position at)) {
        expression(expression, at);
      }
    }
  }

  private void expression(Expression expression, Position at) {
    expression.walk(node -> reference(node).ifPresent(message -> findings.warning(at, message)));
  }

  private Optional<String> reference(Expression node) {
    if (!(node
        instanceof
        Expression.Index(
            Expression.Name(String name, int ignored),
            Expression.Literal(Value.Str(String member))))) {
      return Optional.empty();
    }
    String context = name.toLowerCase(Locale.ROOT);
    Set<String> names = known.get(context);
    // `*` stands for the keys of an include that comes from an expression
    if (names == null || names.contains(member.toLowerCase(Locale.ROOT)) || names.contains("*")) {
      return Optional.empty();
    }
    String reason =
        switch (context) {
          case "needs" -> "the job does not list '" + member + "' in its needs";
          case "inputs" -> "workflow_dispatch declares no input '" + member + "'";
          case "matrix" -> "the matrix has no key '" + member + "'";
          default -> "no earlier step of the job has the id '" + member + "'";
        };
    return Optional.of(context + "." + member + " is always empty: " + reason);
  }

  private static Set<String> matrixKeys(Job job) {
    if (job.strategy().isEmpty()) {
      return Set.of();
    }
    Matrix matrix = job.strategy().get().matrix();
    Set<String> keys = lowered(matrix.axes().keySet());
    if (matrix.include().isPresent()) {
      switch (matrix.include().get()) {
        case TemplateTree.Items items ->
            items
                .items()
                .forEach(
                    item -> {
                      if (item instanceof TemplateTree.Members members) {
                        keys.addAll(lowered(members.members().keySet()));
                      } else {
                        keys.add("*");
                      }
                    });
        default -> keys.add("*");
      }
    }
    return keys;
  }

  private static Set<String> lowered(Iterable<String> names) {
    Set<String> lowered = new HashSet<>();
    names.forEach(name -> lowered.add(name.toLowerCase(Locale.ROOT)));
    return lowered;
  }
}
