package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands of those who look after a node, and the earlier system's spellings.
class OperatorCommandTest {
  private static final String STRANGER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

  @TempDir static Path temporary;
  private static Shell shell = new Shell(Path.of(""));
  private static NodeHost host;

  @BeforeAll
  static void start() throws Exception {
    shell = Shell.offline(temporary.resolve("data"));
    host = NodeHost.start(NodeConfig.at(shell.data()));
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  @Test
  void aStatusIsChangedOnlyToCancelledOrBackToPending() throws Exception {
    String held = submit("--held", "--name", "named here", "--priority", "2.5");
    assertThat(host.node().run(held).summary().name()).isEqualTo("named here");
    assertThat(shell.json("workflow", "update", held, "pending").refused(4).err())
        .contains("has not finished");
    assertThat(shell.json("workflow", "update", held, "completed").refused(4).err())
        .contains("cancelled, or pending");
    shell.json("workflow", "update", held, "cancelled", "--result", "{}").refused(4);
    shell.json("workflow", "update", held, "cancelled", "--error", "not wanted").json();
    assertThat(host.node().run(held).summary().status().text()).isEqualTo("cancelled");
    String again = shell.json("workflow", "update", held, "pending").json().path("id").asText();
    assertThat(again).isNotEqualTo(held).startsWith("bafy");
    shell.run("workflow", "cancel", again);
  }

  @Test
  void aPartOfAnIdThatFitsSeveralIsRefusedWithThem() throws Exception {
    shell.run("peer", "add", "/ip4/192.0.2.77/tcp/4011/p2p/" + STRANGER);
    String self = host.node().status().self().id();
    assertThat(shell.json("peer", "trust", "12D3KooW").refused(2).err())
        .contains("More than one member", self, STRANGER, "Write more of it");
    assertThat(shell.json("peer", "trust", STRANGER.substring(0, 20)).exit()).isZero();
    String run = submit("--held");
    shell.run("workflow", "cancel", run.substring(run.length() - 12));
    assertThat(host.node().run(run).summary().status().text()).isEqualTo("cancelled");
  }

  @Test
  void theQueueIsListedInItsOrder() throws Exception {
    String late = submit("--held", "--priority", "9");
    JsonNode queue = shell.json("queue").json();
    assertThat(queue.findValuesAsText("id")).contains(late);
    assertThat(shell.run("queue").out()).contains("PLACE", "held", Text.shortId(late));
    shell.run("workflow", "cancel", late);
    assertThat(shell.json("queue").json().findValuesAsText("id")).doesNotContain(late);
  }

  @Test
  void filesAreValidatedWithPositionsAndNothingIsStored() throws Exception {
    Path good = workflow("good.yml", "linux");
    Path wrong = Files.writeString(temporary.resolve("wrong.yml"), "name: p2p-workflow\njobs: 1\n");
    long before = host.node().status().clockEntries();
    assertThat(shell.run("workflow", "validate", good.toString()).out())
        .isEqualTo(good + ": 1 job, can be submitted.\n");
    Shell.Answer both = shell.json("workflow", "validate", good.toString(), wrong.toString());
    assertThat(both.exit()).isEqualTo(2);
    JsonNode said = Shell.document(both.out());
    assertThat(said.get(0).path("valid").asBoolean()).isTrue();
    assertThat(said.get(1).path("valid").asBoolean()).isFalse();
    assertThat(said.get(1).at("/problems/0/line").asInt()).isPositive();
    assertThat(host.node().status().clockEntries()).isEqualTo(before);
  }

  @Test
  void theClockIsExportedOldestFirstToAFileOrTheOutput() throws Exception {
    submit("--held");
    submit("--held");
    submit("--held");
    long entries = host.node().status().clockEntries();
    List<String> lines = shell.run("clock", "export").out().lines().toList();
    assertThat(lines).hasSizeGreaterThanOrEqualTo((int) entries);
    List<Long> ordinals = new ArrayList<>();
    lines.forEach(line -> ordinals.add(Shell.document(line).path("ordinal").asLong()));
    assertThat(ordinals).isSorted().startsWith(0L, 1L).doesNotHaveDuplicates();

    Path file = temporary.resolve("clock.jsonl");
    String third = Shell.document(lines.get(2)).path("cid").asText();
    JsonNode done = shell.json("clock", "export", file.toString(), "--after", third).json();
    assertThat(done.path("entries").asLong()).isEqualTo(lines.size() - 3);
    assertThat(Files.readAllLines(file)).isEqualTo(lines.subList(3, lines.size()));
    assertThat(temporary.resolve("clock.jsonl.part")).doesNotExist();
    shell.run("clock", "export", file.toString(), "--after", "bafynothing").refused(3);
  }

  @Test
  void theShellsCompletionKnowsTheCommands() {
    assertThat(Shell.plain("completion").out())
        .startsWith("#!/usr/bin/env bash")
        .contains("workflow", "validate", "--queue-timeout", "doctor");
  }

  @Test
  void theManualTellsEveryCommandAsItsHelpDoes() {
    String page = Shell.plain("completion", "--manual").out();
    assertThat(page)
        .startsWith(".TH PEERDECK 1 ")
        .contains("\n.SS \"peerdeck workflow submit\"\n.nf\n\\&Usage: peerdeck workflow submit")
        .contains("\\-\\-queue\\-timeout", ".SS \"peerdeck doctor\"")
        .doesNotContain("rehearse", "\\-\\-manual");
    assertThat(page.lines())
        .as("requests are those that were meant")
        .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
        .allMatch(line -> line.matches("\\.(TH|SH|SS|TP|B|BR|br|nf|fi)\\b.*"));
  }

  @Test
  void theDoctorLooksAtEverythingAndTellsWhatToDo() throws Exception {
    Shell.Answer answer = shell.json("doctor");
    JsonNode report = Shell.document(answer.out());
    assertThat(answer.exit()).isEqualTo(report.path("ok").asBoolean() ? 0 : 1);
    assertThat(report.path("checks").findValuesAsText("name"))
        .containsExactly(
            "java",
            "folder",
            "token",
            "time",
            "node",
            "npm",
            "ports",
            "reachability",
            "clock",
            "sandbox");
    for (JsonNode check : report.path("checks")) {
      assertThat(check.path("found").asText()).isNotBlank();
      if (!Set.of("ok", "unknown").contains(check.path("state").asText())) {
        assertThat(check.path("todo").asText()).as(check.toString()).isNotBlank();
      }
    }
    assertThat(shell.run("doctor").out()).contains("CHECK", "ports: peerdeck config set network");
  }

  @Test
  void theDoctorTellsOfAFolderNoNodeCanUse() throws Exception {
    Path file = Files.writeString(temporary.resolve("no-folder"), "");
    Shell.Answer answer = new Shell(file.resolve("data")).run("doctor");
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.out()).contains("node: Start it with");
  }

