package io.peerdeck.api;

import static io.peerdeck.api.Field.flag;
import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Field.texts;
import static io.peerdeck.api.Route.delete;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.DiscoveryQuery;
import io.peerdeck.node.DiscoveryView;
import io.peerdeck.node.Node;
import io.peerdeck.node.PeerChange;
import io.peerdeck.node.PeerHistory;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.SourceOutcome;
import io.peerdeck.node.TrustView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Peers, how far they are trusted, and where they are found. Everywhere a peer is named by its id
/// or its name.
final class PeerRoutes {
  private static final int LIMIT = 100;

  private final Node node;

  PeerRoutes(Node node) {
    this.node = node;
  }

  /// How long there and back took.
  record RoundTrip(Duration rtt) {}

  List<Route> routes() {
    return List.of(
        get("peers", "Every peer known, this node first")
            .answers(PeerView.class, request -> node.peers()),
        post("peers", "Adds a peer to the fleet")
            .body(
                text("address", "multiaddr ending in `/p2p/PEER_ID`").needed(),
                text("name", "what people call it"))
            .answer(
                PeerView.class,
                request ->
                    node.addPeer(
                        request.body().requiredText("address"), request.body().text("name"))),
        delete("peers/{id}", "Removes a peer from the fleet")
            .does(request -> node.removePeer(request.at("id"))),
        get("peers/{id}/history", "Round trips and changes of state of a peer")
            .answer(PeerHistory.class, request -> node.peerHistory(request.at("id"))),
        post("peers/{id}/ping", "Measures a round trip now, in milliseconds")
            .answer(RoundTrip.class, request -> new RoundTrip(node.ping(request.at("id")))),
        post("peers/{id}/update", "Changes a member")
            .body(
                text("name", "what people call it"),
                texts("roles", "`admin`, `operator`, `worker`"),
                texts("labels", "what jobs may ask for"),
                number("slots", "jobs it runs at once"),
                flag("drain", "whether it takes no more jobs"))
            .answer(PeerView.class, this::update),
        post("peers/{id}/trust", "Runs jobs this peer submits on this machine from now on")
            .body(
                text("level", "`none`, `sandboxed` or `host`; `host` unless told"),
                text(
                    "approval",
                    "when its jobs wait for the operator: `never`, `first` or `change`; `never`"
                        + " unless told"))
            .does(this::trust),
        post("peers/{id}/untrust", "Runs no more of its jobs here")
            .does(request -> node.untrust(request.at("id"))),
        post("peers/{id}/block", "Shuts a peer out of this node")
            .does(request -> node.block(request.at("id"))),
        post("peers/{id}/unblock", "Lets a peer in again")
            .does(request -> node.unblock(request.at("id"))),
        get("discovery", "Where peers are found, and those found")
            .query(
                text("source", "only these sources, separated by commas"),
                text("label", "only peers with these labels, separated by commas"),
                number("limit", "at most so many peers, 100 unless told"))
            .answer(
                DiscoveryView.class,
                request ->
                    node.discovery(
                        new DiscoveryQuery(
                            request.names("source"),
                            request.names("label"),
                            (int) request.number("limit", LIMIT, 0, DiscoveryQuery.MOST)))),
        post("discovery", "Asks sources of peers now")
            .body(texts("sources", "which to ask; all unless told"))
            .answers(
                SourceOutcome.class,
                request ->
                    node.discover(Set.copyOf(request.body().texts("sources").orElse(List.of())))));
  }

  private PeerView update(Request request) {
    Body body = request.body();
    return node.updatePeer(
        request.at("id"),
        new PeerChange(
            body.text("name"),
            body.texts("roles"),
            body.texts("labels"),
            body.integer("slots"),
            body.has("drain") ? Optional.of(body.flag("drain")) : Optional.empty()));
  }

  private void trust(Request request) {
    Optional<String> level = request.body().text("level");
    Optional<String> approval = request.body().text("approval");
    if (level.isEmpty() && approval.isEmpty()) {
      node.trust(request.at("id"));
    } else {
      node.trust(request.at("id"), new TrustView(level.orElse("host"), approval.orElse("never")));
    }
  }
}
