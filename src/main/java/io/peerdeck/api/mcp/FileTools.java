package io.peerdeck.api.mcp;

import static io.peerdeck.api.mcp.Schema.flag;
import static io.peerdeck.api.mcp.Schema.list;
import static io.peerdeck.api.mcp.Schema.map;
import static io.peerdeck.api.mcp.Schema.needed;
import static io.peerdeck.api.mcp.Schema.number;
import static io.peerdeck.api.mcp.Schema.object;
import static io.peerdeck.api.mcp.Schema.result;
import static io.peerdeck.api.mcp.Schema.text;
import static io.peerdeck.api.mcp.Schema.texts;
import static io.peerdeck.api.mcp.Schema.whole;

import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.SubmitRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tools about workflow files in the folders an assistant may read.
final class FileTools {
  private static final int MAX_ITEMS = 200;

  private final Node node;
  private final McpGrant grant;

  FileTools(Node node, McpGrant grant) {
    this.node = node;
    this.grant = grant;
  }

  List<Tool> all() {
    return List.of(
        new Tool(
            "submit_p2p_workflow",
            "Submit a workflow",
            "Submits a workflow file, whose jobs the fleet then runs; it must carry the tag"
                + " p2p-workflow or offline-workflow. `priority` is 1 (first) to 9 (last). Validate"
                + " it first, and ask your user.",
            object(needed(text("workflow_file")), text("name"), map("inputs"), number("priority")),
            result(text("workflow_id"), text("message"), text("status")),
            Tool.Effect.ADD,
            this::submit),
        new Tool(
            "parse_workflow_tags",
            "Tags of a workflow file",
            "Name, tags and jobs of a workflow file, and whether the fleet would run it.",
            object(needed(text("workflow_file"))),
            result(
                text("workflow_file"),
                flag("is_p2p"),
                Schema.object("metadata", text("name"), texts("tags"), texts("jobs"))),
            Tool.Effect.READ,
            this::tags),
        new Tool(
            "validate_p2p_workflow",
            "Validate a workflow file",
            "What is wrong with a workflow file, with line and column, and what submitting it would"
                + " do. Nothing is stored.",
            object(needed(text("workflow_file")), map("inputs")),
            result(
                text("workflow_file"),
                flag("valid"),
                text("name"),
                texts("tags"),
                texts("triggers"),
                list(
                    "problems",
                    object(whole("line"), whole("column"), text("severity"), text("message"))),
                list(
                    "inputs",
                    object(
                        text("name"),
                        text("type"),
                        text("description"),
                        flag("required"),
                        text("default"),
                        texts("options"))),
                list(
                    "jobs",
                    object(
                        text("id"),
                        text("name"),
                        texts("needs"),
                        texts("runs_on"),
                        whole("instances"))),
                whole("snapshot_files"),
                whole("snapshot_bytes"),
                text("snapshot_source")),
            Tool.Effect.READ,
            this::validate));
  }

  private ToolAnswer submit(Arguments arguments) {
    try {
      return submitted(arguments);
    } catch (ToolRefusal | NodeException e) {
      return ToolAnswer.failed(
          String.valueOf(e.getMessage()), Map.of("message", "Failed to submit workflow"));
    }
  }

  private ToolAnswer submitted(Arguments arguments) {
    SubmitRequest request =
        SubmitRequest.of(grant.submittable(arguments.needed("workflow_file")))
            .withInputs(arguments.texts("inputs"))
            .withPriority(
                arguments
                    .whole("priority", 1, 9)
                    .map(Long::intValue)
                    .orElse(SubmitRequest.DEFAULT_PRIORITY));
    RunSummary run = node.submit(arguments.text("name").map(request::withName).orElse(request));
    String message = "Workflow submitted successfully: " + run.id();
    return ToolAnswer.of(
        Map.of("workflow_id", run.id(), "message", message, "status", run.status().text()),
        message + ".");
  }

  private ToolAnswer tags(Arguments arguments) {
    String file = arguments.needed("workflow_file");
    SubmitPreview preview;
    try {
      preview = node.preview(SubmitRequest.of(grant.submittable(file)));
    } catch (ToolRefusal e) {
      throw new ToolRefusal(String.valueOf(e.getMessage()), Map.of("is_p2p", false));
    }
    boolean p2p =
        preview.tags().contains("p2p-workflow") || preview.tags().contains("offline-workflow");
    Map<String, Object> metadata =
        Map.of(
            "name", Untrusted.line(preview.name()),
            "tags", lines(preview.tags()),
            "jobs", lines(preview.jobs().stream().map(SubmitPreview.JobPreview::id).toList()));
    return ToolAnswer.of(
        Map.of("workflow_file", file, "is_p2p", p2p, "metadata", metadata),
        p2p ? "The fleet would run this file." : "This file carries no tag of the fleet.",
        metadata.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).sorted().toList(),
        List.of("metadata"));
  }

  private ToolAnswer validate(Arguments arguments) {
    String file = arguments.needed("workflow_file");
    SubmitPreview preview =
        node.preview(
            SubmitRequest.of(grant.submittable(file)).withInputs(arguments.texts("inputs")));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workflow_file", file);
    fields.put("valid", preview.submittable());
    fields.put("name", Untrusted.line(preview.name()));
    fields.put("tags", lines(preview.tags()));
    fields.put("triggers", lines(preview.triggers()));
    fields.put("problems", preview.problems().stream().limit(MAX_ITEMS).map(this::of).toList());
    fields.put("inputs", preview.inputs().stream().limit(MAX_ITEMS).map(this::of).toList());
    fields.put("jobs", preview.jobs().stream().limit(MAX_ITEMS).map(this::of).toList());
    fields.put("snapshot_files", preview.snapshotFiles());
    fields.put("snapshot_bytes", preview.snapshotBytes());
    fields.put("snapshot_source", preview.snapshotSource());
    List<String> others = new ArrayList<>();
    preview.problems().stream()
        .limit(MAX_ITEMS)
        .map(p -> p.line() + ":" + p.column() + ": " + Untrusted.line(p.message()))
        .forEach(others::add);
    preview.jobs().stream()
        .limit(MAX_ITEMS)
        .map(job -> "job " + job.id() + ": " + Untrusted.line(job.name()))
        .forEach(others::add);
    return ToolAnswer.of(
        fields,
        (preview.submittable() ? "The file can be submitted. " : "The file has errors. ")
            + "It would take "
            + preview.snapshotFiles()
            + " files along: "
            + preview.snapshotSource()
            + ".",
        others,
        List.of("name", "tags", "problems", "inputs", "jobs"));
  }

  private Map<String, Object> of(SubmitPreview.Problem problem) {
    return Map.of(
        "line", problem.line(),
        "column", problem.column(),
        "severity", problem.error() ? "error" : "warning",
        "message", Untrusted.line(problem.message()));
  }

  private Map<String, Object> of(SubmitPreview.InputField input) {
    return Map.of(
        "name", Untrusted.line(input.name()),
        "type", input.type(),
        "description", Untrusted.line(input.description()),
        "required", input.required(),
        "default", Untrusted.line(input.defaultValue()),
        "options", lines(input.options()));
  }

  private Map<String, Object> of(SubmitPreview.JobPreview job) {
    return Map.of(
        "id", Untrusted.line(job.id()),
        "name", Untrusted.line(job.name()),
        "needs", lines(job.needs()),
        "runs_on", lines(job.runsOn()),
        "instances", job.instances());
  }

  private static List<String> lines(List<String> texts) {
    return texts.stream().limit(MAX_ITEMS).map(Untrusted::line).toList();
  }
}
