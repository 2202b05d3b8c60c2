package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;

/// One run in full, for people.
final class RunText {
  private RunText() {}

  static void print(CommonOptions common, JsonNode run) {
    PrintWriter out = common.out();
    JsonNode summary = run.path("summary");
    out.println(
        TextTable.printable(summary.path("name").asText())
            + "  "
            + summary.path("status").asText()
            + (summary.path("held").asBoolean() ? " (held)" : ""));
    out.println("  run        " + summary.path("id").asText());
    out.println("  file       " + TextTable.printable(summary.path("file").asText()));
    out.println(
        "  submitted  "
            + Text.ago(summary.path("submittedAt"), Instant.now())
            + " by "
            + TextTable.printable(summary.at("/submitter/name").asText())
            + "; "
            + Text.count(run.path("holders").asLong(), "peer holds", "peers hold")
            + " its inputs");
    out.println("  terms      " + terms(run.path("terms")));
    if (!summary.path("waitsFor").asText().isEmpty()) {
      out.println("  waits      " + TextTable.printable(summary.path("waitsFor").asText()));
    }
    out.println();
    TextTable table = new TextTable("JOB", "STATUS", "PEER", "ATTEMPT", "TIME", "WHY");
    for (JsonNode task : run.path("tasks")) {
      table.row(
          task.path("name").asText(),
          status(task),
          peer(task),
          task.path("attempt").asText(),
          task.path("millis").asLong() == 0 ? "" : Text.millis(task.path("millis").asLong()),
          task.path("why").asText());
    }
    table.print(common);
    for (JsonNode task : run.path("tasks")) {
      for (JsonNode artifact : task.path("artifacts")) {
        out.println(
            "artifact "
                + TextTable.printable(artifact.path("name").asText())
                + "  "
                + Text.bytes(artifact.path("bytes").asLong())
                + "  "
                + artifact.path("cid").asText());
      }
    }
  }

  private static String terms(JsonNode terms) {
    return "waits at most "
        + hours(terms.path("queueTimeout").asLong())
        + " for a peer, "
        + terms.path("attempts").asText()
        + " attempts, "
        + (terms.path("network").asBoolean() ? "asks for the network" : "no network");
  }

  private static String hours(long millis) {
    long seconds = millis / 1000;
    return seconds % 3600 == 0
        ? seconds / 3600 + " h"
        : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
  }

  private static String status(JsonNode task) {
    String conclusion = task.path("conclusion").asText("");
    return conclusion.equals("skipped") ? "skipped" : task.path("status").asText();
  }

  private static String peer(JsonNode task) {
    if (task.path("holder").isObject()) {
      return task.at("/holder/name").asText();
    }
    JsonNode owner = task.at("/ranking/0/peer/name");
    return owner.isMissingNode() ? "" : "-> " + owner.asText();
  }
}
