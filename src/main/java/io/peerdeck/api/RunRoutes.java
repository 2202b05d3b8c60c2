package io.peerdeck.api;

import static io.peerdeck.api.Field.flag;
import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Field.time;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunAgain;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import io.peerdeck.schedule.RunStatus;
import io.peerdeck.schedule.ScheduleException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Runs and the queue: submitting, reading and steering them. Everywhere a run is named by its id,
/// or a unique prefix of 8 characters or more, or a unique suffix.
final class RunRoutes {
  private static final Set<RunStatus> LIVE =
      Set.of(RunStatus.PENDING, RunStatus.ASSIGNED, RunStatus.IN_PROGRESS);

  private final Node node;

  RunRoutes(Node node) {
    this.node = node;
  }

  /// Markdown that a task wrote as its summary.
  record TaskSummary(String markdown) {}

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(reading());
    routes.addAll(steering());
    return routes;
  }

  private List<Route> reading() {
    return List.of(
        get("runs", "Runs that match, newest submission first")
            .query(
                text("at", "the clock's entry at which to look back, by CID"),
                text("text", "part of name, file or id"),
                text("status", "one or several statuses, separated by commas"),
                text("tag", "a tag of the workflow"),
                text("peer", "who runs or ran a task of it"),
                time("from", "submitted then or later"),
                time("until", "submitted before"),
                number("limit", "at most so many, 100 unless told"),
                number("offset", "how many to leave out first"))
            .answer(
                RunPage.class,
                request ->
                    request
                        .parameter("at")
                        .map(entry -> node.runsAt(entry, query(request)))
                        .orElseGet(() -> node.runs(query(request)))),
        get("runs/{id}", "A run in full")
            .answer(RunDetail.class, request -> node.run(request.at("id"))),
        get("runs/{id}/jobs", "The tasks of a run: its jobs, each instance of a matrix by itself")
            .answers(TaskView.class, request -> node.run(request.at("id")).tasks()),
        get("runs/{id}/jobs/{task}", "One task of a run, by `job` or `job:index`")
            .answer(TaskView.class, this::task),
        get("runs/{id}/summary/{task}", "The step summaries of a finished task")
            .answer(
                TaskSummary.class,
                request ->
                    new TaskSummary(
                        node.summary(request.at("id"), TaskRef.parse(request.at("task"))))),
        get("queue", "Runs that are not finished, those that wait in the order they would be taken")
            .query(number("limit", "at most so many, 100 unless told"))
            .answers(RunSummary.class, this::queue));
  }

  private List<Route> steering() {
    return List.of(
        post("runs", "Submits a workflow file")
            .body(SubmissionBody.FIELDS)
            .answer(RunSummary.class, request -> node.submit(SubmissionBody.of(request.body()))),
        post("preview", "What submitting a workflow file would do; nothing is stored")
            .body(SubmissionBody.FIELDS)
            .answer(
                SubmitPreview.class, request -> node.preview(SubmissionBody.of(request.body()))),
        post("runs/{id}/cancel", "Cancels a run")
            .body(text("reason", "why, for those who read it later"))
            .does(
                request -> node.cancel(request.at("id"), request.body().text("reason").orElse(""))),
        post("runs/{id}/hold", "Keeps a run from being taken")
            .does(request -> node.hold(request.at("id"))),
        post("runs/{id}/release", "Lets a held run be taken")
            .does(request -> node.release(request.at("id"))),
        post("runs/{id}/adopt", "Seals the run's results in place of a submitter that is gone")
            .does(request -> node.adopt(request.at("id"))),
        post("runs/{id}/priority", "Moves a run to another priority")
            .body(number("priority", "1 (first) to 9 (last)").needed())
            .does(
                request ->
                    node.prioritise(
                        request.at("id"),
                        request
                            .body()
                            .integer("priority")
                            .orElseThrow(
                                () -> new ApiException(400, "`priority` is missing: 1 to 9.")))),
        post("runs/{id}/assign", "Gives a task, or all unfinished ones, to a peer by hand")
            .body(
                text("peer", "the peer's id or name").needed(),
                text("task", "`job` or `job:index`; all unfinished ones unless told"))
            .does(
                request ->
                    node.assign(
                        request.at("id"),
                        request.body().text("task").map(TaskRef::parse),
                        request.body().requiredText("peer"))),
        post("runs/{id}/again", "Submits the same once more as a new run")
            .body(
                flag("failed", "only the jobs that failed, and those that need them"),
                text("job", "only this job, and those that need it"))
            .answer(
                RunSummary.class,
                request ->
                    node.again(
                        request.at("id"),
                        new RunAgain(request.body().flag("failed"), request.body().text("job")))));
  }

  private TaskView task(Request request) {
    TaskRef wanted = TaskRef.parse(request.at("task"));
    return node.run(request.at("id")).tasks().stream()
        .filter(task -> task.ref().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new ApiException(404, "The run has no task `" + wanted + "`."));
  }

  private List<RunSummary> queue(Request request) {
    int limit = (int) request.number("limit", 100, 1, RunQuery.MAX_LIMIT);
    return node.runs(RunQuery.all(RunQuery.MAX_LIMIT).withStatuses(LIVE)).runs().stream()
        .sorted(Comparator.comparing(run -> run.position().orElse(0)))
        .limit(limit)
        .toList();
  }

  private static RunQuery query(Request request) {
    Set<RunStatus> statuses =
        request.names("status").stream()
            .map(RunRoutes::status)
            .collect(Collectors.toUnmodifiableSet());
    return new RunQuery(
        request.parameter("text").orElse(""),
        statuses,
        request.parameter("tag"),
        request.parameter("peer"),
        request.instant("from"),
        request.instant("until"),
        (int) request.number("limit", 100, 1, RunQuery.MAX_LIMIT),
        (int) request.number("offset", 0, 0, Integer.MAX_VALUE));
  }

  private static RunStatus status(String text) {
    try {
      return RunStatus.parse(text);
    } catch (ScheduleException e) {
      throw new ApiException(400, String.valueOf(e.getMessage()), e);
    }
  }
}
