package io.peerdeck.api;

import static io.peerdeck.api.Field.flag;
import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Field.texts;
import static io.peerdeck.api.Route.delete;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.ApprovalView;
import io.peerdeck.node.CreatedInvite;
import io.peerdeck.node.FleetView;
import io.peerdeck.node.InviteRequest;
import io.peerdeck.node.InviteView;
import io.peerdeck.node.JoinRequestView;
import io.peerdeck.node.Node;
import io.peerdeck.node.PeerView;
import java.time.Duration;
import java.util.List;

/// The fleet, and the requests for trust that wait for a yes or no: machines that want to join, and
/// jobs that want to run here.
final class FleetRoutes {
  private final Node node;

  FleetRoutes(Node node) {
    this.node = node;
  }

  List<Route> routes() {
    return List.of(
        get("fleet", "The fleet, and what waits for its operator")
            .answer(FleetView.class, request -> node.fleet()),
        post("fleet", "Founds a fleet")
            .body(
                text("name", "what to call it").needed(),
                flag("leave", "leave the present one although others are in it"))
            .answer(
                FleetView.class,
                request -> {
                  node.createFleet(
                      request.body().requiredText("name"), request.body().flag("leave"));
                  return node.fleet();
                }),
        post("fleet/join", "Goes into another fleet")
            .body(
                text("to", "an invitation, or a member's address ending in `/p2p/PEER_ID`")
                    .needed(),
                flag("leave", "leave the present one although others are in it"))
            .answer(
                FleetView.class,
                request -> {
                  node.join(request.body().requiredText("to"), request.body().flag("leave"));
                  return node.fleet();
                }),
        get("fleet/invites", "Invitations")
            .answers(InviteView.class, request -> node.fleet().invites()),
        post("fleet/invites", "Makes an invitation; its text is told this once")
            .body(
                texts("roles", "of who comes by it"),
                number("uses", "how many may come by it"),
                number("minutes", "how long it is good"))
            .answer(CreatedInvite.class, request -> node.createInvite(invite(request.body()))),
        delete("fleet/invites/{id}", "Takes an invitation back")
            .does(request -> node.revokeInvite(request.at("id"))),
        get("fleet/requests", "Machines that wait to be let in")
            .answers(JoinRequestView.class, request -> node.fleet().joinRequests()),
        post("fleet/requests/{id}/accept", "Lets a machine in")
            .body(texts("roles", "what it may do"))
            .answer(
                PeerView.class,
                request ->
                    node.acceptJoin(
                        request.at("id"),
                        request.body().texts("roles").orElse(InviteRequest.STANDARD.roles()))),
        post("fleet/requests/{id}/refuse", "Refuses a machine")
            .does(request -> node.refuseJoin(request.at("id"))),
        get("approvals", "Jobs that wait for this machine's operator")
            .answers(ApprovalView.class, request -> node.fleet().approvals()),
        post("approvals/{id}/approve", "Runs them here")
            .does(request -> node.approve(request.at("id"))),
        post("approvals/{id}/refuse", "Declines them here")
            .does(request -> node.refuseApproval(request.at("id"))));
  }

  private static InviteRequest invite(Body body) {
    InviteRequest standard = InviteRequest.STANDARD;
    return new InviteRequest(
        body.texts("roles").orElse(standard.roles()),
        body.integer("uses").orElse(standard.uses()),
        body.integer("minutes").map(Duration::ofMinutes).orElse(standard.validFor()));
  }
}
