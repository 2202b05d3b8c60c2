package io.peerdeck.api.mcp;

import static io.peerdeck.api.mcp.Schema.choice;
import static io.peerdeck.api.mcp.Schema.list;
import static io.peerdeck.api.mcp.Schema.needed;
import static io.peerdeck.api.mcp.Schema.object;
import static io.peerdeck.api.mcp.Schema.result;
import static io.peerdeck.api.mcp.Schema.text;
import static io.peerdeck.api.mcp.Schema.texts;
import static io.peerdeck.api.mcp.Schema.whole;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.TaskView;
import io.peerdeck.schedule.RunStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tools about runs that were submitted: one, many, assigning and ending them.
final class RunTools {
  private static final int MAX_RUNS = 50;
  private static final int MAX_WAITING = 500;

  /// The words of the earlier system, which are this one's too.
  private static final List<String> STATUSES =
      List.of("pending", "assigned", "in_progress", "completed", "failed", "cancelled");

  private final Node node;

  RunTools(Node node) {
    this.node = node;
  }

  List<Tool> all() {
    return List.of(
        new Tool(
            "get_p2p_workflow_status",
            "Workflow run",
            "One run in full: status, inputs, who runs its jobs, results, and why it waits or"
                + " failed. `workflow_id` may be shortened to a unique beginning (8 characters or"
                + " more) or end.",
            object(needed(text("workflow_id"))),
            result(RunShape.fields()),
            Tool.Effect.READ,
            this::status),
        new Tool(
            "list_p2p_workflows",
            "Workflow runs",
            "The newest "
                + MAX_RUNS
                + " runs, newest first, by status and by the peer (id or name) that runs or ran"
                + " them; `total` says how many match.",
            object(choice("status", STATUSES), text("peer_id")),
            result(
                whole("count"),
                whole("total"),
                list("workflows", object(RunShape.fields())),
                Schema.object("filters", text("status").orNull(), text("peer_id").orNull()),
                texts("valid_statuses")),
            Tool.Effect.READ,
            this::listed),
        new Tool(
            "get_my_p2p_workflows",
            "Runs of this node",
            "The newest " + MAX_RUNS + " runs of which this node runs or ran a job.",
            object(),
            result(
                whole("count"),
                whole("total"),
                text("peer_id"),
                list("workflows", object(RunShape.fields()))),
            Tool.Effect.READ,
            arguments -> mine()),
        new Tool(
            "assign_p2p_workflows",
            "Assign waiting runs",
            "Names for every job that waits with nobody named the peer whose turn is next by rank,"
                + " by hand as its operator would. Without it the same peers take the jobs by"
                + " themselves; a job named by hand waits for its peer alone.",
            object(),
            result(whole("assigned_count"), texts("workflow_ids"), text("message")),
            Tool.Effect.SET,
            arguments -> assign()),
        new Tool(
            "update_p2p_workflow_status",
            "Cancel or repeat a run",
            "Ends a run (`status` `cancelled`; `error` is the reason shown with it), or runs a"
                + " finished one again as a new run (`pending`). Other statuses come from running"
                + " alone and are refused.",
            object(
                needed(text("workflow_id")),
                needed(choice("status", STATUSES)),
                Schema.map("result"),
                text("error")),
            result(
                text("workflow_id"),
                text("new_status"),
                text("new_workflow_id"),
                text("message"),
                texts("valid_statuses")),
            Tool.Effect.CHANGE,
            this::update));
  }

  private ToolAnswer status(Arguments arguments) {
    String id = arguments.needed("workflow_id");
    try {
      Map<String, Object> shape = RunShape.withJobs(node.run(id));
      List<String> lines = new ArrayList<>();
      shape.forEach((name, value) -> lines.add(name + ": " + value));
      return ToolAnswer.of(
          shape,
          "Run " + shape.get("workflow_id") + " is " + shape.get("status") + ".",
          lines,
          RunShape.UNTRUSTED);
    } catch (io.peerdeck.node.NodeException e) {
      return ToolAnswer.failed(String.valueOf(e.getMessage()), Map.of("workflow_id", id));
    }
  }

