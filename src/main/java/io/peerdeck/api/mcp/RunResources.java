package io.peerdeck.api.mcp;

import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncResourceTemplateSpecification;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What an assistant may read as a resource: summaries, workflow files and logs of runs, and
/// workflow files in the folders it may read.
final class RunResources {
  private static final String RUNS = "peerdeck://runs/";
  private static final String FILES = "peerdeck://workflows/";
  private static final String YAML = "application/yaml";
  private static final int LISTED_RUNS = 20;
  private static final int MAX_SOURCE = 256 << 10;
  private static final Map<String, Object> META = Map.of(Untrusted.META, true);

  private final Node node;
  private final McpGrant grant;
  private final Untrusted untrusted;
  private final McpJson json;

  RunResources(Node node, McpGrant grant, Untrusted untrusted, McpJson json) {
    this.node = node;
    this.grant = grant;
    this.untrusted = untrusted;
    this.json = json;
  }

  List<SyncResourceTemplateSpecification> templates() {
    return List.of(
        template(RUNS + "{workflow_id}", "run", "A run's summary", "application/json"),
        template(RUNS + "{workflow_id}/workflow", "run-workflow", "A run's workflow file", YAML),
        template(
            RUNS + "{workflow_id}/logs/{job}", "run-log", "The end of a job's log", "text/plain"),
        template(FILES + "{path}", "workflow", "A workflow file (its path percent-encoded)", YAML));
  }

  private SyncResourceTemplateSpecification template(
      String uri, String name, String about, String type) {
    return new SyncResourceTemplateSpecification(
        McpSchema.ResourceTemplate.builder(uri, name).description(about).mimeType(type).build(),
        (context, request) ->
            McpSchema.ReadResourceResult.builder(List.of(read(request.uri()))).build());
  }

  /// The newest runs and the workflow files that can be read.
  McpSchema.ListResourcesResult listed() {
    List<McpSchema.Resource> all = new ArrayList<>();
    for (RunSummary run : node.runs(RunQuery.all(LISTED_RUNS)).runs()) {
      String name = Untrusted.line(run.name());
      all.add(resource(RUNS + run.id(), name, "Run, " + run.status().text(), "application/json"));
      all.add(resource(RUNS + run.id() + "/workflow", name, "Workflow file of this run", YAML));
    }
    for (Path file : grant.files()) {
      String name = String.valueOf(file.getFileName());
      all.add(resource(FILES + encode(file.toString()), name, "Workflow file " + file, YAML));
    }
    return McpSchema.ListResourcesResult.builder(all).build();
  }

  private static McpSchema.Resource resource(String uri, String name, String about, String type) {
    return McpSchema.Resource.builder(uri, name).description(about).mimeType(type).build();
  }

  /// Throws [McpError] for what is not there.
  McpSchema.TextResourceContents read(String uri) {
    try {
      if (uri.startsWith(FILES)) {
        return file(uri);
      }
      if (uri.startsWith(RUNS)) {
        String[] parts = uri.substring(RUNS.length()).split("/", -1);
        if (parts.length == 1) {
          return summary(uri, node.run(decode(parts[0])));
        }
        if (parts.length == 2 && parts[1].equals("workflow")) {
          return workflow(uri, decode(parts[0]));
        }
        if (parts.length == 3 && parts[1].equals("logs")) {
          return log(uri, decode(parts[0]), TaskRef.parse(decode(parts[2])));
        }
      }
      throw McpError.RESOURCE_NOT_FOUND.apply(uri);
    } catch (NodeException | ToolRefusal | IllegalArgumentException e) {
      throw McpError.builder(McpSchema.ErrorCodes.RESOURCE_NOT_FOUND)
          .message(Untrusted.clean(String.valueOf(e.getMessage())))
          .data(Map.of("uri", uri))
          .build();
    }
  }

  McpSchema.TextResourceContents file(String uri) {
    return source(uri, text(grant.file(decode(uri.substring(FILES.length())))));
  }

  /// A file that an assistant may read, as a resource.
  McpSchema.TextResourceContents file(Path file) {
    return source(FILES + encode(file.toString()), text(file));
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAX_SOURCE), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ToolRefusal("The file " + file + " cannot be read: " + e.getMessage() + ".");
    }
  }

  private McpSchema.TextResourceContents workflow(String uri, String run) {
    return source(
        uri,
        node.run(run)
            .source()
            .orElseThrow(
                () -> new ToolRefusal("The run's workflow file is not held by this node now.")));
  }

  // A comment leaves the file what it is.
  private static McpSchema.TextResourceContents source(String uri, String text) {
    String cut =
        text.length() <= MAX_SOURCE ? text : text.substring(0, MAX_SOURCE) + "\n# (cut here)";
    return contents(uri, YAML, "# " + Untrusted.NOTICE + "\n" + Untrusted.clean(cut));
  }

  private McpSchema.TextResourceContents summary(String uri, RunDetail run) {
    try {
      return contents(uri, "application/json", json.writeValueAsString(RunShape.withJobs(run)));
    } catch (IOException e) {
      throw new IllegalStateException("a shape is made of what JSON has", e);
    }
  }

  private McpSchema.TextResourceContents log(String uri, String run, TaskRef task) {
    return contents(uri, "text/plain", logEnd(run, task, OutputTools.MAX_LOG));
  }

  /// The end of a log between marks.
  String logEnd(String run, TaskRef task, int bytes) {
    LogChunk chunk = node.log(run, task, -bytes, bytes, Duration.ZERO);
    return untrusted.fenced(OutputTools.texts(chunk));
  }

  private static McpSchema.TextResourceContents contents(String uri, String type, String text) {
    return new McpSchema.TextResourceContents(uri, type, text, META);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
