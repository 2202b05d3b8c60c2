package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// The fleet as people read it.
final class FleetText {
  private FleetText() {}

  static void show(CommonOptions common, JsonNode fleet) {
    common.out().println("fleet     " + TextTable.printable(fleet.path("name").asText()));
    common.out().println("id        " + fleet.path("id").asText());
    common.out().println("members   " + fleet.path("members").asText());
    common.out().println("admins    " + TextTable.printable(Text.names(fleet.path("admins"))));
    common.out().println("this node " + Text.join(fleet.path("roles")));
    if (!fleet.path("joining").isNull()) {
      common
          .out()
          .println("joining   " + TextTable.printable(fleet.at("/joining/sentence").asText()));
    }
    fleet
        .path("warnings")
        .forEach(warning -> common.out().println("! " + TextTable.printable(warning.asText())));
    section(common, "Invitations", fleet.path("invites"), FleetText::invites);
    section(
        common, "Machines that ask to be let in", fleet.path("joinRequests"), FleetText::requests);
    section(common, "Jobs that wait for approval", fleet.path("approvals"), FleetText::approvals);
  }

  private interface Part {
    void print(CommonOptions common, JsonNode rows);
  }

  private static void section(CommonOptions common, String title, JsonNode rows, Part part) {
    if (!rows.isEmpty()) {
      common.out().println();
      common.out().println(title);
      part.print(common, rows);
    }
  }

  static void invites(CommonOptions common, JsonNode invites) {
    TextTable table = new TextTable("ID", "STATE", "ROLES", "USED", "EXPIRES", "BY");
    for (JsonNode invite : invites) {
      table.row(
          Text.shortId(invite.path("id").asText()),
          invite.path("state").asText(),
          Text.join(invite.path("roles")),
          invite.path("joined").size() + " of " + invite.path("uses").asText(),
          invite.path("expires").asText(),
          invite.at("/by/name").asText());
    }
    table.print(common);
  }

  static void requests(CommonOptions common, JsonNode requests) {
    TextTable table = new TextTable("NAME", "FROM", "ASKED", "PEER ID");
    for (JsonNode request : requests) {
      table.row(
          request.at("/peer/name").asText(),
          request.path("address").asText(),
          Text.ago(request.path("asked"), Instant.now()),
          request.at("/peer/id").asText());
    }
    table.print(common);
  }

  static void approvals(CommonOptions common, JsonNode approvals) {
    TextTable table = new TextTable("ID", "RUN", "SUBMITTER", "WHY");
    for (JsonNode approval : approvals) {
      table.row(
          approval.path("id").asText(),
          approval.path("runName").asText() + " " + Text.shortId(approval.path("runId").asText()),
          approval.at("/submitter/name").asText(),
          approval.path("reason").asText());
    }
    table.print(common);
  }

  static void members(CommonOptions common, JsonNode peers) {
    TextTable table =
        new TextTable("NAME", "STATE", "ROLES", "LABELS", "SLOTS", "DRAIN", "PEER ID");
    for (JsonNode peer : peers) {
      if (peer.path("roles").isEmpty()) {
        continue; // on its way in
      }
      table.row(
          peer.at("/peer/name").asText(),
          peer.path("state").asText(),
          Text.join(peer.path("roles")),
          Text.join(peer.path("labels")),
          peer.path("slots").asText(),
          peer.path("draining").asBoolean() ? "yes" : "no",
          peer.at("/peer/id").asText());
    }
    table.print(common);
  }

  static void joined(CommonOptions common, JsonNode fleet) {
    common
        .out()
        .println(
            fleet.path("joining").isNull()
                ? "This node is in the fleet "
                    + TextTable.printable(fleet.path("name").asText())
                    + " as "
                    + Text.join(fleet.path("roles"))
                    + "."
                : "This node is on its way: "
                    + TextTable.printable(fleet.at("/joining/sentence").asText())
                    + ".");
  }
}
