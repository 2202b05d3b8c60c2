package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a workflow from its YAML.
final class WorkflowReader {
  private static final Keys KEYS =
      Keys.of(
          "name",
          "description",
          "run-name",
          "on",
          "env",
          "defaults",
          "permissions",
          "concurrency",
          "jobs",
          "labels");

  /// A submission is one entry of at most 64 KiB that names all its jobs.
  static final int MAX_JOBS = 256;

  private final String file;
  private final Findings findings;
  private final TemplateReader templates;
  private final CalledFiles called;
  private final int depth;
  private final Map<String, CallReader.Call> calls = new LinkedHashMap<>();

  WorkflowReader(String file, Findings findings, CalledFiles called) {
    this(file, findings, called, 1);
  }

  /// @param depth how deep the file is called, from 1
  WorkflowReader(String file, Findings findings, CalledFiles called, int depth) {
    this.file = file;
    this.findings = findings;
    this.called = called;
    this.depth = depth;
    this.templates = new TemplateReader(findings);
  }

  /// The workflow as far as it could be read; the caller asks the findings whether it may be used.
  Optional<Workflow> read(YamlNode root) {
    Optional<YamlNode.Mapping> mapping = root.mapping(findings);
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    Keys.Values values = KEYS.in(mapping.get(), findings);
    JobReader jobReader = new JobReader(findings, templates);
    Optional<Template> runName =
        values.get("run-name").flatMap(node -> templates.template(node, ExpressionScope.RUN_NAME));
    Optional<YamlNode> on = values.required("on");
    Map<String, Job> jobs = jobs(values.required("jobs"), jobReader);
    Workflow workflow =
        new Workflow(
            file,
            values.scalar("name").map(YamlNode.Scalar::text),
            runName,
            jobReader.labels(values.get("labels")),
            TagRule.tagsOf(root),
            on.map(node -> new TriggerReader(findings).read(node)).orElse(List.of()),
            inputs(on),
            jobReader.permissions(values.get("permissions")),
            new VariablesReader(findings, templates)
                .read(values.get("env"), ExpressionScope.WORKFLOW_ENV),
            jobReader.defaults(values.get("defaults"), ExpressionScope.WORKFLOW_DEFAULTS),
            new ConcurrencyReader(findings, templates)
                .read(values.get("concurrency"), ExpressionScope.CONCURRENCY),
            jobs);
    List<String> order =
        mapping
            .get()
            .get("jobs")
            .filter(YamlNode.Mapping.class::isInstance)
            .map(node -> ((YamlNode.Mapping) node).entries())
            .orElse(List.of())
            .stream()
            .map(YamlNode.Entry::name)
            .toList();
    return Optional.of(CallExpansion.expand(workflow, calls, order, findings));
  }

  /// Outputs of this workflow where it is called, with those of its own calls taken apart.
  Map<String, Expression> passedOn(Map<String, Expression> outputs, Position at) {
    CallResults results = new CallResults(findings, calls);
    Map<String, Expression> passed = new LinkedHashMap<>();
    outputs.forEach((name, output) -> passed.put(name, results.passedOn(output, at)));
    return passed;
  }

  private Map<String, WorkflowInput> inputs(Optional<YamlNode> on) {
    InputReader reader = new InputReader(findings);
    Map<String, WorkflowInput> inputs = new LinkedHashMap<>();
    if (on.isPresent() && on.get() instanceof YamlNode.Mapping events) {
      events.get("workflow_dispatch").ifPresent(node -> inputs.putAll(reader.dispatch(node)));
      events.get("workflow_call").ifPresent(reader::call);
    }
    return inputs;
  }

  private Map<String, Job> jobs(Optional<YamlNode> node, JobReader reader) {
    Map<String, Job> jobs = new LinkedHashMap<>();
    Optional<YamlNode.Mapping> mapping = node.flatMap(here -> here.mapping(findings));
    if (mapping.isEmpty()) {
      return jobs;
    }
    List<YamlNode.Entry> entries = mapping.get().entries();
    if (entries.size() > MAX_JOBS) {
      findings.error(
          mapping.get().at(), "The workflow may not contain more than " + MAX_JOBS + " jobs");
      return jobs;
    }
    if (entries.isEmpty()) {
      findings.error(
          mapping.get().at(), "The workflow must contain at least one job with no dependencies.");
    }
    CallReader callReader = new CallReader(findings, templates, called, depth);
    for (YamlNode.Entry entry : entries) {
      if (entry.value() instanceof YamlNode.Mapping job
          && job.get("uses").isPresent()
          && job.get("runs-on").isEmpty()) {
        callReader.read(entry).ifPresent(call -> calls.put(call.id(), call));
      } else {
        reader.read(entry).ifPresent(job -> jobs.put(job.id(), job));
      }
    }
    checkNeeds(mapping.get());
    return jobs;
  }

  /// Reports needs that name no job, or lead back to the job itself, where they stand.
  private void checkNeeds(YamlNode.Mapping jobs) {
    Map<String, List<YamlNode.Scalar>> needs = new LinkedHashMap<>();
    Map<String, List<String>> names = new LinkedHashMap<>();
    Findings elsewhere = new Findings(); // shapes were reported by the job's reader
    for (YamlNode.Entry job : jobs.entries()) {
      Optional<YamlNode> listed =
          job.value() instanceof YamlNode.Mapping mapping ? mapping.get("needs") : Optional.empty();
      List<YamlNode.Scalar> scalars =
          listed.map(node -> node.oneOrMore(elsewhere)).orElse(List.of());
      needs.put(job.name(), scalars);
      names.put(job.name(), scalars.stream().map(YamlNode.Scalar::text).distinct().toList());
    }
    JobGraph graph = JobGraph.of(names);
    Map<String, Set<String>> ancestors = new LinkedHashMap<>();
    names.keySet().forEach(id -> ancestors.put(id, graph.ancestors(id)));
    needs.forEach((id, listed) -> listed.forEach(need -> checkNeed(id, need, ancestors)));
  }

  private void checkNeed(String id, YamlNode.Scalar need, Map<String, Set<String>> ancestors) {
    String target = need.text();
    Set<String> before = ancestors.get(target);
    if (before == null) {
      String near =
          Findings.nearest(target, ancestors.keySet())
              .map(name -> " Did you mean '" + name + "'?")
              .orElse("");
      findings.error(need.at(), "Job '" + id + "' depends on unknown job '" + target + "'." + near);
    } else if (target.equals(id) || before.contains(id)) {
      findings.error(
          need.at(),
          "Job '%s' depends on job '%s' which creates a cycle in the dependency graph."
              .formatted(id, target));
    }
  }
}
