package io.peerdeck.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.node.Node;
import io.peerdeck.node.SecretGrant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the paths below `/api/v1/secrets` and `/api/v1/vars` do. No answer holds the value of a
/// secret.
final class SecretRoutes {
  private static final Map<String, Boolean> DONE = Map.of("ok", true);

  private final Node node;

  SecretRoutes(Node node) {
    this.node = node;
  }

  /// `GET secrets`, `POST secrets {name, value}`, `DELETE secrets/NAME`, `POST secrets/NAME/grant
  /// {run}` or `{submitter, workflow, snapshot}`.
  Object secrets(Request request) {
    List<String> path = request.path();
    return switch (path.size()) {
      case 1 ->
          switch (request.method()) {
            case "GET" -> node.secrets();
            case "POST" ->
                done(
                    () ->
                        node.setSecret(
                            Json.requiredText(request.body(), "name"),
                            Json.requiredText(request.body(), "value")));
            default -> throw Routes.method(request);
          };
      case 2 -> Routes.only(request, "DELETE", 2, () -> done(() -> node.removeSecret(path.get(1))));
      default -> {
        if (path.size() != 3 || !path.get(2).equals("grant")) {
          throw Routes.unknown(request);
        }
        yield Routes.only(request, "POST", 3, () -> done(() -> grant(path.get(1), request.body())));
      }
    };
  }

  private void grant(String name, ObjectNode body) {
    Optional<String> run = Json.text(body, "run");
    if (run.isPresent()) {
      node.grantSecret(name, run.get());
      return;
    }
    node.grantSecret(
        name,
        new SecretGrant(
            Json.requiredText(body, "submitter"),
            Json.requiredText(body, "workflow"),
            Json.requiredText(body, "snapshot")));
  }

  /// `GET vars`, `POST vars {name, value}`, `DELETE vars/NAME`.
  Object variables(Request request) {
    List<String> path = request.path();
    if (path.size() == 1) {
      return switch (request.method()) {
        case "GET" -> node.variables();
        case "POST" ->
            done(
                () ->
                    node.setVariable(
                        Json.requiredText(request.body(), "name"),
                        Json.requiredText(request.body(), "value")));
        default -> throw Routes.method(request);
      };
    }
    return Routes.only(request, "DELETE", 2, () -> done(() -> node.removeVariable(path.get(1))));
  }

  private static Map<String, Boolean> done(Runnable action) {
    action.run();
    return DONE;
  }
}
