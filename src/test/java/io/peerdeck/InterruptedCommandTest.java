package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Programs.Program;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Ctrl-C ends a command that asks a running node, and nothing of the node's.
class InterruptedCommandTest {
  private final Path temporary;
  @AutoClose private final Programs programs;
  @AutoClose private final NodeHost host;

  InterruptedCommandTest(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    programs = Programs.ofLoneNode(temporary);
    host = NodeHost.start(NodeConfig.at(programs.data()).offline());
  }

  @Test
  void aWaitAndAFollowedLogEndAndTheRunGoesOn() throws Exception {
    Path file =
        Files.writeString(
            temporary.resolve("sleeper.yml"),
            """
            name: p2p-workflow sleeper
            on: push
            jobs: {sleep: {runs-on: linux, steps: [{run: 'echo begun; exec sleep 600'}]}}
            """);
    Program wait = programs.start("workflow", "submit", file.toString(), "--wait", "--json");
    String run =
        Awaitility.await()
            .atMost(Duration.ofSeconds(Programs.DEADLINE_SECONDS))
            .until(this::running, id -> !id.isEmpty());
    Program logs = programs.start("workflow", "logs", run, "-f", "--json");
    logs.says("begun");

    interrupt(logs);
    interrupt(wait);

    assertThat(logs.exit()).as(logs.err()).isEqualTo(128 + 2);
    for (String line : logs.out().lines().toList()) {
      JsonNode told = Programs.MAPPER.readTree(line);
      assertThat(told.path("job").asText()).isEqualTo("sleep");
    }
    assertThat(wait.exit()).isEqualTo(128 + 2);
    assertThat(wait.out()).isEmpty();
    assertThat(wait.err()).contains("Run " + run + " goes on");
    assertThat(host.node().run(run).summary().status().finished()).isFalse();
    host.node().cancel(run, "");
  }

  private String running() {
    return host.node().runs(io.peerdeck.node.RunQuery.all(1)).runs().stream()
        .filter(run -> run.status().text().equals("in_progress"))
        .map(io.peerdeck.node.RunSummary::id)
        .findFirst()
        .orElse("");
  }

  private static void interrupt(Program program) throws Exception {
    Process kill = new ProcessBuilder("kill", "-INT", "" + program.process().pid()).start();
    assertThat(kill.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
