package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.ConcurrencyGroup;
import io.peerdeck.schedule.RankingStrategy;
import io.peerdeck.schedule.RunTerms;
import io.peerdeck.schedule.Scheduler;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.PlannedGroup;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.RunName;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowTag;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Previews and submissions: what a file would do, and doing it.
final class SubmissionDesk {
  private static final int DRAFTS = 100;

  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final PeerNames names;
  private final WorkflowDesk desk;
  private final VendoredActions actions;
  private final Cache<String, Scheduler.Draft> drafts =
      Caffeine.newBuilder().maximumSize(DRAFTS).build();

  SubmissionDesk(NodeRooms rooms, FleetEntrance entrance, PeerNames names) {
    this.rooms = rooms;
    this.entrance = entrance;
    this.names = names;
    this.actions = new VendoredActions(rooms, entrance, names);
    this.desk =
        new WorkflowDesk(
            rooms.folder.root(),
            (workflow, workspace) ->
                UsedActions.of(workflow, actions::held, rooms.files, workspace),
            this::name,
            rooms.secrets::variables);
  }

  VendoredActions actions() {
    return actions;
  }

  WorkflowTemplates templates() {
    return desk.templates();
  }

  SubmitPreview preview(SubmitRequest request) {
    WorkflowDesk.Prepared prepared = desk.prepare(request);
    if (prepared.plan().isEmpty()
        || prepared.problems().stream().anyMatch(SubmitPreview.Problem::error)
        || rooms.clock.fleet().isEmpty()) {
      return PreparedPreview.preview(
          prepared,
          prepared.name(),
          (job, index) -> Optional.empty(),
          terms(request),
          Optional.empty());
    }
    Cid snapshot = prepared.files().storedIn(rooms.files);
    Scheduler.Draft draft =
        Refusals.telling(() -> rooms.scheduler.draft(submission(prepared, snapshot, List.of())));
    String id = draft.entry().cid().toString();
    drafts.put(id, draft);
    return PreparedPreview.preview(
        prepared,
        Optional.of(draft.numbered().name(draft.entry().cid())),
        (job, index) ->
            Optional.ofNullable(draft.rankings().get(new TaskKey(job, index)))
                .flatMap(ranking -> ranking.owner().map(names::ref)),
        terms(request),
        Optional.of(id));
  }

  /// Where a submission comes from that no person makes.
  ///
  /// @param tag stands for it in the fleet
  /// @param revision what its files are a copy of
  record Origin(String tag, Revision revision) {}

  /// Submits and returns the run's id.
  Cid submit(SubmitRequest request) {
    return submit(request, desk.prepare(request), List.of());
  }

  /// The same for what comes from elsewhere.
  Cid submit(SubmitRequest request, Origin origin) {
    return submit(request, desk.prepare(request, origin.revision()), List.of(origin.tag()));
  }

  private Cid submit(SubmitRequest request, WorkflowDesk.Prepared prepared, List<String> tags) {
    prepared.orThrow();
    entrance.awaitMember();
    rooms.blobs.put(prepared.bytes(), Cid.RAW);
    Cid snapshot = prepared.files().storedIn(rooms.files);
    Submission submission = submission(prepared, snapshot, tags);
    Optional<Scheduler.Draft> shown =
        request
            .runId()
            .flatMap(id -> Optional.ofNullable(drafts.getIfPresent(id)))
            .filter(draft -> draft.submission().equals(submission));
    return Refusals.telling(
        () ->
            shown.isPresent()
                ? rooms.scheduler.submit(shown.get())
                : rooms.scheduler.submit(submission));
  }

  private String name(SubmitRequest request, Workflow workflow, Plan plan, WorkspaceFiles files) {
    if (request.name().isPresent()) {
      return request.name().get();
    }
    GitHubContext github =
        new GitHubContext(
            workflow.title(),
            String.valueOf(request.file().getFileName()),
            WorkflowDesk.happened(request, files),
            files.revision(),
            GitHubContext.texts(plan.inputs(), request.inputs()),
            rooms.clock.self(),
            PlannedGroup.RUN,
            RunName.NUMBER,
            "1");
    return RunName.of(workflow, plan.inputs(), github.value(), rooms.secrets.variables());
  }

  private RunTermsView terms(SubmitRequest request) {
    return request.bounds().effective(rooms.settings.jobs(), request.network());
  }

  private Submission submission(
      WorkflowDesk.Prepared prepared, Cid snapshot, List<String> besides) {
    SubmitRequest request = prepared.request();
    RunTermsView terms = terms(request);
    try {
      return new Submission(
          prepared.name().orElseThrow(),
          String.valueOf(request.file().getFileName()),
          prepared.workflowCid(),
          Optional.of(snapshot),
          RankingStrategy.parse(request.strategy()),
          request.priority(),
          Stream.concat(
                  prepared.workflow().orElseThrow().tags().stream().map(WorkflowTag::text),
                  besides.stream())
              .toList(),
          prepared.event().name(),
          request.inputs(),
          request.held(),
          SubmittedTerms.jobs(prepared.orThrow()),
          Optional.empty(),
          new RunTerms(
              prepared.orThrow().group().map(ConcurrencyGroup::of),
              terms.queueTimeout(),
              terms.attempts(),
              prepared.actions(),
              terms.network(),
              prepared.files().revision(),
              Optional.of(prepared.event()).filter(event -> !event.isByHand()),
              prepared.orThrow().vars()));
    } catch (PeerdeckException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, request.file() + ": " + e.getMessage() + ".", e);
    }
  }
}
