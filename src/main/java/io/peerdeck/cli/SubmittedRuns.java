package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.peerdeck.api.ApiClient;
import java.util.function.Function;

/// What all commands that submit do with the runs they made.
///
/// @param toTheEnd whether they end when the runs do
record SubmittedRuns(CommonOptions common, boolean toTheEnd) {
  /// Submits, says what became of it, and gives the exit code: 1 if it was waited for and failed.
  int submit(Function<ApiClient, ArrayNode> submission) {
    boolean embedded = ApiClient.connect(common.folder()).map(SubmittedRuns::closed).isEmpty();
    ArrayNode runs = common.ask(submission);
    common.print(
        runs.size() == 1 ? runs.get(0) : runs, document -> print(runs, embedded && !toTheEnd));
    return toTheEnd && !succeeded(runs) ? 1 : 0;
  }

  /// A run as it is when the command has waited for it, if it does.
  JsonNode ended(ApiClient client, JsonNode run) {
    if (!toTheEnd) {
      return run;
    }
    String id = run.path("id").asText();
    Thread leaving = new Thread(() -> goesOn(id), "tell-that-a-run-goes-on");
    Runtime.getRuntime().addShutdownHook(leaving);
    try {
      return RunWait.untilFinished(client, id).path("summary");
    } finally {
      forget(leaving);
    }
  }

  /// Said when the wait is cut short, by Ctrl-C for one.
  private void goesOn(String id) {
    if (ApiClient.connect(common.folder()).map(SubmittedRuns::closed).isPresent()) {
      common
          .err()
          .println("Run " + id + " goes on; end it by `peerdeck workflow cancel " + id + "`.");
      common.err().flush();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending and runs it
    }
  }

  private static boolean closed(ApiClient client) {
    client.close();
    return true;
  }

  private static boolean succeeded(ArrayNode runs) {
    for (JsonNode run : runs) {
      if (!run.path("status").asText().equals("completed")) {
        return false;
      }
    }
    return true;
  }

  private void print(ArrayNode runs, boolean embedded) {
    for (JsonNode run : runs) {
      common
          .out()
          .println(
              TextTable.printable(run.path("name").asText())
                  + "  "
                  + run.path("status").asText()
                  + "  "
                  + run.path("id").asText());
    }
    if (embedded) {
      common
          .out()
          .println(
              "No node is running on this folder: the run waits until one starts"
                  + " (`peerdeck node` or the panel) or another member takes it.");
    }
  }
}
