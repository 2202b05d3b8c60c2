package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ten tools of the earlier system: their names, what they take, and a session recorded from
/// them, played here. Each answer has the recorded fields in the recorded types, but for what
/// `mcp_deviations.json` lists with its reason.
class McpTraceTest {
  private static final Map<String, String> PEERS =
      Map.of(
          "peer-beta", "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN",
          "peer-gamma", "12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");

  @TempDir private Path temporary;
  private final Map<String, String> runs = new HashMap<>();

  private static JsonNode resource(String name) throws IOException {
    try (InputStream in = McpTraceTest.class.getResourceAsStream(name)) {
      return new ObjectMapper().readTree(in);
    }
  }

  private NodeHost start() throws IOException {
    Path files = Files.createDirectories(temporary.resolve("files/examples"));
    for (String name :
        new String[] {
          "../scrape_website.yml", "../zero.yml", "generate_code.yml", "scrape_website.yml"
        }) {
      Files.writeString(
          files.resolve(name),
          """
          name: p2p-workflow offline-workflow code
          on: {workflow_dispatch: {inputs: {k: {type: string}}}}
          jobs: {scrape: {runs-on: linux, steps: [{run: 'true'}]}}
          """);
    }
    Path data = Files.createDirectories(temporary.resolve("data"));
    Files.writeString(
        data.resolve("config.yaml"),
        "slots: 0\nmcp-folders: ["
            + files.getParent()
            + "]\nmcp-write: [submit_p2p_workflow, assign_p2p_workflows,"
            + " update_p2p_workflow_status, add_p2p_peer, remove_p2p_peer]\n");
    return NodeHost.start(NodeConfig.at(data).withName("alpha").offline());
  }

  @Test
  void theToolsTakeWhatTheyTookAndTheRecordedSessionIsAnsweredInTheSameShapes() throws Exception {
    JsonNode deviations = resource("mcp_deviations.json").path("steps");
    Set<Integer> deviant = new HashSet<>();
    deviations.forEach(deviation -> deviant.add(deviation.path("step").asInt()));
    try (NodeHost host = start()) {
      McpCaller assistant = McpCaller.of(host, temporary.resolve("data"));
      Map<String, JsonNode> tools = new HashMap<>();
      assistant
          .result("tools/list", Map.of())
          .path("tools")
          .forEach(tool -> tools.put(tool.path("name").asText(), tool));
      for (JsonNode tool : resource("/vectors/mcp_tools_kit.json")) {
        assertThat(tools.get(tool.path("name").asText()).path("inputSchema"))
            .as(tool.path("name").asText())
            .isEqualTo(tool.path("inputSchema"));
      }
      int step = 0;
      for (JsonNode told : resource("/vectors/mcp_trace_kit.json").path("trace")) {
        String tool = told.path("tool").asText();
        JsonNode result = told.path("result");
        JsonNode here = assistant.call(tool, arguments(told, host.node().status().self().id()));
        if (result.has("workflow_id") && tool.equals("submit_p2p_workflow")) {
          JsonNode run = here.path("success").asBoolean() ? here : submitted(assistant);
          runs.put(result.path("workflow_id").asText(), run.path("workflow_id").asText());
        }
        String where = "step " + step + ", " + tool + ": " + here;
        boolean same = result.path("success").equals(here.path("success"));
        assertThat(same).as(where).isEqualTo(!deviant.contains(step));
        if (same) {
          alike(result, here, where);
        }
        step++;
      }
    }
  }

  /// What the recorded session had in place of a run that is refused here.
  private static JsonNode submitted(McpCaller assistant) throws IOException {
    JsonNode run = assistant.call("submit_p2p_workflow", Map.of("workflow_file", "zero.yml"));
    assertThat(run.path("success").asBoolean()).as(run.toString()).isTrue();
    return run;
  }

  private Map<String, Object> arguments(JsonNode told, String self) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    told.path("arguments")
        .properties()
        .forEach(
            argument -> {
              String text = argument.getValue().asText();
              Object value =
                  switch (argument.getKey()) {
                    case "workflow_id" -> runs.getOrDefault(text, text);
                    case "peer_id" -> peer(told.path("tool").asText(), text, self);
                    default -> argument.getValue();
                  };
              arguments.put(argument.getKey(), value);
            });
    return arguments;
  }

  private static String peer(String tool, String name, String self) {
    String id = name.equals("peer-alpha") ? self : PEERS.getOrDefault(name, name);
    return tool.equals("add_p2p_peer") ? "/ip4/192.0.2.7/tcp/4011/p2p/" + id : id;
  }

  private static void alike(JsonNode told, JsonNode here, String where) {
    if (told.isNull() || here.isNull()) {
      return; // not yet, there or here
    }
    if (told.isObject() && !where.endsWith("inputs") && !where.endsWith("status_counts")) {
      assertThat(here.isObject()).as(where).isTrue();
      for (Map.Entry<String, JsonNode> field : told.properties()) {
        assertThat(here.has(field.getKey())).as(where + " has " + field.getKey()).isTrue();
        alike(field.getValue(), here.path(field.getKey()), where + " ." + field.getKey());
      }
    } else if (told.isArray()) {
      assertThat(here.isArray()).as(where).isTrue();
      if (!told.isEmpty() && !here.isEmpty()) {
        alike(told.get(0), here.get(0), where + "[0]");
      }
    } else {
      assertThat(here.getNodeType()).as(where).isEqualTo(told.getNodeType());
    }
  }
}
