package io.peerdeck.api.mcp;

import static io.peerdeck.api.mcp.Schema.flag;
import static io.peerdeck.api.mcp.Schema.list;
import static io.peerdeck.api.mcp.Schema.needed;
import static io.peerdeck.api.mcp.Schema.object;
import static io.peerdeck.api.mcp.Schema.result;
import static io.peerdeck.api.mcp.Schema.text;
import static io.peerdeck.api.mcp.Schema.whole;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tools about what jobs wrote: logs and artifacts.
final class OutputTools {
  static final int MAX_LOG = 65_536;
  private static final int LOG = 16_384;
  private static final int MAX_HEAD = 65_536;
  private static final int HEAD = 16_384;
  private static final int MAX_ITEMS = 100;

  private final Node node;

  OutputTools(Node node) {
    this.node = node;
  }

  List<Tool> all() {
    return List.of(
        new Tool(
            "get_p2p_workflow_logs",
            "Log of a job",
            "A stretch of a job's log. `job` is `job` or `job:index`, by default the first that"
                + " failed, else the first. `from_byte` is where to begin (-65536 is that much"
                + " before the end, the default is -"
                + LOG
                + "); `next_byte` of the answer is where to go on.",
            object(
                needed(text("workflow_id")), text("job"), whole("from_byte"), whole("max_bytes")),
            result(
                text("workflow_id"),
                text("job"),
                whole("attempt"),
                whole("start_byte"),
                whole("next_byte"),
                whole("size"),
                flag("complete"),
                list(
                    "lines",
                    object(
                        whole("number"),
                        text("time"),
                        whole("step"),
                        text("stream"),
                        text("level"),
                        text("text")))),
            Tool.Effect.READ,
            this::log),
        new Tool(
            "get_p2p_workflow_artifacts",
            "Artifacts of a run",
            "What a run's jobs uploaded, and the files in it with the CIDs to read them by.",
            object(needed(text("workflow_id"))),
            result(
                text("workflow_id"),
                list(
                    "artifacts",
                    object(
                        text("job"),
                        text("name"),
                        text("cid"),
                        whole("bytes"),
                        text("unavailable"),
                        list("files", object(text("path"), whole("bytes"), text("cid")))))),
            Tool.Effect.READ,
            this::artifacts),
        new Tool(
            "read_p2p_artifact_file",
            "File of an artifact",
            "The beginning of one file of an artifact, by the file's CID, at most "
                + MAX_HEAD
                + " bytes (by default "
                + HEAD
                + "); `base64` where it is no UTF-8 text.",
            object(needed(text("cid")), whole("max_bytes")),
            result(text("cid"), whole("bytes"), text("text"), text("base64")),
            Tool.Effect.READ,
            this::read));
  }

  private ToolAnswer log(Arguments arguments) {
    RunDetail run = node.run(arguments.needed("workflow_id"));
    TaskRef task = arguments.text("job").map(TaskRef::parse).orElseGet(() -> telling(run));
    long from =
        arguments.whole("from_byte", Long.MIN_VALUE / 2, Long.MAX_VALUE / 2).orElse(-(long) LOG);
    int max = arguments.whole("max_bytes", 1, MAX_LOG).map(Long::intValue).orElse(LOG);
    LogChunk chunk = node.log(run.summary().id(), task, from, max, Duration.ZERO);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("workflow_id", run.summary().id());
    fields.put("job", task.toString());
    fields.put("attempt", chunk.attempt());
    fields.put("start_byte", chunk.start());
    fields.put("next_byte", chunk.next());
    fields.put("size", chunk.size());
    fields.put("complete", chunk.end());
    fields.put("lines", chunk.lines().stream().map(OutputTools::of).toList());
    return ToolAnswer.of(
        fields,
        "Log of %s, bytes %d to %d of %d%s."
            .formatted(
                task,
                chunk.start(),
                chunk.next(),
                chunk.size(),
                chunk.end() ? ", to its end" : "; more may follow"),
        texts(chunk),
        List.of("lines"));
  }

  private static Map<String, Object> of(LogChunk.Line line) {
    return Map.of(
        "number", line.number(),
        "time", line.time().toString(),
        "step", line.step(),
        "stream", line.stream(),
        "level", line.level(),
        "text", Untrusted.clean(line.text()));
  }

  static List<String> texts(LogChunk chunk) {
    return chunk.lines().stream()
        .filter(line -> !line.level().equals("endgroup"))
        .map(LogChunk.Line::text)
        .toList();
  }

  /// The job whose log tells most: the first that failed, else the first.
  static TaskRef telling(RunDetail run) {
    return failed(run).stream()
        .findFirst()
        .or(() -> run.tasks().stream().findFirst())
        .map(TaskView::ref)
        .orElseThrow(() -> new ToolRefusal("The run has no jobs."));
  }

  static List<TaskView> failed(RunDetail run) {
    return run.tasks().stream()
        .filter(task -> task.conclusion().filter("failure"::equals).isPresent())
        .toList();
  }

  private ToolAnswer artifacts(Arguments arguments) {
    RunDetail run = node.run(arguments.needed("workflow_id"));
    List<Map<String, Object>> artifacts = new ArrayList<>();
    for (TaskView task : run.tasks()) {
      for (TaskView.ArtifactView artifact : task.artifacts()) {
        if (artifacts.size() < MAX_ITEMS) {
          artifacts.add(of(task.ref(), artifact));
        }
      }
    }
    return ToolAnswer.of(
        Map.of("workflow_id", run.summary().id(), "artifacts", artifacts),
        artifacts.size() + " artifacts.",
        artifacts.stream().map(Object::toString).toList(),
        List.of("artifacts"));
  }

  private Map<String, Object> of(TaskRef job, TaskView.ArtifactView artifact) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("job", job.toString());
    shape.put("name", Untrusted.line(artifact.name()));
    shape.put("cid", artifact.cid());
    shape.put("bytes", artifact.bytes());
    try {
      shape.put(
          "files",
          node.artifactFiles(artifact.cid()).stream()
              .limit(MAX_ITEMS)
              .map(
                  file ->
                      Map.of(
                          "path", Untrusted.line(file.path()),
                          "bytes", file.bytes(),
                          "cid", file.cid()))
              .toList());
    } catch (NodeException e) {
      shape.put("unavailable", Untrusted.line(String.valueOf(e.getMessage())));
    }
    return shape;
  }

  private ToolAnswer read(Arguments arguments) {
    String cid = arguments.needed("cid");
    byte[] head =
        node.artifactHead(
            cid, arguments.whole("max_bytes", 1, MAX_HEAD).map(Long::intValue).orElse(HEAD));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("cid", cid);
    fields.put("bytes", head.length);
    Optional<String> text = utf8(head);
    text.ifPresentOrElse(
        said -> fields.put("text", said),
        () -> fields.put("base64", Base64.getEncoder().encodeToString(head)));
    return ToolAnswer.of(
        fields,
        head.length + " bytes of the file" + (text.isEmpty() ? ", which is no text." : "."),
        text.stream().toList(),
        List.of("text", "base64"));
  }

  /// As text; the last character may have been cut through.
  private static Optional<String> utf8(byte[] bytes) {
    for (int cut = 0; cut < Math.min(4, bytes.length + 1); cut++) {
      try {
        return Optional.of(
            Untrusted.clean(
                StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, bytes.length - cut))
                    .toString()));
      } catch (CharacterCodingException e) {
        // one byte less, up to a character's length
      }
    }
    return Optional.empty();
  }
}
