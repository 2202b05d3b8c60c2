package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.api.EarlierState;
import io.peerdeck.api.EarlierStateFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck import`: takes over what waited in the earlier system.
@Command(
    name = "import",
    description = "take over the pending workflows of an ipfs_kit_py coordinator's state file")
final class ImportCommand implements Callable<Integer> {
  private static final int REFUSED = 4;

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FILE", description = "coordinator_state_*.json")
  private Path file = Path.of("");

  @Option(
      names = "--folder",
      description = "what paths of workflow files are relative to (default: the current folder)")
  private Path folder = Path.of("");

  @Option(names = "--check", description = "only check the file and show what is in it")
  private boolean check;

  @Override
  public Integer call() {
    EarlierState state = EarlierStateFile.read(file.toAbsolutePath().normalize());
    ObjectNode report = report(state);
    if (!state.sound()) {
      common.print(report, shown -> broken(state));
      return REFUSED;
    }
    if (!check) {
      List<EarlierState.Workflow> pending =
          state.workflows().stream().filter(EarlierState.Workflow::pending).toList();
      Map<String, String> runs =
          common.ask(
              client ->
                  new EarlierSubmission(client, folder.toAbsolutePath().normalize())
                      .submit(pending));
      for (JsonNode workflow : report.path("workflows")) {
        String run = runs.get(workflow.path("id").asText());
        ((ObjectNode) workflow).put("run", run);
      }
      report.put("imported", runs.size());
    }
    common.print(report, this::show);
    return 0;
  }

  private ObjectNode report(EarlierState state) {
    ObjectNode report = JsonNodeFactory.instance.objectNode();
    report.put("file", file.toAbsolutePath().normalize().toString());
    report.put("peer", state.peer());
    report.put("entries", state.entries().size());
    report.put("sound", state.sound());
    report.put("imported", 0);
    state.events().forEach(report.putObject("events")::put);
    state.notes().forEach(report.putArray("notes")::add);
    var problems = report.putArray("problems");
    for (EarlierState.Entry entry : state.entries()) {
      entry
          .problem()
          .ifPresent(
              why ->
                  problems
                      .addObject()
                      .put("entry", entry.number())
                      .put("hash", entry.hash())
                      .put("problem", why));
    }
    var workflows = report.putArray("workflows");
    for (EarlierState.Workflow workflow : state.workflows()) {
      workflows
          .addObject()
          .put("id", workflow.id())
          .put("name", workflow.name())
          .put("file", workflow.inline() ? "" : workflow.file())
          .put("status", workflow.status())
          .put("priority", workflow.priority())
          .put("recorded", workflow.recorded())
          .putNull("run");
    }
    return report;
  }

  private void broken(EarlierState state) {
    common.out().println("The chain of this clock is broken; nothing is imported.");
    for (EarlierState.Entry entry : state.entries()) {
      entry
          .problem()
          .ifPresent(
              why ->
                  common
                      .out()
                      .println(
                          "  entry "
                              + entry.number()
                              + " "
                              + TextTable.printable(entry.hash())
                              + ": "
                              + TextTable.printable(why)));
    }
  }

  private void show(JsonNode report) {
    common
        .out()
        .println(
            "The clock of "
                + TextTable.printable(report.path("peer").asText())
                + " holds: "
                + report.path("entries").asText()
                + " entries.");
    report
        .path("notes")
        .forEach(note -> common.out().println("  note: " + TextTable.printable(note.asText())));
    TextTable table = new TextTable("WORKFLOW", "STATUS", "NAME", "IN THE CLOCK", "RUN");
    for (JsonNode workflow : report.path("workflows")) {
      table.row(
          workflow.path("id").asText(),
          workflow.path("status").asText(),
          workflow.path("name").asText(),
          workflow.path("recorded").asBoolean() ? "yes" : "no",
          workflow.path("run").isNull() ? "" : Text.shortId(workflow.path("run").asText()));
    }
    table.print(common);
    common
        .out()
        .println(
            check
                ? "Nothing was imported: --check."
                : report.path("imported").asText() + " runs stand for what was pending.");
  }
}
