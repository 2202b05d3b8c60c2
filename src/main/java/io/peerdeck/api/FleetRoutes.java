package io.peerdeck.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.node.InviteRequest;
import io.peerdeck.node.Node;
import io.peerdeck.node.PeerChange;
import io.peerdeck.node.TrustView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the paths below `/api/v1/fleet` and `/api/v1/approvals` do, and what can be changed of a
/// peer.
final class FleetRoutes {
  private static final Map<String, Boolean> DONE = Map.of("ok", true);

  private final Node node;

  FleetRoutes(Node node) {
    this.node = node;
  }

  Object fleet(Request request) {
    List<String> path = request.path();
    return switch (path.size() == 1 ? "" : path.get(1)) {
      case "" ->
          switch (request.method()) {
            case "GET" -> node.fleet();
            case "POST" -> {
              node.createFleet(
                  Json.requiredText(request.body(), "name"), Json.flag(request.body(), "leave"));
              yield node.fleet();
            }
            default -> throw Routes.method(request);
          };
      case "join" ->
          Routes.only(
              request,
              "POST",
              2,
              () -> {
                node.join(
                    Json.requiredText(request.body(), "to"), Json.flag(request.body(), "leave"));
                return node.fleet();
              });
      case "invites" -> invites(request);
      case "requests" -> requests(request);
      default -> throw Routes.unknown(request);
    };
  }

  private Object invites(Request request) {
    List<String> path = request.path();
    if (path.size() == 2) {
      return switch (request.method()) {
        case "GET" -> node.fleet().invites();
        case "POST" -> node.createInvite(invite(request.body()));
        default -> throw Routes.method(request);
      };
    }
    return Routes.only(
        request,
        "DELETE",
        3,
        () -> {
          node.revokeInvite(path.get(2));
          return DONE;
        });
  }

  private static InviteRequest invite(ObjectNode body) {
    InviteRequest standard = InviteRequest.STANDARD;
    return new InviteRequest(
        Json.list(body, "roles").orElse(standard.roles()),
        Json.integer(body, "uses").orElse(standard.uses()),
        Json.integer(body, "minutes").map(Duration::ofMinutes).orElse(standard.validFor()));
  }

  private Object requests(Request request) {
    List<String> path = request.path();
    if (path.size() == 2) {
      return Routes.only(request, "GET", 2, () -> node.fleet().joinRequests());
    }
    return Routes.only(
        request,
        "POST",
        4,
        () ->
            switch (path.get(3)) {
              case "accept" ->
                  node.acceptJoin(
                      path.get(2),
                      Json.list(request.body(), "roles").orElse(InviteRequest.STANDARD.roles()));
              case "refuse" -> {
                node.refuseJoin(path.get(2));
                yield DONE;
              }
              default -> throw Routes.unknown(request);
            });
  }

  Object approvals(Request request) {
    List<String> path = request.path();
    if (path.size() == 1) {
      return Routes.only(request, "GET", 1, () -> node.fleet().approvals());
    }
    return Routes.only(
        request,
        "POST",
        3,
        () -> {
          switch (path.get(2)) {
            case "approve" -> node.approve(path.get(1));
            case "refuse" -> node.refuseApproval(path.get(1));
            default -> throw Routes.unknown(request);
          }
          return DONE;
        });
  }

  /// Changes of a peer's name, roles, labels, slots and drain.
  Object update(String peer, ObjectNode body) {
    return node.updatePeer(
        peer,
        new PeerChange(
            Json.text(body, "name"),
            Json.list(body, "roles"),
            Json.list(body, "labels"),
            Json.integer(body, "slots"),
            body.hasNonNull("drain") ? Optional.of(Json.flag(body, "drain")) : Optional.empty()));
  }

  /// Trusts a peer, as far as the body says.
  Object trust(String peer, ObjectNode body) {
    Optional<String> level = Json.text(body, "level");
    Optional<String> approval = Json.text(body, "approval");
    if (level.isEmpty() && approval.isEmpty()) {
      node.trust(peer);
    } else {
      node.trust(peer, new TrustView(level.orElse("host"), approval.orElse("never")));
    }
    return DONE;
  }
}
