package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.Beside;
import io.peerdeck.InteropFolder;
import io.peerdeck.api.mcp.ConformanceFace;
import io.peerdeck.api.mcp.McpFace;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.SubmitRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients of the protocol that know nothing of Peerdeck: the official one, the inspector's command
/// line, and the conformance suite for servers.
@Beside
class McpClientsTest {
  private static final Path FOLDER = Path.of("src/test/mcp-clients");
  private static final int SECONDS = 90;

  @TempDir static Path folder;
  private static NodeHost host;
  private static String node = "";
  private static String run = "";
  private static int outputs;

  @BeforeAll
  static void start() throws Exception {
    node = InteropFolder.node().toString();
    InteropFolder.install(FOLDER);
    Path files = Files.createDirectories(folder.resolve("files"));
    Path work =
        Files.writeString(
            files.resolve("work.yml"),
            """
            name: p2p-workflow work
            on: push
            jobs: {a: {runs-on: linux, steps: [{run: echo hello}]}}
            """);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("config.yaml"), "mcp-folders: [" + files + "]\n");
    host = NodeHost.start(NodeConfig.at(data).withName("solo").withSlots(0).offline());
    run = host.node().submit(SubmitRequest.of(work)).id();
    host.node().cancel(run, "for the tests");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> host.node().run(run).summary().status().finished());
  }

  @AfterAll
  static void stop() {
    if (host != null) {
      host.close();
    }
  }

  /// What a program of the folder said on its standard output.
  private static String said(int exit, String... command) throws Exception {
    Path out = folder.resolve("out-" + outputs++);
    List<String> all = new ArrayList<>(List.of(node));
    all.addAll(List.of(command));
    ProcessBuilder builder =
        new ProcessBuilder(all)
            .directory(FOLDER.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve(out + ".err").toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "MCP_TOKEN", token(),
                "MCP_CATALOG_PATH", folder.resolve("catalog.json").toString(),
                "HOME", folder.toString()));
    Process process = builder.start();
    try {
      assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("%s ends", all).isTrue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    String text = Files.readString(out);
    assertThat(process.exitValue())
        .as("%s%n%s", text, Files.readString(Path.of(out + ".err")))
        .isEqualTo(exit);
    return text;
  }

  private static String token() throws IOException {
    return Files.readString(folder.resolve("data/mcp.token"));
  }

  private static String url(String path) {
    return "http://" + host.address() + path;
  }

  /// The command an assistant starts.
  private static String[] command(Path data, String... before) {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            "io.peerdeck.Main",
            "mcp",
            "--data",
            data.toString()));
    return command.toArray(String[]::new);
  }

  private static void sawEverything(String said) throws IOException {
    JsonNode saw = new ObjectMapper().readTree(said);
    assertThat(saw.path("server").asText()).isEqualTo("peerdeck");
    assertThat(saw.path("tools")).hasSize(17);
    assertThat(saw.path("templates").asInt()).isEqualTo(4);
    assertThat(saw.path("prompts")).hasSize(2);
    assertThat(saw.path("resources").toString()).contains("peerdeck://runs/" + run);
    assertThat(saw.path("read").asText()).contains("echo hello");
    assertThat(saw.path("prompt").toString()).contains("Why did the run " + run + " fail?");
    assertThat(saw.at("/submit/0").asText())
        .contains("work.yml", "validate_p2p_workflow", "my yes");
    assertThat(saw.at("/submit/1").asText()).contains("echo hello");
    assertThat(saw.path("many").asInt()).isEqualTo(40);
    saw.path("answers")
        .properties()
        .forEach(
            answer ->
                assertThat(answer.getValue().path("success").asBoolean())
                    .as("%s: %s", answer.getKey(), answer.getValue())
                    .isEqualTo(!answer.getKey().equals("refused")));
    assertThat(saw.at("/answers/status/status").asText()).isEqualTo("cancelled");
    assertThat(saw.at("/answers/valid/jobs/0/id").asText()).isEqualTo("a");
    assertThat(saw.at("/answers/clock/ok").asBoolean()).isTrue();
  }

  @Test
  void theOfficialClientSeesEverythingByHttpAndByStandardInput() throws Exception {
    sawEverything(said(0, "client.mjs", "http", url("/mcp"), run));
    sawEverything(said(0, command(folder.resolve("data"), "client.mjs", "stdio", run)));
  }

  @Test
  void theInspectorReadsToolsByHttpAndThroughANodeOfTheCommandsOwn() throws Exception {
    String inspector = "node_modules/.bin/mcp-inspector";
    JsonNode tools =
        new ObjectMapper()
            .readTree(
                said(
                    0,
                    inspector,
                    "--cli",
                    url("/mcp"),
                    "--transport",
                    "http",
                    "--header",
                    "Authorization: Bearer " + token(),
                    "--method",
                    "tools/list",
                    "--strict"));
    assertThat(tools.path("tools")).hasSize(17);
    Path alone = Files.createDirectories(folder.resolve("alone"));
    Files.writeString(alone.resolve("config.yaml"), "name: alone\nnetwork: off\n");
    List<String> call =
        new ArrayList<>(List.of(command(alone, inspector, "--cli", "--connect-timeout", "60000")));
    call.addAll(List.of("--method", "tools/call", "--tool-name", "get_p2p_stats"));
    JsonNode stats = new ObjectMapper().readTree(said(0, call.toArray(String[]::new)));
    assertThat(stats.at("/structuredContent/name").asText()).isEqualTo("alone");
  }

  @Test
  void theConformanceSuiteFindsNothingButWhatIsListedWithItsReason() throws Exception {
    assertThat(conformance("/mcp", "expected-node.yml"))
        .contains("✓ server-initialize: 1 passed", "✓ ping: 1 passed", "✓ tools-list: 1 passed")
        .contains("✓ resources-list: 1 passed", "✓ prompts-list: 1 passed");
    try (McpFace face = ConformanceFace.make()) {
      host.serve(
          new McpPath(
              "/conformance", () -> face, ApiToken.read(folder.resolve("data"), ApiToken.MCP)));
      assertThat(conformance("/conformance", "expected-face.yml"))
          .contains("✓ tools-call-mixed-content: 1 passed", "✓ prompts-get-with-image: 1 passed");
    }
  }

  @Test
  void theSuiteFindsNoMoreOnStandardInputBehindTheOfficialTransports() throws Exception {
    List<String> command = new ArrayList<>(List.of(node, "bridge.mjs"));
    command.addAll(List.of(command(folder.resolve("data"))));
    Process bridge =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectError(folder.resolve("bridge.err").toFile())
            .start();
    try (BufferedReader out = bridge.inputReader()) {
      String url =
          CompletableFuture.supplyAsync(() -> out.lines().findFirst().orElseThrow())
              .get(SECONDS, TimeUnit.SECONDS);
      assertThat(suite(url, "expected-stdio.yml"))
          .contains("✓ server-initialize: 1 passed", "✓ ping: 1 passed", "✓ tools-list: 1 passed")
          .contains("✓ resources-list: 1 passed", "✓ prompts-list: 1 passed");
    } finally {
      bridge.descendants().forEach(ProcessHandle::destroyForcibly);
      bridge.destroyForcibly();
    }
  }

  private static String conformance(String path, String expected) throws Exception {
    return suite(url(path), expected);
  }

  private static String suite(String url, String expected) throws Exception {
    return said(
        0,
        "--import",
        "./token.mjs",
        "node_modules/@modelcontextprotocol/conformance/dist/index.js",
        "server",
        "--url",
        url,
        "--expected-failures",
        expected);
  }
}
