package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Every command has a schema of its JSON, and what it prints is as the schema says. ([Shell] holds
/// the answers of all other tests to theirs as well.)
class CommandSchemaTest {
  /// These print what others made: help, tools, an assistant's talk.
  private static final Set<String> WITHOUT = Set.of("help", "gh cached", "mcp");

  private static final String STRANGER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";

  @Test
  void everyCommandHasASchema() {
    CommandLine all = new CommandLine(new CommandLineTool.Root(Terminal.NONE));
    new Commands(Map.of()).addAllTo(all);
    List<String> commands = new ArrayList<>();
    all.getSubcommands().forEach((name, command) -> collect(name, command, commands));
    assertThat(commands).hasSizeGreaterThan(70).contains("workflow templates list");
    assertThat(commands)
        .filteredOn(command -> !WITHOUT.contains(command))
        .allSatisfy(command -> assertThat(Schemas.of(command)).as(command).isPresent());
  }

  private static void collect(String name, CommandLine command, List<String> into) {
    if (command.getSubcommands().isEmpty()) {
      into.add(name);
    }
    command.getSubcommands().forEach((nested, line) -> collect(name + " " + nested, line, into));
  }

  @Test
  void answersAreAsTheSchemasSay(@TempDir Path temporary) throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    Path file =
        Files.writeString(
            temporary.resolve("w.yml"),
            "name: p2p-workflow\non: push\njobs: {a: {runs-on: linux, steps: [{run: 'true'}]}}\n");
    NodeHost host = NodeHost.start(NodeConfig.at(shell.data()));
    try {
      String run =
          shell.json("workflow", "submit", file.toString(), "--held").json().path("id").asText();
      String peer = "/ip4/192.0.2.7/tcp/4011/p2p/" + STRANGER;
      for (String line :
          List.of(
              "workflow submit " + file + " " + file + " --held",
              "workflow status " + run,
              "workflow list",
              "workflow hold " + run,
              "workflow priority " + run + " 3",
              "workflow assign " + run + " solo",
              "workflow release " + run,
              "workflow logs " + run + " --follow",
              "workflow artifacts " + run,
              "workflow again " + run,
              "workflow validate " + file,
              "workflow templates preview pipeline",
              "peer add " + peer + " --name nuc",
              "peer set nuc --slots 3",
              "peer trust nuc",
              "peer untrust nuc",
              "peer block nuc",
              "peer unblock nuc",
              "fleet show",
              "fleet invites",
              "fleet members",
              "fleet requests",
              "fleet role nuc worker",
              "fleet remove nuc",
              "clock verify",
              "clock log",
              "clock export",
              "clock export " + temporary.resolve("export.jsonl"),
              "queue",
              "stats",
              "config list",
              "config get slots",
              "config set slots 2",
              "discovery sources",
              "discovery list",
              "secret set A b",
              "secret list",
              "secret remove A",
              "var set A b",
              "var list",
              "var remove A",
              "cache list",
              "cache kept blobs",
              "cache clear blobs",
              "transfer list",
              "action list",
              "gh status",
              "gh watch",
              "completion")) {
        Shell.Answer answer = shell.json(line.split(" "));
        assertThat(answer.exit()).as(line + ": " + answer.err()).isZero();
        assertThat(answer.out()).as(line).isNotBlank();
      }
    } finally {
      host.close();
    }
  }

  @Test
  void jsonMayStandAnywhereOnTheLine(@TempDir Path temporary) throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    for (String line : List.of("--json config list", "config --json list", "config list --json")) {
      assertThat(Shell.document(shell.run(line.split(" ")).out()).isArray()).as(line).isTrue();
    }
  }

  @Test
  void eachExitCodeMeansOneThing(@TempDir Path temporary) throws Exception {
    Shell shell = Shell.offline(temporary.resolve("data"));
    Path fails =
        Files.writeString(
            temporary.resolve("f.yml"),
            "name: p2p-workflow\n"
                + "on: push\n"
                + "jobs: {a: {runs-on: linux, steps: [{run: 'exit 3'}]}}\n");
    Files.writeString(temporary.resolve("no-folder"), "");
    NodeHost host = NodeHost.start(NodeConfig.at(shell.data()));
    try {
      record Line(int exit, String line) {}
      for (Line expected :
          List.of(
              new Line(0, "clock verify"),
              new Line(0, "workflow list"),
              new Line(1, "workflow submit " + fails + " --wait"),
              new Line(2, "workflow"),
              new Line(2, "workflow dance"),
              new Line(2, "workflow status"),
              new Line(2, "clock log --limit 0"),
              new Line(2, "workflow submit " + temporary.resolve("missing.yml")),
              new Line(2, "workflow validate " + temporary.resolve("missing.yml")),
              new Line(2, "peer add nonsense"),
              new Line(2, "import " + temporary.resolve("missing.json")),
              new Line(2, "queue --limit many"),
              new Line(3, "workflow status bafynothing"),
              new Line(3, "workflow update bafynothing pending"),
              new Line(3, "peer remove nobody"),
              new Line(3, "fleet revoke bafynothing"),
              new Line(3, "clock show bafynothing"),
              new Line(3, "config get colour"),
              new Line(3, "transfer cancel 7"),
              new Line(3, "secret remove NONE"),
              new Line(4, "workflow update bafynothing completed"),
              new Line(4, "peer block solo"),
              new Line(4, "peer ping solo"),
              new Line(4, "cache clear github"),
              new Line(4, "node"))) {
        Shell.Answer answer = shell.run(expected.line().split(" "));
        assertThat(answer.exit())
            .as(expected.line() + ": " + answer.err())
            .isEqualTo(expected.exit());
        if (answer.exit() > 1) {
          assertThat(answer.out()).as(expected.line()).isEmpty();
          assertThat(answer.err()).as(expected.line()).isNotBlank().doesNotContain("\tat ");
        }
      }
    } finally {
      host.close();
    }
    assertThat(new Shell(temporary.resolve("no-folder/data")).run("queue").exit())
        .as("a folder that can be none")
        .isEqualTo(2);
  }
}
