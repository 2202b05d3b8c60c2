package io.peerdeck.node;

import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.PlannedJob;
import io.peerdeck.workflow.Trigger;
import io.peerdeck.workflow.Value;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowInput;
import io.peerdeck.workflow.WorkflowTag;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What was read to be submitted, as people are shown it.
final class PreparedPreview {
  private PreparedPreview() {}

  /// The preview for people; `owners` says per task who would be rank 0.
  ///
  /// @param name what the run will be called, where that is known
  static SubmitPreview preview(
      WorkflowDesk.Prepared prepared,
      Optional<String> name,
      Owners owners,
      RunTermsView terms,
      Optional<String> runId) {
    SubmitRequest request = prepared.request();
    Optional<Workflow> workflow = prepared.workflow();
    return new SubmitPreview(
        request.file(),
        request
            .name()
            .or(() -> name)
            .or(() -> workflow.map(Workflow::title))
            .orElseGet(() -> String.valueOf(request.file().getFileName())),
        workflow
            .map(found -> found.tags().stream().map(WorkflowTag::text).toList())
            .orElse(List.of()),
        workflow
            .map(found -> found.triggers().stream().map(Trigger::text).toList())
            .orElse(List.of()),
        workflow.map(PreparedPreview::inputs).orElse(List.of()),
        prepared.plan().map(plan -> jobs(plan, owners)).orElse(List.of()),
        prepared.files().files().size(),
        prepared.files().bytes(),
        prepared.files().source(),
        terms,
        prepared.problems(),
        new String(prepared.bytes(), StandardCharsets.UTF_8),
        runId);
  }

  /// Who would be rank 0 for an instance of a job.
  interface Owners {
    Optional<PeerRef> owner(String job, int index);
  }

  private static List<SubmitPreview.JobPreview> jobs(Plan plan, Owners owners) {
    List<SubmitPreview.JobPreview> jobs = new ArrayList<>();
    for (PlannedJob job : plan.jobs()) {
      List<Optional<PeerRef>> first = new ArrayList<>();
      job.instances().forEach(instance -> first.add(owners.owner(job.id(), instance.index())));
      jobs.add(
          new SubmitPreview.JobPreview(
              job.id(), job.id(), job.needs(), job.runsOn(), job.count(), first));
    }
    return jobs;
  }

  private static List<SubmitPreview.InputField> inputs(Workflow workflow) {
    List<SubmitPreview.InputField> fields = new ArrayList<>();
    for (WorkflowInput input : workflow.inputs().values()) {
      fields.add(
          new SubmitPreview.InputField(
              input.name(),
              input.type().text(),
              input.description().orElse(""),
              input.required(),
              input.defaultValue().map(Value::text).orElse(""),
              input.options()));
    }
    return fields;
  }
}
