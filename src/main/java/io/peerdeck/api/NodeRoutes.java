package io.peerdeck.api;

import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.DiskView;
import io.peerdeck.node.EventView;
import io.peerdeck.node.NetworkView;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeLogLine;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.SettingView;
import java.util.List;
import java.util.Optional;

/// The node itself: how it is, what it saw, and how it is set.
final class NodeRoutes {
  private static final int EVENTS = 100;
  private static final int MAX_EVENTS = 1000;
  private static final int LINES = 200;
  private static final int MAX_LINES = 10_000;

  private final Node node;
  private final ChangeStream changes;

  NodeRoutes(Node node, ChangeStream changes) {
    this.node = node;
    this.changes = changes;
  }

  /// What the node counts.
  ///
  /// @param runs by status
  record Stats(NetworkView network, NodeStatus.RunCounts runs, long clockEntries) {}

  /// What is wrong with a value; null for nothing.
  record SettingCheck(Optional<String> problem) {}

  List<Route> routes() {
    return List.of(
        get("status", "This node and its fleet in one glance")
            .answer(NodeStatus.class, request -> node.status()),
        get("stats", "Runs by status, and how close the network came to its limits")
            .answer(Stats.class, request -> stats(node.status())),
        get("events", "What this node saw, newest first")
            .query(number("limit", "at most so many, 100 unless told, 1000 at most"))
            .answers(
                EventView.class,
                request -> node.events((int) request.number("limit", EVENTS, 1, MAX_EVENTS)))
            .withStream(changes.stream()),
        get("disk", "What the data folder takes of its disk")
            .answer(
                DiskView.class,
                request ->
                    node.disk()
                        .orElseThrow(() -> new ApiException(503, "The disk is being measured."))),
        get("log", "The last lines of this node's own log, oldest first")
            .query(number("lines", "at most so many, 200 unless told, 10000 at most"))
            .answers(
                NodeLogLine.class,
                request -> node.nodeLog((int) request.number("lines", LINES, 1, MAX_LINES))),
        post("diagnostics", "Writes what somebody who helps needs to know into a zip file")
            .body(text("file", "absolute path of a file that is not there yet").needed())
            .does(request -> node.writeDiagnostics(request.body().requiredPath("file"))),
        get("settings", "Everything that can be set")
            .answers(SettingView.class, request -> node.settings()),
        get("settings/{key}", "One setting")
            .answer(SettingView.class, request -> setting(request.at("key"))),
        post("settings/{key}", "Changes a setting; empty text means the default again")
            .body(text("value", "as text").needed())
            .answer(
                SettingView.class,
                request ->
                    node.changeSetting(request.at("key"), request.body().requiredText("value"))),
        post("settings/{key}/check", "What is wrong with a value; nothing is changed")
            .body(text("value", "as text").needed())
            .answer(
                SettingCheck.class,
                request ->
                    new SettingCheck(
                        node.checkSetting(
                            request.at("key"), request.body().requiredText("value")))));
  }

  private Stats stats(NodeStatus status) {
    return new Stats(node.network(), status.runs(), status.clockEntries());
  }

  private SettingView setting(String key) {
    return node.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new ApiException(404, "There is no setting `" + key + "`."));
  }
}
