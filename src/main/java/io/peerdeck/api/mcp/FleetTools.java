package io.peerdeck.api.mcp;

import static io.peerdeck.api.mcp.Schema.flag;
import static io.peerdeck.api.mcp.Schema.list;
import static io.peerdeck.api.mcp.Schema.map;
import static io.peerdeck.api.mcp.Schema.needed;
import static io.peerdeck.api.mcp.Schema.number;
import static io.peerdeck.api.mcp.Schema.object;
import static io.peerdeck.api.mcp.Schema.result;
import static io.peerdeck.api.mcp.Schema.text;
import static io.peerdeck.api.mcp.Schema.texts;
import static io.peerdeck.api.mcp.Schema.whole;

import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.VerifyView;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tools about the fleet and the node itself: peers, counts, the clock.
final class FleetTools {
  private static final int MAX_PEERS = 200;
  private static final int MAX_PROBLEMS = 50;

  private final Node node;

  FleetTools(Node node) {
    this.node = node;
  }

  List<Tool> all() {
    return List.of(
        new Tool(
            "add_p2p_peer",
            "Add a peer",
            "Adds a machine to the fleet, as operator and worker. `peer_id` is its address, which"
                + " ends in /p2p/PEER_ID.",
            object(needed(text("peer_id"))),
            result(text("peer_id"), text("message")),
            Tool.Effect.SET,
            this::add),
        new Tool(
            "remove_p2p_peer",
            "Remove a peer",
            "Removes a machine, by id or name, from the fleet: nothing it writes from then on has"
                + " effect.",
            object(needed(text("peer_id"))),
            result(text("peer_id"), text("message")),
            Tool.Effect.REMOVE,
            this::remove),
        new Tool(
            "get_p2p_stats",
            "Counts",
            "This node and its fleet in numbers.",
            object(),
            result(
                text("peer_id"),
                text("name"),
                text("network"),
                text("network_reason"),
                whole("total_workflows"),
                whole("queue_size"),
                whole("peer_count"),
                whole("peers_online"),
                whole("merkle_clock_height"),
                map("status_counts"),
                whole("my_workflows"),
                whole("slots"),
                whole("slots_busy"),
                texts("warnings")),
            Tool.Effect.READ,
            arguments -> stats()),
        new Tool(
            "get_p2p_peer_health",
            "Health of peers",
            "How the machines of the fleet are: connection, round trip, load, and how far each can"
                + " be relied on. `peer_id` (id or name) asks for one.",
            object(text("peer_id")),
            result(
                whole("count"),
                list(
                    "peers",
                    object(
                        text("peer_id"),
                        text("name"),
                        flag("self"),
                        text("state"),
                        text("state_reason"),
                        texts("roles"),
                        texts("labels"),
                        whole("slots"),
                        whole("running"),
                        flag("draining"),
                        text("trust"),
                        number("rtt_ms").orNull(),
                        text("last_seen").orNull(),
                        flag("connected"),
                        number("loss").orNull(),
                        whole("score"),
                        texts("score_reasons")))),
            Tool.Effect.READ,
            this::health),
        new Tool(
            "verify_p2p_clock",
            "Verify the clock",
            "Checks every entry of the fleet's clock here: hash, signature, links, order.",
            object(),
            result(
                flag("ok"),
                whole("entries"),
                texts("problems"),
                texts("equivocations"),
                number("took_ms")),
            Tool.Effect.READ,
            arguments -> verify()));
  }

  private ToolAnswer add(Arguments arguments) {
    String address = arguments.needed("peer_id");
    String named = address.substring(address.lastIndexOf('/') + 1);
    if (node.peers().stream().anyMatch(peer -> peer.peer().id().equals(named))) {
      String message = "Peer " + named + " is in the network already";
      return ToolAnswer.of(Map.of("peer_id", named, "message", message), message + ".");
    }
    try {
      String id = node.addPeer(address, Optional.empty()).peer().id();
      String message = "Peer " + id + " added to network";
      return ToolAnswer.of(Map.of("peer_id", id, "message", message), message + ".");
    } catch (NodeException e) {
      return ToolAnswer.failed(String.valueOf(e.getMessage()), Map.of("peer_id", address));
    }
  }