  @Test
  void theDoctorsBundleHoldsNeitherSecretsNorAddresses() throws Exception {
    shell.run("peer", "add", "/ip4/192.0.2.77/tcp/4011/p2p/" + STRANGER);
    Path zip = temporary.resolve("bundle.zip");
    assertThat(shell.run("doctor", "--bundle", zip.toString()).out()).contains(zip.toString());
    Set<String> names = new HashSet<>();
    String token = Files.readString(shell.data().resolve("api.token")).strip();
    try (ZipFile bundle = new ZipFile(zip.toFile())) {
      for (ZipEntry entry : Collections.list(bundle.entries())) {
        names.add(entry.getName());
        String text =
            new String(bundle.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(text).as(entry.getName()).doesNotContain("192.0.2.77", token);
      }
    }
    assertThat(names).contains("versions.txt", "status.txt", "peers.txt", "node.log");
    shell.run("doctor", "--bundle", zip.toString()).refused(4);
  }

  private static String submit(String... more) throws IOException {
    List<String> line =
        new ArrayList<>(List.of("workflow", "submit", workflow("w.yml", "linux").toString()));
    line.addAll(List.of(more));
    return shell.json(line.toArray(String[]::new)).json().path("id").asText();
  }

  private static Path workflow(String name, String on) throws IOException {
    return Files.writeString(
        temporary.resolve(name),
        "name: p2p-workflow\non: push\njobs: {a: {runs-on: %s, steps: [{run: 'true'}]}}\n"
            .formatted(on));
  }
}