  private ToolAnswer listed(Arguments arguments) {
    Optional<String> status = arguments.text("status");
    Optional<String> peer = arguments.text("peer_id");
    RunQuery query = RunQuery.all(MAX_RUNS);
    if (status.isPresent()) {
      query = query.withStatuses(Set.of(parse(status.get())));
    }
    if (peer.isPresent()) {
      query = query.withPeer(peer.get());
    }
    Map<String, @Nullable Object> filters = new LinkedHashMap<>();
    filters.put("status", status.orElse(null));
    filters.put("peer_id", peer.orElse(null));
    return runs(node.runs(query), Map.of("filters", filters));
  }

  private static RunStatus parse(String status) {
    if (!STATUSES.contains(status)) {
      throw new ToolRefusal(
          "Invalid status: " + Untrusted.line(status), Map.of("valid_statuses", STATUSES));
    }
    return RunStatus.parse(status);
  }

  private ToolAnswer mine() {
    String self = node.status().self().id();
    return runs(node.runs(RunQuery.all(MAX_RUNS).withPeer(self)), Map.of("peer_id", self));
  }

  private ToolAnswer runs(RunPage page, Map<String, Object> more) {
    List<Map<String, Object>> runs =
        page.runs().stream().map(run -> RunShape.of(node.run(run.id()))).toList();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("count", runs.size());
    fields.put("total", page.total());
    fields.put("workflows", runs);
    fields.putAll(more);
    return ToolAnswer.of(
        fields,
        runs.size() + " of " + page.total() + " runs, newest first.",
        runs.stream().map(RunShape::line).toList(),
        List.of("workflows"));
  }

  private ToolAnswer assign() {
    List<String> assigned = new ArrayList<>();
    RunQuery waiting =
        RunQuery.all(MAX_WAITING).withStatuses(Set.of(RunStatus.PENDING, RunStatus.ASSIGNED));
    for (var run : node.runs(waiting).runs()) {
      if (!run.held() && assign(run.id())) {
        assigned.add(run.id());
      }
    }
    return ToolAnswer.of(
        Map.of(
            "assigned_count",
            assigned.size(),
            "workflow_ids",
            assigned,
            "message",
            "Assigned " + assigned.size() + " workflows to peers"),
        "Assigned " + assigned.size() + " workflows to peers.");
  }

  /// Whether any of its jobs was.
  private boolean assign(String run) {
    boolean any = false;
    for (TaskView task : node.run(run).tasks()) {
      boolean free = task.status() == RunStatus.ASSIGNED && task.assigned().isEmpty();
      if (free && task.next().isPresent()) {
        node.assign(run, Optional.of(task.ref()), task.next().get().peer().id());
        any = true;
      }
    }
    return any;
  }

  private ToolAnswer update(Arguments arguments) {
    String id = arguments.needed("workflow_id");
    RunStatus status = parse(arguments.needed("status"));
    try {
      return switch (status) {
        case CANCELLED -> {
          node.cancel(id, arguments.text("error").orElse(""));
          yield updated(id, Map.of(), "cancelled");
        }
        case PENDING -> {
          if (!node.run(id).summary().status().finished()) {
            throw new ToolRefusal(
                "The run has not finished; only a finished one is run again.",
                Map.of("workflow_id", id));
          }
          yield updated(id, Map.of("new_workflow_id", node.again(id).id()), "pending");
        }
        case ASSIGNED, IN_PROGRESS, COMPLETED, FAILED ->
            throw new ToolRefusal(
                "A run becomes `"
                    + status.text()
                    + "` by being run, not by being told: only `cancelled` and, of a finished run,"
                    + " `pending` can be asked for.",
                Map.of("workflow_id", id));
      };
    } catch (io.peerdeck.node.NodeException e) {
      return ToolAnswer.failed(String.valueOf(e.getMessage()), Map.of("workflow_id", id));
    }
  }

  private static ToolAnswer updated(String id, Map<String, Object> more, String status) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workflow_id", id);
    fields.put("new_status", status);
    fields.putAll(more);
    fields.put("message", "Workflow status updated successfully");
    String again = more.isEmpty() ? "" : " as the new run " + more.get("new_workflow_id");
    return ToolAnswer.of(fields, "Run " + id + " is " + status + again + ".");
  }
}
