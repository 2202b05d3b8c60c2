package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a submission will consist of: its jobs with their instances, all known before anything
/// runs.
///
/// It depends on nothing but the workflow, its inputs and its revision, so each peer that holds the
/// submission has the same plan.
///
/// @param inputs the `inputs` context: typed, with defaults filled in
/// @param group the concurrency group of the run
public record Plan(Value.Obj inputs, List<PlannedJob> jobs, Optional<PlannedGroup> group) {

  public Plan {
    jobs = List.copyOf(jobs);
  }

  /// The plan with the inputs' defaults.
  ///
  /// @throws WorkflowException as [#of(Workflow, Map, Revision, SubmittedEvent)]
  public static Plan of(Workflow workflow) {
    return of(workflow, Map.of());
  }

  /// The plan for given inputs, outside git.
  ///
  /// @throws WorkflowException as [#of(Workflow, Map, Revision, SubmittedEvent)]
  public static Plan of(Workflow workflow, Map<String, String> given) {
    return of(workflow, given, Revision.NONE, SubmittedEvent.BY_HAND);
  }

  /// The plan for given inputs and an event.
  ///
  /// @param given input texts by name, as in the submission; there are inputs by hand alone
  /// @param revision what the submission's files are of
  /// @throws WorkflowException with places in the file, if an input is wrong or an expression of
  /// the plan fails
  public static Plan of(
      Workflow workflow, Map<String, String> given, Revision revision, SubmittedEvent event) {
    Value.Obj inputs = InputCheck.of(workflow, given, event).orThrow();
    EvaluationContext context =
        EvaluationContext.of(
            Map.of("inputs", inputs, "github", github(workflow, given, inputs, revision, event)));
    Optional<PlannedGroup> group =
        workflow.concurrency().map(concurrency -> concurrency.planned(context));
    List<PlannedJob> jobs = new ArrayList<>();
    for (Job job : workflow.jobs().values()) {
      PlannedJob planned = planned(job, context);
      group.ifPresent(whole -> checkOutside(job, planned, whole));
      jobs.add(planned);
    }
    return new Plan(inputs, jobs, group);
  }

  /// A job of the plan.
  public Optional<PlannedJob> job(String id) {
    return jobs.stream().filter(job -> job.id().equals(id)).findFirst();
  }

  /// The part of the `github` context that the submission itself decides; [BeforeRun] lets no other
  /// be named.
  private static Value github(
      Workflow workflow,
      Map<String, String> given,
      Value.Obj inputs,
      Revision revision,
      SubmittedEvent event) {
    Map<String, String> texts = new LinkedHashMap<>();
    inputs.members().forEach((name, value) -> texts.put(name, value.text()));
    texts.putAll(given);
    Map<String, Value> github = new LinkedHashMap<>(event.github(revision, texts));
    github.put("workflow", Value.of(workflow.title()));
    return new Value.Obj(github);
  }

  /// An instance of a job whose matrix rests on needed jobs, now that these are over.
  ///
  /// @param needs the `needs` context
  /// @throws WorkflowException if what they gave makes no matrix, or none with that index
  public PlannedInstance instance(Job job, int index, Value.Obj needs) {
    EvaluationContext context = EvaluationContext.of(Map.of("inputs", inputs, "needs", needs));
    List<Matrix.Combination> combinations =
        job.strategy().map(strategy -> strategy.matrix().combinations(context)).orElse(List.of());
    List<PlannedInstance> instances = planned(job, context, combinations).instances();
    if (index >= instances.size()) {
      throw new WorkflowException(
          "The matrix of '%s' has %d instances by the results of its needs, and none with index %d"
              .formatted(job.id(), instances.size(), index));
    }
    return instances.get(index);
  }

  private static PlannedJob planned(Job job, EvaluationContext context) {
    Optional<Matrix> matrix = job.strategy().map(Strategy::matrix);
    if (matrix.filter(LateMatrix::isLate).isEmpty()) {
      return planned(
          job, context, matrix.map(here -> here.combinations(context)).orElse(List.of()));
    }
    job.groups().stream()
        .map(Concurrency::group)
        .filter(Plan::namesMatrix)
        .findFirst()
        .ifPresent(
            group -> {
              throw new WorkflowException(
                  List.of(
                      Diagnostic.unsupported(
                          group.position(),
                          "This may not name the matrix, which comes from needs and is not known"
                              + " when the run is submitted; write it out")));
            });
    // what the matrix decides of the labels, a peer asks of itself once the matrix is known
    List<Template> known = job.runsOn().stream().filter(label -> !namesMatrix(label)).toList();
    PlannedJob alone = planned(job, known, context, List.of());
    return new PlannedJob(
        job.id(),
        job.needs(),
        alone.runsOn(),
        alone.instances(),
        alone.strategy(),
        Optional.of(LateMatrix.text(matrix.get())));
  }

  private static boolean namesMatrix(Template template) {
    return template.expressions().stream().anyMatch(expression -> names(expression, "matrix"));
  }

  private static boolean names(Expression expression, String context) {
    return (expression instanceof Expression.Name name && name.name().equalsIgnoreCase(context))
        || expression.children().stream().anyMatch(child -> names(child, context));
  }

  private static PlannedJob planned(
      Job job, EvaluationContext context, List<Matrix.Combination> combinations) {
    return planned(job, job.runsOn(), context, combinations);
  }

  /// @param runsOn those of the job's that are known
  private static PlannedJob planned(
      Job job,
      List<Template> runsOn,
      EvaluationContext context,
      List<Matrix.Combination> combinations) {
    int total = Math.max(1, combinations.size());
    List<PlannedInstance> instances = new ArrayList<>(total);
    Optional<PlannedStrategy> planned = job.strategy().map(strategy -> strategy.planned(context));
    List<String> labels = List.of();
    for (int index = 0; index < total; index++) {
      Optional<Matrix.Combination> combination =
          combinations.isEmpty() ? Optional.empty() : Optional.of(combinations.get(index));
      Value matrix =
          combination.<Value>map(here -> new Value.Obj(here.values())).orElse(new Value.Null());
      Value strategy = strategyContext(planned, index, total);
      EvaluationContext here = context.with("matrix", matrix).with("strategy", strategy);
      List<String> labelsHere = runsOn.isEmpty() ? List.of() : labels(job, runsOn, here);
      labels = index == 0 ? labelsHere : labels.stream().filter(labelsHere::contains).toList();
      instances.add(
          new PlannedInstance(
              index,
              JobName.of(job, combination, here),
              matrix,
              strategy,
              labelsHere,
              groups(job, here)));
    }
    return new PlannedJob(job.id(), job.needs(), labels, instances, planned, Optional.empty());
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

  private static void checkOutside(Job job, PlannedJob planned, PlannedGroup whole) {
    for (PlannedInstance instance : planned.instances()) {
      for (int i = 0; i < instance.groups().size(); i++) {
        if (instance.groups().get(i).isSameAs(whole)) {
          throw inItself(job, job.groups().get(i), whole, "its run");
        }
      }
    }
  }

  /// GitHub cancels such a run for a deadlock once it has begun; here it is known before.
  private static WorkflowException inItself(
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
