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

  /// One that is skipped in any case: it stands alone for its instances, as at GitHub, and any peer
  /// may say so.
  static PlannedJob skipped(Job job, EvaluationContext context) {
    return new PlannedJob(
        job.id(),
        job.needs(),
        List.of(),
        List.of(instance(job, MatrixLayers.Unfolded.ALL, List.of(), true, context)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  static PlannedJob planned(Job job, EvaluationContext context) {
    MatrixLayers layers = MatrixLayers.of(job);
    boolean late = layers.areLate();
    List<MatrixLayers.Unfolded> unfolded =
        late ? List.of(MatrixLayers.Unfolded.ALL) : layers.unfold(context);
    boolean lateTerms = LateTerms.areLate(job);
    boolean travels =
        late
            || lateTerms
            || layers.layers().size() > 1
            || job.runsOn().stream().anyMatch(label -> Expressions.names(label, "needs"));
    boolean open = lateTerms || (travels && LateTerms.areOfMatrix(job));
    // what matrix or needs decide of the labels, a peer asks of itself once they are known
    List<Template> known =
        job.runsOn().stream()
            .filter(label -> !travels || !Expressions.names(label, JobPlan::isLate))
            .toList();
    List<PlannedInstance> instances = new ArrayList<>(unfolded.size());
    List<String> labels = List.of();
    for (MatrixLayers.Unfolded each : unfolded) {
      PlannedInstance instance = instance(job, each, known, open, context);
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
        job.strategy().map(own -> planned(own, open, context)),
        travels ? Optional.of(LateMatrix.text(layers, context)) : Optional.empty(),
        open ? Optional.of(LateTerms.text(job, context)) : Optional.empty(),
        job.calls().stream()
            .map(
                call ->
                    new PlannedCall(
                        call.id(),
                        call.combination().orElse(""),
                        planned(call.strategy(), open, context)))
            .toList());
  }

  private static PlannedStrategy planned(
      Strategy strategy, boolean open, EvaluationContext context) {
    return open ? LateTerms.UNKNOWN : strategy.planned(context);
  }

  /// @throws WorkflowException if what the needs gave makes no matrix, or none with that index
  static PlannedInstance instance(Job job, int index, EvaluationContext context) {
    return instance(job, MatrixLayers.of(job).at(index, context), job.runsOn(), false, context);
  }

  /// @throws WorkflowException if what the needs gave makes no matrix
  static List<PlannedInstance> instances(Job job, EvaluationContext context) {
    return MatrixLayers.of(job).unfold(context).stream()
        .map(unfolded -> instance(job, unfolded, job.runsOn(), false, context))
        .toList();
  }

  /// @param runsOn those of the job's that are known
  /// @param open whether groups and bounds are not known yet
  private static PlannedInstance instance(
      Job job,
      MatrixLayers.Unfolded unfolded,
      List<Template> runsOn,
      boolean open,
      EvaluationContext context) {
    Map<String, Value> contexts = new LinkedHashMap<>(context.contexts());
    contexts.putAll(unfolded.around());
    EvaluationContext around = EvaluationContext.of(contexts);
    Optional<PlannedStrategy> planned = job.strategy().map(own -> planned(own, open, around));
    contexts.putAll(unfolded.contexts(planned));
    EvaluationContext here = EvaluationContext.of(contexts);
    return new PlannedInstance(
        unfolded.index(),
        JobName.of(job, unfolded.own(), here),
        unfolded.matrix(),
        unfolded.strategyContext(planned),
        runsOn.isEmpty() ? List.of() : labels(job, runsOn, here),
        open ? List.of() : groups(job, here),
        unfolded.around(),
        unfolded.totals());
  }

  /// Whether a context is of the needed jobs or of a matrix.
  private static boolean isLate(String context) {
    return context.equalsIgnoreCase("matrix") || LateMatrix.isOpen(context);
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
}
