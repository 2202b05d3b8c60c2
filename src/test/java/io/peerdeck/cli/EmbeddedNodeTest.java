package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.NodeHost;
import io.peerdeck.api.ProcessLog;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Commands without a running node, and the command that is one.
class EmbeddedNodeTest {
  @TempDir Path temporary;

  @Test
  void aCommandEmbedsANodeAndWhatItSubmitsIsRunByTheNextOne() throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    Path file =
        Files.writeString(
            temporary.resolve("later.yml"),
            """
            name: p2p-workflow later
            on: push
            jobs: {a: {runs-on: linux, steps: [{run: echo done}]}}
            """);
    Shell.Answer submitted = shell.run("workflow", "submit", file.toString());
    assertThat(submitted.exit()).as(submitted.err()).isZero();
    assertThat(submitted.out()).contains("p2p-workflow later", "No node is running");
    JsonNode page = shell.json("workflow", "list").json();
    assertThat(page.path("total").asInt()).isEqualTo(1);
    assertThat(shell.data().resolve("api.address")).doesNotExist();
    String id = page.at("/runs/0/id").asText();
    try (NodeHost host = NodeHost.start(NodeConfig.at(shell.data()))) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> host.node().run(id).summary().status().finished());
      assertThat(shell.json("workflow", "status", id).json().at("/summary/status").asText())
          .isEqualTo("completed");
    }
    assertThat(shell.json("clock", "verify").json().path("ok").asBoolean()).isTrue();
  }

  @Test
  void theLevelOfTheLogIsThatOfTheCommandLineUntilTheSettingChanges() throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    try {
      JsonNode given = shell.json("config", "get", "log", "--log-level", "Error").json();
      assertThat(given.path("value").asText()).isEqualTo("error");
      assertThat(given.path("source").asText()).isEqualTo("start");
      try (NodeCall node = new NodeCall(shell.data(), "--log-level", "debug")) {
        assertThat(node.started().at("/self/name").asText()).isEqualTo("solo");
        assertThat(shell.run("config", "get", "log").out()).isEqualTo("debug\n");
        assertThat(LoggerFactory.getLogger(getClass()).isDebugEnabled()).isTrue();
        assertThat(shell.run("config", "set", "log", "warn").out()).isEqualTo("log is warn.\n");
        assertThat(shell.run("config", "get", "log").out()).isEqualTo("warn\n");
        assertThat(LoggerFactory.getLogger(getClass()).isInfoEnabled()).isFalse();
      }
    } finally {
      ProcessLog.say(System.getProperty("peerdeck.log", "warn"));
    }
    assertThat(shell.run("queue", "--log-level", "loud").refused(2).err())
        .contains("`loud`", "error, warn, info, debug, trace");
  }

  @Test
  void aNodeThatIsJustStartingOrStoppingIsWaitedFor() throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    CompletableFuture<Shell.Answer> answer;
    try (Node silent = Node.open(NodeConfig.at(shell.data()))) {
      assertThat(silent.status().self().name()).isEqualTo("solo");
      answer = CompletableFuture.supplyAsync(() -> shell.json("workflow", "list"));
      Awaitility.await().during(Duration.ofMillis(500)).until(() -> !answer.isDone());
    }
    assertThat(answer.get(60, TimeUnit.SECONDS).json().path("total").asInt()).isZero();
  }

  @Test
  void aNodeListensJoinsAndTrustsAsItIsTold() throws Exception {
    try (NodeCall first = new NodeCall(temporary.resolve("first"), "--name", "first")) {
      String address = first.started().path("addresses").get(0).asText();
      String firstId = first.started().at("/self/id").asText();
      try (NodeCall second =
          new NodeCall(
              temporary.resolve("second"),
              "--name",
              "second",
              "--join",
              address,
              "--trust",
              firstId,
              "--slots",
              "3")) {
        String joining = second.started().path("addresses").get(0).asText();
        JsonNode added = first.shell.json("peer", "add", joining, "--name", "second").json();
        assertThat(added.at("/peer/name").asText()).isEqualTo("second");
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> second.shell.json("peer", "list").json().size() == 2);
        for (JsonNode peer : second.shell.json("peer", "list").json()) {
          assertThat(peer.path("trusted").asBoolean()).as(peer.toString()).isTrue();
        }
        Awaitility.await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () ->
                    first
                        .shell
                        .json("peer", "list")
                        .json()
                        .findValuesAsText("slots")
                        .contains("3"));
        double rtt = first.shell.json("peer", "ping", "second").json().path("rtt").asDouble();
        assertThat(rtt).isPositive();
      }
    }
  }

  @Test
  void aWrongSettingIsRefusedBeforeAnythingIsOpened() throws Exception {
    for (String[] wrong :
        List.of(
            new String[] {"--listen", "localhost:4011"},
            new String[] {"--join", "nonsense"},
            new String[] {"--join", "/ip4/127.0.0.1/tcp/4011"},
            new String[] {"--trust", "nobody"},
            new String[] {"--slots", "-1"})) {
      Shell shell = new Shell(temporary.resolve("wrong"));
      List<String> command = new ArrayList<>(List.of("node"));
      if (!wrong[0].equals("--listen")) {
        command.addAll(List.of("--listen", "/ip4/127.0.0.1/tcp/0"));
      }
      command.addAll(List.of(wrong));
      assertThat(shell.run(command.toArray(String[]::new)).refused(2).err())
          .as(String.join(" ", wrong))
          .contains(wrong[1]);
    }
  }

  @Test
  void theApiLeavesLoopbackByTlsAlone() throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    assertThat(
            shell.run("node", "--api-listen", "0.0.0.0:0", "--api-name", "deck").refused(2).err())
        .contains("by TLS only", "--api-tls self");
    shell.run("node", "--api-listen", "0.0.0.0:0", "--api-tls", "self").refused(2);
    shell.run("node", "--api-tls", "self").refused(2);
    assertThat(shell.data().resolve("node.key")).doesNotExist();
  }

  @Test
  void aFolderThatIsNoGoodIsToldByWhatIsWrongWithIt() throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    shell.json("peer", "list").json();
    Path key = shell.data().resolve("node.key");
    byte[] sound = Files.readAllBytes(key);
    Files.write(key, new byte[] {1, 2, 3});
    assertThat(shell.json("peer", "list").refused(2).err()).contains(key + " is damaged");
    Files.write(key, sound);
    Path database = shell.data().resolve("peerdeck.db");
    Files.writeString(database, "no database, by any means");
    assertThat(shell.json("peer", "list").refused(2).err())
        .contains(database + " is not a readable database", "kept aside as " + database);
    Path settings = shell.data().resolve("config.yaml");
    Files.writeString(settings, "network: off\ncolour: blue\n");
    assertThat(shell.json("peer", "list").refused(2).err())
        .startsWith(settings + ":2: `colour` is not a setting");
    Shell file = new Shell(Files.writeString(temporary.resolve("file"), ""));
    assertThat(file.json("peer", "list").refused(2).err()).contains(file.data().toString());
  }

  /// `peerdeck node --json` on a thread, until closed.
  private static final class NodeCall implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private final Shell shell;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Thread thread;

    NodeCall(Path data, String... options) {
      shell = new Shell(data);
      List<String> command =
          new ArrayList<>(List.of("node", "--json", "--listen", "/ip4/127.0.0.1/tcp/0", "--data"));
      command.add(data.toString());
      command.addAll(List.of(options));
      thread =
          Thread.ofPlatform()
              .start(
                  () ->
                      exit.complete(
                          CommandLineTool.run(
                              command.toArray(String[]::new),
                              Map.of(),
                              new PrintWriter(out),
                              new PrintWriter(err))));
      Awaitility.await()
          .atMost(DEADLINE)
          .until(() -> exit.isDone() || out.toString().stripTrailing().endsWith("\n}"));
    }

    /// The document it printed when it had started.
    JsonNode started() {
      assertThat(exit).as(err::toString).isNotDone();
      return Shell.document(out.toString());
    }

    @Override
    public void close() {
      thread.interrupt();
      assertThat(exit).succeedsWithin(DEADLINE).isEqualTo(0);
      assertThat(shell.data().resolve("api.address")).doesNotExist();
    }
  }
}