  private ToolAnswer remove(Arguments arguments) {
    String peer = arguments.needed("peer_id");
    try {
      node.removePeer(peer);
      String message = "Peer " + peer + " removed from network";
      return ToolAnswer.of(Map.of("peer_id", peer, "message", message), message + ".");
    } catch (NodeException e) {
      return ToolAnswer.failed(String.valueOf(e.getMessage()), Map.of("peer_id", peer));
    }
  }

  private ToolAnswer stats() {
    NodeStatus status = node.status();
    NodeStatus.RunCounts runs = status.runs();
    Map<String, Long> counts = new LinkedHashMap<>(runs.byStatus());
    counts.values().removeIf(count -> count == 0);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("peer_id", status.self().id());
    fields.put("name", status.self().name());
    fields.put("network", status.network());
    fields.put("network_reason", status.networkReason());
    fields.put("total_workflows", runs.total());
    fields.put("queue_size", runs.pending() + runs.assigned());
    fields.put("peer_count", status.members());
    fields.put("peers_online", status.membersOnline());
    fields.put("merkle_clock_height", status.clockEntries());
    fields.put("status_counts", counts);
    fields.put("my_workflows", node.runs(RunQuery.all(1).withPeer(status.self().id())).total());
    fields.put("slots", status.slots());
    fields.put("slots_busy", status.slotsBusy());
    fields.put("warnings", status.warnings().stream().map(Untrusted::line).toList());
    StringBuilder said = new StringBuilder();
    fields.forEach((name, value) -> said.append(name).append(": ").append(value).append('\n'));
    return ToolAnswer.of(fields, said.toString());
  }

  private ToolAnswer health(Arguments arguments) {
    Optional<String> wanted = arguments.text("peer_id");
    List<Map<String, Object>> peers =
        node.peers().stream()
            .filter(
                view ->
                    wanted.isEmpty()
                        || wanted.get().equals(view.peer().id())
                        || wanted.get().equals(view.peer().name()))
            .limit(MAX_PEERS)
            .map(FleetTools::of)
            .toList();
    if (wanted.isPresent() && peers.isEmpty()) {
      throw new ToolRefusal("There is no peer " + Untrusted.line(wanted.get()) + ".");
    }
    return ToolAnswer.of(
        Map.of("count", peers.size(), "peers", peers),
        peers.size() + " peers, this node first.",
        peers.stream()
            .map(p -> p.get("peer_id") + "  " + p.get("state") + "  " + p.get("name"))
            .toList(),
        List.of("peers"));
  }

  private static Map<String, Object> of(PeerView view) {
    Map<String, @Nullable Object> peer = new LinkedHashMap<>();
    peer.put("peer_id", view.peer().id());
    peer.put("name", Untrusted.line(view.peer().name()));
    peer.put("self", view.self());
    peer.put("state", view.state());
    peer.put("state_reason", Untrusted.line(view.stateReason()));
    peer.put("roles", view.roles());
    peer.put("labels", view.labels().stream().map(Untrusted::line).toList());
    peer.put("slots", view.slots());
    peer.put("running", view.running());
    peer.put("draining", view.draining());
    peer.put("trust", view.trust().level());
    peer.put("rtt_ms", view.rtt().map(FleetTools::millis).orElse(null));
    peer.put("last_seen", view.lastSeen().map(Object::toString).orElse(null));
    peer.put("connected", view.link().connected());
    peer.put("loss", view.link().loss().orElse(null));
    peer.put("score", view.conduct().score());
    peer.put("score_reasons", view.conduct().reasons().stream().map(Untrusted::line).toList());
    return peer;
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  private ToolAnswer verify() {
    VerifyView view = node.verifyClock(progress -> {});
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ok", view.ok());
    fields.put("entries", view.entries());
    fields.put("problems", lines(view.problems()));
    fields.put("equivocations", lines(view.equivocations()));
    fields.put("took_ms", millis(view.took()));
    return ToolAnswer.of(
        fields,
        view.ok()
            ? "All " + view.entries() + " entries verify."
            : "The clock of " + view.entries() + " entries does not verify.",
        lines(view.problems()),
        List.of("problems", "equivocations"));
  }

  private static List<String> lines(List<String> texts) {
    return texts.stream().limit(MAX_PROBLEMS).map(Untrusted::line).toList();
  }
}
