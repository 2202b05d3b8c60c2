package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Plans one job: its instances with their names, labels and groups.
final class JobPlan {
  private JobPlan() {}

  static PlannedJob planned(Job job, EvaluationContext context) {
    MatrixLayers layers = MatrixLayers.of(job);
    boolean late = layers.areLate();
    List<MatrixLayers.Unfolded> unfolded =
        late ? List.of(MatrixLayers.Unfolded.ALL) : layers.unfold(context);
    boolean travels = late || layers.layers().size() > 1;
    if (travels) {
      refuseGroupsByMatrix(job);
    }
    // what the matrix decides of the labels, a peer asks of itself once the matrix is known
    List<Template> known =
        job.runsOn().stream().filter(label -> !travels || !namesMatrix(label)).toList();
    Optional<PlannedStrategy> strategy = job.strategy().map(own -> own.planned(context));
    List<PlannedInstance> instances = new ArrayList<>(unfolded.size());
    List<String> labels = List.of();
    for (MatrixLayers.Unfolded each : unfolded) {
      PlannedInstance instance = instance(job, each, known, strategy, context);
      labels =
          instances.isEmpty()
              ? instance.runsOn()
              : labels.stream().filter(instance.runsOn()::contains).toList();
      instances.add(instance);
    }
    return new PlannedJob(
        job.id(),
        job.needs(),
        labels,
        instances,
        strategy,
        travels ? Optional.of(LateMatrix.text(layers, context)) : Optional.empty(),
        job.calls().stream().map(call -> planned(call, context)).toList());
  }

  private static PlannedCall planned(CallPlace call, EvaluationContext context) {
    return new PlannedCall(
        call.id(), call.combination().orElse(""), call.strategy().planned(context));
  }

  /// @throws WorkflowException if what the needs gave makes no matrix, or none with that index
  static PlannedInstance instance(Job job, int index, EvaluationContext context) {
    return instance(
        job,
        MatrixLayers.of(job).at(index, context),
        job.runsOn(),
        job.strategy().map(own -> own.planned(context)),
        context);
  }

  /// @throws WorkflowException if what the needs gave makes no matrix
  static List<PlannedInstance> instances(Job job, EvaluationContext context) {
    Optional<PlannedStrategy> strategy = job.strategy().map(own -> own.planned(context));
    return MatrixLayers.of(job).unfold(context).stream()
        .map(unfolded -> instance(job, unfolded, job.runsOn(), strategy, context))
        .toList();
  }

  /// @param runsOn those of the job's that are known
  private static PlannedInstance instance(
      Job job,
      MatrixLayers.Unfolded unfolded,
      List<Template> runsOn,
      Optional<PlannedStrategy> planned,
      EvaluationContext context) {
    Value matrix =
        unfolded.own().<Value>map(own -> new Value.Obj(own.values())).orElse(new Value.Null());
    Value strategy = strategyContext(planned, unfolded.place(), unfolded.total());
    Map<String, Value> contexts = new LinkedHashMap<>(context.contexts());
    contexts.putAll(unfolded.around());
    contexts.put("matrix", matrix);
    contexts.put("strategy", strategy);
    EvaluationContext here = EvaluationContext.of(contexts);
    return new PlannedInstance(
        unfolded.index(),
        JobName.of(job, unfolded.own(), here),
        matrix,
        strategy,
        runsOn.isEmpty() ? List.of() : labels(job, runsOn, here),
        groups(job, here),
        unfolded.around(),
        unfolded.totals());
  }

  private static void refuseGroupsByMatrix(Job job) {
    job.groups().stream()
        .map(Concurrency::group)
        .filter(JobPlan::namesMatrix)
        .findFirst()
        .ifPresent(
            group -> {
              throw new WorkflowException(
                  List.of(
                      Diagnostic.unsupported(
                          group.position(),
                          "This may not name the matrix, which comes from needs or is around"
                              + " another and is not known when the run is submitted; write it"
                              + " out")));
            });
  }

  private static boolean namesMatrix(Template template) {
    return template.expressions().stream().anyMatch(JobPlan::namesMatrix);
  }

  private static boolean namesMatrix(Expression expression) {
    return (expression instanceof Expression.Name name && Expressions.isNamed(name, "matrix"))
        || CallPlace.isNamedIn(expression)
        || expression.children().stream().anyMatch(JobPlan::namesMatrix);
  }

  private static List<PlannedGroup> groups(Job job, EvaluationContext context) {
    List<PlannedGroup> groups = new ArrayList<>();
    for (Concurrency concurrency : job.groups()) {
      PlannedGroup group = concurrency.planned(context);
      if (groups.stream().anyMatch(group::isSameAs)) {
        throw inItself(job, concurrency, group, "a call around it");
      }
      groups.add(group);
    }
    return groups;
  }

  /// GitHub cancels such a run for a deadlock once it has begun; here it is known before.
  static WorkflowException inItself(
      Job job, Concurrency concurrency, PlannedGroup group, String holder) {
    return new WorkflowException(
        List.of(
            Diagnostic.error(
                concurrency.group().position(),
                "Deadlock: '%s' would wait for the concurrency group '%s', which %s holds until it is over; give one of the two another name"
                    .formatted(job.id(), group.name(), holder))));
  }

  private static List<String> labels(Job job, List<Template> runsOn, EvaluationContext context) {
    List<String> labels = new ArrayList<>();
    for (Template template : runsOn) {
      switch (template.evaluate(context)) {
        case Value.Array array -> array.items().forEach(item -> labels.add(label(item)));
        case Value value -> labels.add(label(value));
      }
    }
    if (labels.stream().anyMatch(String::isEmpty) || labels.isEmpty()) {
      throw new WorkflowException(
          List.of(
              Diagnostic.error(
                  runsOn.getFirst().position(),
                  "runs-on of '"
                      + job.id()
                      + "' gives an empty label; name a label such as ubuntu-latest")));
    }
    return labels;
  }

  /// Labels are told apart without letter case, at GitHub as here.
  private static String label(Value value) {
    return value.text().strip().toLowerCase(Locale.ROOT);
  }

  private static Value strategyContext(Optional<PlannedStrategy> strategy, int index, int total) {
    boolean failFast = strategy.map(PlannedStrategy::failFast).orElse(true);
    int maxParallel = strategy.map(here -> here.maxParallel().orElse(total)).orElse(1);
    Map<String, Value> members = new LinkedHashMap<>();
    members.put("fail-fast", Value.of(failFast));
    members.put("job-index", Value.of(index));
    members.put("job-total", Value.of(total));
    members.put("max-parallel", Value.of(maxParallel));
    return new Value.Obj(members);
  }
}
