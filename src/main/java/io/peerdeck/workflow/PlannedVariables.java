package io.peerdeck.workflow;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The variables (`vars`) that a plan rests on: those that names, labels, groups and strategies
/// name. They live where a workflow is submitted, and travel with the submission, so that each peer
/// has the same plan.
public final class PlannedVariables {
  private PlannedVariables() {}

  /// Those of these that the workflow's plan rests on.
  ///
  /// @param all the submitter's variables, by name
  public static Map<String, String> of(Workflow workflow, Map<String, String> all) {
    Set<String> named = namedIn(workflow);
    Map<String, String> planned = new TreeMap<>();
    all.forEach(
        (name, value) -> {
          if (named.contains(name.toLowerCase(Locale.ROOT))) {
            planned.put(name, value);
          }
        });
    return planned;
  }

  /// Their names, in lower case.
  static Set<String> namedIn(Workflow workflow) {
    Set<String> named = new TreeSet<>();
    workflow
        .concurrency()
        .ifPresent(group -> Stream.of(group.group(), group.cancelInProgress()).forEach(add(named)));
    workflow.jobs().values().forEach(job -> templates(job).forEach(add(named)));
    return named;
  }

  private static Stream<Template> templates(Job job) {
    Stream<Strategy> strategies =
        Stream.concat(job.strategy().stream(), job.calls().stream().map(CallPlace::strategy));
    return Stream.of(
            job.name().stream(),
            job.runsOn().stream(),
            job.groups().stream()
                .flatMap(group -> Stream.of(group.group(), group.cancelInProgress())),
            strategies.flatMap(PlannedVariables::templates))
        .flatMap(found -> found);
  }

  private static Stream<Template> templates(Strategy strategy) {
    return Stream.of(
            BeforeRun.templates(strategy.matrix()).stream(),
            Stream.of(strategy.failFast()),
            strategy.maxParallel().stream())
        .flatMap(found -> found);
  }

  private static Consumer<Template> add(Set<String> named) {
    return template -> template.expressions().forEach(expression -> collect(expression, named));
  }

  private static void collect(Expression expression, Set<String> named) {
    if (expression
            instanceof
            Expression.Index(
                Expression.Name(String context, int ignored),
                Expression.Literal(Value.Str(String member)))
        && context.equalsIgnoreCase("vars")) {
      named.add(member.toLowerCase(Locale.ROOT));
    }
    expression.children().forEach(child -> collect(child, named));
  }
}
