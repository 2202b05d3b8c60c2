package io.peerdeck.api.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncPromptSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.TaskView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a person asks an assistant most often, with what it needs to know for an answer.
final class RunPrompts {
  private static final int FAILED_JOBS = 3;
  private static final int LOG_BYTES = 16_384;

  private final Node node;
  private final McpGrant grant;
  private final RunResources resources;
  private final Untrusted untrusted;

  RunPrompts(Node node, McpGrant grant, RunResources resources, Untrusted untrusted) {
    this.node = node;
    this.grant = grant;
    this.resources = resources;
    this.untrusted = untrusted;
  }

  private interface Messages {
    List<McpSchema.PromptMessage> of(String argument);
  }

  List<SyncPromptSpecification> all() {
    return List.of(
        prompt(
            "submit_this_workflow",
            "Submit this workflow",
            "Checks a workflow file and submits it once its user has agreed.",
            "workflow_file",
            "its path in a folder the assistant may read",
            this::submit),
        prompt(
            "why_did_this_run_fail",
            "Why did this run fail?",
            "Explains a run's failure from its jobs and the ends of their logs.",
            "workflow_id",
            "the run's id, or a unique beginning or end of it",
            this::why));
  }

  private static SyncPromptSpecification prompt(
      String name, String title, String about, String argument, String meaning, Messages messages) {
    McpSchema.Prompt prompt =
        McpSchema.Prompt.builder(name)
            .title(title)
            .description(about)
            .arguments(
                List.of(
                    McpSchema.PromptArgument.builder(argument)
                        .description(meaning)
                        .required(true)
                        .build()))
            .build();
    return new SyncPromptSpecification(
        prompt,
        (context, request) -> {
          try {
            Arguments given = new Arguments(values(request));
            return McpSchema.GetPromptResult.builder(messages.of(given.needed(argument)))
                .description(about)
                .build();
          } catch (NodeException | ToolRefusal e) {
            throw McpError.builder(McpSchema.ErrorCodes.INVALID_PARAMS)
                .message(Untrusted.clean(String.valueOf(e.getMessage())))
                .build();
          }
        });
  }

  private static Map<String, Object> values(McpSchema.GetPromptRequest request) {
    Map<String, Object> arguments = request.arguments();
    return arguments == null ? Map.of() : arguments;
  }

  private List<McpSchema.PromptMessage> submit(String file) {
    var path = grant.submittable(file);
    return List.of(
        says(
            """
            Submit the workflow file %s to my Peerdeck fleet. First call validate_p2p_workflow with \
            it. Tell me its errors, or what it would do: its jobs, the inputs it takes, how many \
            files it takes along. Ask me for the inputs it needs and for my yes. Only then call \
            submit_p2p_workflow, and tell me the id of the run. If that tool is switched off, tell \
            me that I can switch it on in the settings (mcp-write).\
            """
                .formatted(path)),
        embedded(resources.file(path)));
  }

  private List<McpSchema.PromptMessage> why(String run) {
    RunDetail detail = node.run(run);
    List<McpSchema.PromptMessage> messages = new ArrayList<>();
    messages.add(
        says(
            """
            Why did the run %s fail? Below are its jobs and the ends of the logs of those that \
            failed. Say which step failed first and what most likely caused it, quote the line that \
            shows it, and say what I should change. Say so if the logs do not tell. More of a log \
            is read with get_p2p_workflow_logs.\
            """
                .formatted(detail.summary().id())));
    List<String> jobs = new ArrayList<>();
    RunShape.withJobs(detail).forEach((name, value) -> jobs.add(name + ": " + value));
    messages.add(says(untrusted.fenced(jobs)));
    for (TaskView task : OutputTools.failed(detail).stream().limit(FAILED_JOBS).toList()) {
      messages.add(says("The end of the log of " + task.ref() + ":\n" + log(detail, task)));
    }
    return messages;
  }

  private String log(RunDetail run, TaskView task) {
    try {
      return resources.logEnd(run.summary().id(), task.ref(), LOG_BYTES);
    } catch (NodeException e) {
      return "(it cannot be read now: " + Untrusted.line(String.valueOf(e.getMessage())) + ")";
    }
  }

  private static McpSchema.PromptMessage says(String text) {
    return new McpSchema.PromptMessage(
        McpSchema.Role.USER, McpSchema.TextContent.builder(text).build());
  }

  private static McpSchema.PromptMessage embedded(McpSchema.TextResourceContents contents) {
    return new McpSchema.PromptMessage(
        McpSchema.Role.USER, McpSchema.EmbeddedResource.builder(contents).build());
  }
}
