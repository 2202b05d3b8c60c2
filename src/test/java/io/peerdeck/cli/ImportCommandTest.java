package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.RunQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What waited in the earlier system is taken over whole, once, or not at all.
class ImportCommandTest {
  private static final String DAILY = "0123456789abcdef";
  private static final String INLINE = "fedcba9876543210";

  private final Path temporary;
  private final Shell shell;
  @AutoClose private final NodeHost host;

  ImportCommandTest(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    shell = Shell.offline(temporary.resolve("data"));
    host = NodeHost.start(NodeConfig.at(shell.data()).withSlots(0));
  }

  @BeforeEach
  void lay() throws IOException {
    Files.writeString(
        temporary.resolve("daily.yml"),
        """
        name: daily
        on: {workflow_dispatch: {inputs: {level: {type: string}}}}
        jobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}
        """);
  }

  @Test
  void pendingWorkflowsBecomeRunsAndASecondImportFindsThem() throws Exception {
    Path state = state("daily.yml", "workflow_submitted");
    String folder = temporary.toString();
    JsonNode checked = shell.json("import", state.toString(), "--folder", folder, "--check").json();
    assertThat(checked.path("imported").asInt()).isZero();
    assertThat(host.node().runs(RunQuery.all(10)).total()).isZero();

    JsonNode report = shell.json("import", state.toString(), "--folder", folder).json();
    assertThat(report.path("imported").asInt()).isEqualTo(2);
    assertThat(report.path("sound").asBoolean()).isTrue();
    assertThat(report.at("/events/workflow_submitted").asInt()).isEqualTo(1);
    String run = report.at("/workflows/0/run").asText();
    assertThat(host.node().run(run).summary().name()).isEqualTo("Daily (" + DAILY + ")");
    assertThat(host.node().run(run).summary().priority()).isEqualTo(3);
    assertThat(host.node().run(run).inputs()).containsEntry("level", "2");
    assertThat(report.at("/workflows/2/run").isNull()).as("it was done").isTrue();

    assertThat(shell.run("import", state.toString(), "--folder", folder).out())
        .contains("2 runs stand for what was pending", Text.shortId(run), INLINE);
    assertThat(host.node().runs(RunQuery.all(10)).total()).isEqualTo(2);
  }

  @Test
  void nothingIsImportedWhereOneFileIsMissingOrTheChainIsBroken() throws Exception {
    Path missing = state("gone.yml", "workflow_submitted");
    assertThat(
            shell
                .json("import", missing.toString(), "--folder", temporary.toString())
                .refused(2)
                .err())
        .contains("Daily: there is no file gone.yml");
    Path broken = state("daily.yml", "workflow_forged");
    Shell.Answer refused = shell.run("import", broken.toString(), "--folder", temporary.toString());
    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.out())
        .contains("chain of this clock is broken", "entry 1", "its content has the hash");
    shell.json("import", temporary.resolve("none.json").toString()).refused(2);
    assertThat(host.node().runs(RunQuery.all(10)).total()).isZero();
  }

  /// A state of one entry whose hash is that of a submission, whatever event it is given.
  private Path state(String file, String event) throws Exception {
    String data = "{\"event\": \"%s\", \"workflow_id\": \"" + DAILY + "\"}";
    String text =
        "{\"data\": "
            + data.formatted("workflow_submitted")
            + ", \"logical_clock\": 1, \"parent_hash\": null, \"peer_id\": \"old\","
            + " \"timestamp\": 1700000000.25}";
    String hash =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
    return Files.writeString(
        temporary.resolve("coordinator_state_old.json"),
        """
        {"peer_id": "old", "peer_list": ["old"], "saved_at": 1700000001.0,
         "merkle_clock": {"peer_id": "old", "head_hash": "HASH", "logical_clock": 1, "nodes": [
           {"timestamp": 1700000000.25, "peer_id": "old", "data": DATA,
            "parent_hash": null, "hash": "HASH", "logical_clock": 1}]},
         "workflows": {
           "0123456789abcdef": {"workflow_id": "0123456789abcdef", "name": "Daily",
             "workflow_file": "FILE", "inputs": {"level": 2}, "priority": 3.0, "status": "pending"},
           "fedcba9876543210": {"workflow_id": "fedcba9876543210", "name": "Inline",
             "workflow_file": "on: push\\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}\\n"},
           "00": {"workflow_id": "00", "name": "Done", "workflow_file": "x.yml",
             "status": "completed"}}}
        """
            .replace("HASH", hash)
            .replace("DATA", data.formatted(event))
            .replace("FILE", file));
  }
}
