package io.peerdeck.workflow;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/// What an expression may name at one key of a workflow file, by the table "Context availability"
/// of GitHub's [contexts reference](https://docs.github.com/actions/reference/contexts-reference).
///
/// @param place the key in words, for messages
/// @param contexts names of contexts; `*` stands for any
/// @param functions those beyond the general ones
record ExpressionScope(String place, Set<String> contexts, Set<ExpressionFunction> functions) {

  private static final Set<ExpressionFunction> STATUS =
      Set.of(
          ExpressionFunction.SUCCESS,
          ExpressionFunction.FAILURE,
          ExpressionFunction.CANCELLED,
          ExpressionFunction.ALWAYS);
  private static final Set<ExpressionFunction> HASH = Set.of(ExpressionFunction.HASH_FILES);

  static final Set<String> ALL_CONTEXTS =
      Set.of(
          "github",
          "env",
          "vars",
          "job",
          "jobs",
          "steps",
          "runner",
          "secrets",
          "strategy",
          "matrix",
          "needs",
          "inputs");

  private static final Set<String> STEP =
      Set.of(
          "github",
          "inputs",
          "vars",
          "needs",
          "strategy",
          "matrix",
          "secrets",
          "steps",
          "job",
          "runner",
          "env");
  private static final Set<String> JOB_BEGIN =
      Set.of("github", "inputs", "vars", "needs", "strategy", "matrix");

  static final ExpressionScope ANY =
      new ExpressionScope("", Set.of("*"), Set.of(ExpressionFunction.values()));
  static final ExpressionScope RUN_NAME = of("run-name", Set.of("github", "inputs", "vars"));
  static final ExpressionScope CONCURRENCY = of("concurrency", Set.of("github", "inputs", "vars"));
  static final ExpressionScope JOB_CONCURRENCY = of("jobs.<job_id>.concurrency", JOB_BEGIN);
  static final ExpressionScope WORKFLOW_ENV =
      of("env", Set.of("github", "inputs", "vars", "secrets"));
  static final ExpressionScope WORKFLOW_DEFAULTS = of("defaults.run", Set.of());
  static final ExpressionScope JOB_IF =
      new ExpressionScope("jobs.<job_id>.if", Set.of("github", "inputs", "vars", "needs"), STATUS);
  static final ExpressionScope STRATEGY =
      of("jobs.<job_id>.strategy", Set.of("github", "inputs", "vars", "needs"));
  static final ExpressionScope LATE_MATRIX = of("jobs.<job_id>.strategy.matrix", Set.of("*"));
  static final ExpressionScope RUNS_ON = of("jobs.<job_id>.runs-on", JOB_BEGIN);
  static final ExpressionScope JOB_NAME = of("jobs.<job_id>.name", JOB_BEGIN);
  static final ExpressionScope JOB_KEY = of("jobs.<job_id>", JOB_BEGIN);
  static final ExpressionScope JOB_ENV =
      of(
          "jobs.<job_id>.env",
          Set.of("github", "inputs", "vars", "needs", "strategy", "matrix", "secrets"));
  static final ExpressionScope JOB_DEFAULTS =
      of(
          "jobs.<job_id>.defaults.run",
          Set.of("github", "inputs", "vars", "needs", "strategy", "matrix", "env"));
  static final ExpressionScope CALL_OUTPUT =
      of("on.workflow_call.outputs.<output_id>.value", Set.of("github", "inputs", "vars", "jobs"));
  static final ExpressionScope JOB_OUTPUTS = of("jobs.<job_id>.outputs.<output_id>", STEP);
  static final ExpressionScope STEP_IF =
      new ExpressionScope(
          "jobs.<job_id>.steps.if",
          Set.of(
              "github",
              "inputs",
              "vars",
              "needs",
              "strategy",
              "matrix",
              "steps",
              "job",
              "runner",
              "env"),
          Set.of(
              ExpressionFunction.SUCCESS,
              ExpressionFunction.FAILURE,
              ExpressionFunction.CANCELLED,
              ExpressionFunction.ALWAYS,
              ExpressionFunction.HASH_FILES));
  static final ExpressionScope SNAPSHOT_IF =
      new ExpressionScope("jobs.<job_id>.snapshot.if", JOB_BEGIN, STATUS);
  static final ExpressionScope STEP_KEY = new ExpressionScope("jobs.<job_id>.steps", STEP, HASH);
  static final ExpressionScope STEP_SHELL = of("jobs.<job_id>.steps.shell", Set.of());

  private static final Set<String> COMPOSITE =
      Set.of("github", "inputs", "strategy", "matrix", "steps", "job", "runner", "env");
  static final ExpressionScope COMPOSITE_KEY = new ExpressionScope("runs.steps", COMPOSITE, HASH);
  static final ExpressionScope COMPOSITE_IF =
      new ExpressionScope("runs.steps.if", COMPOSITE, STEP_IF.functions());
  static final ExpressionScope COMPOSITE_OUTPUT = of("outputs.<output_id>.value", COMPOSITE);
  static final ExpressionScope ACTION_IF =
      new ExpressionScope("runs.post-if", COMPOSITE, STEP_IF.functions());
  static final ExpressionScope ACTION_INPUT =
      new ExpressionScope(
          "inputs.<input_id>.default",
          Set.of("github", "strategy", "matrix", "job", "runner"),
          HASH);

  /// What an expression may name by a list of contexts and functions, as the [Grammar] has it;
  /// `success-of` and `failure-of` are the functions of that name with any number of jobs.
  static ExpressionScope of(Set<String> names) {
    Set<String> contexts = new HashSet<>();
    Set<ExpressionFunction> functions = EnumSet.noneOf(ExpressionFunction.class);
    for (String name : names) {
      ExpressionFunction.named(name.replace("-of", ""))
          .ifPresentOrElse(functions::add, () -> contexts.add(name));
    }
    return new ExpressionScope(
        names.contains("success-of") ? JOB_IF.place() : "", contexts, functions);
  }

  /// The most arguments a function takes here: at a job's `if`, `success` and `failure` may name
  /// jobs.
  int most(ExpressionFunction function) {
    boolean ofJobs =
        function == ExpressionFunction.SUCCESS || function == ExpressionFunction.FAILURE;
    return ofJobs && place.equals(JOB_IF.place()) ? 255 : function.most();
  }

  private static ExpressionScope of(String place, Set<String> contexts) {
    return new ExpressionScope(place, contexts, Set.of());
  }

  boolean hasContext(String name) {
    return contexts.contains("*") || contexts.stream().anyMatch(name::equalsIgnoreCase);
  }

  boolean has(ExpressionFunction function) {
    return function.isGeneral() || functions.contains(function);
  }
}
