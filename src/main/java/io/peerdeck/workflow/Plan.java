package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a submission will consist of: its jobs with their instances, all known before anything
/// runs.
///
/// It depends on nothing but the workflow, its inputs and its revision, so each peer that holds the
/// submission has the same plan.
///
/// @param inputs the `inputs` context: typed, with defaults filled in
/// @param github what the submission decides of that context, or all of it: see [#in]
/// @param vars the variables it rests on, of where it was submitted
/// @param group the concurrency group of the run
public record Plan(
    Value.Obj inputs,
    Value github,
    Map<String, String> vars,
    List<PlannedJob> jobs,
    Optional<PlannedGroup> group) {

  public Plan {
    vars = Ordered.copyOf(vars);
    jobs = List.copyOf(jobs);
  }

  /// The plan with the inputs' defaults.
  ///
  /// @throws WorkflowException as [#of(Workflow, Map, Map, Revision, SubmittedEvent)]
  public static Plan of(Workflow workflow) {
    return of(workflow, Map.of());
  }

  /// The plan for given inputs, outside git.
  ///
  /// @throws WorkflowException as [#of(Workflow, Map, Map, Revision, SubmittedEvent)]
  public static Plan of(Workflow workflow, Map<String, String> given) {
    return of(workflow, given, Map.of(), Revision.NONE, SubmittedEvent.BY_HAND);
  }

  /// The plan for given inputs and an event.
  ///
  /// @param given input texts by name, as in the submission; there are inputs by hand alone
  /// @param vars variables of where it is submitted, by name
  /// @param revision what the submission's files are of
  /// @throws WorkflowException with places in the file, if an input is wrong or an expression of
  /// the plan fails
  public static Plan of(
      Workflow workflow,
      Map<String, String> given,
      Map<String, String> vars,
      Revision revision,
      SubmittedEvent event) {
    Plan plan = withoutJobs(workflow, given, vars, revision, event);
    return plan.withJobs(workflow, new SkippedJobs(workflow, plan.context())::contains);
  }

  /// The plan of a submission that was made when a job that is skipped in any case had to be by a
  /// peer with its labels.
  ///
  /// @throws WorkflowException as [#of(Workflow, Map, Map, Revision, SubmittedEvent)]
  public static Plan ofEarlier(
      Workflow workflow,
      Map<String, String> given,
      Map<String, String> vars,
      Revision revision,
      SubmittedEvent event) {
    return withoutJobs(workflow, given, vars, revision, event).withJobs(workflow, job -> false);
  }

  private static Plan withoutJobs(
      Workflow workflow,
      Map<String, String> given,
      Map<String, String> vars,
      Revision revision,
      SubmittedEvent event) {
    Value.Obj inputs = InputCheck.of(workflow, given, event).orThrow();
    return new Plan(
        inputs,
        github(workflow, given, inputs, revision, event),
        PlannedVariables.of(workflow, vars),
        List.of(),
        Optional.empty());
  }

  /// @param skipped which jobs are skipped in any case, and planned as such
  private Plan withJobs(Workflow workflow, Predicate<Job> skipped) {
    EvaluationContext context = context();
    Optional<PlannedGroup> whole =
        workflow.concurrency().map(concurrency -> concurrency.planned(context));
    List<PlannedJob> planned = new ArrayList<>();
    for (Job job : workflow.jobs().values()) {
      PlannedJob each =
          skipped.test(job) ? JobPlan.skipped(job, context) : JobPlan.planned(job, context);
      whole.ifPresent(
          held -> each.instances().forEach(instance -> checkOutside(job, instance, held)));
      planned.add(each);
    }
    return new Plan(inputs, github, vars, planned, whole);
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

  /// An instance of a job whose matrices rest on needed jobs, now that these are over.
  ///
  /// @param needs the `needs` context
  /// @throws WorkflowException if what they gave makes no matrix, or none with that index
  public PlannedInstance instance(Job job, int index, Value.Obj needs) {
    PlannedInstance instance = JobPlan.instance(job, index, after(needs));
    group.ifPresent(whole -> checkOutside(job, instance, whole));
    return instance;
  }

  /// All instances of such a job, in order.
  ///
  /// @throws WorkflowException as [#instance]
  public List<PlannedInstance> instances(Job job, Value.Obj needs) {
    return JobPlan.instances(job, after(needs));
  }

  /// The plan in its run, of which all of `github` is known: jobs named by it have their names.
  public Plan in(Value.Obj run) {
    return new Plan(inputs, run, vars, jobs, group);
  }

  /// All instances of a job whose matrices rest on no needed jobs, before those are over.
  ///
  /// @throws WorkflowException if an expression fails
  public List<PlannedInstance> instances(Job job) {
    return JobPlan.instances(job, context());
  }

  /// What a job sees of the matrices of the calls around it, now that what it needs is over.
  ///
  /// @throws WorkflowException as [#instance]
  public Map<String, Value> around(Job job, int index, Value.Obj needs) {
    return MatrixLayers.of(job).around(index, after(needs));
  }

  private EvaluationContext context() {
    return EvaluationContext.of(
        Map.of("inputs", inputs, "github", github, "vars", Value.ofTexts(vars, false)));
  }

  private EvaluationContext after(Value.Obj needs) {
    return context().with("needs", needs);
  }

  private static void checkOutside(Job job, PlannedInstance instance, PlannedGroup whole) {
    for (int i = 0; i < instance.groups().size(); i++) {
      if (instance.groups().get(i).isSameAs(whole)) {
        throw JobPlan.inItself(job, job.groups().get(i), whole, "its run");
      }
    }
  }
}
