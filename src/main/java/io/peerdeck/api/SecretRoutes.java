package io.peerdeck.api;

import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Route.delete;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.Node;
import io.peerdeck.node.SecretGrant;
import io.peerdeck.node.SecretView;
import io.peerdeck.node.VariableView;
import java.util.List;
import java.util.Optional;

/// Secrets and variables of this machine. No answer holds the value of a secret.
final class SecretRoutes {
  private final Node node;

  SecretRoutes(Node node) {
    this.node = node;
  }

  List<Route> routes() {
    return List.of(
        get("secrets", "The secrets jobs may be granted here, without their values")
            .answers(SecretView.class, request -> node.secrets()),
        post("secrets", "Keeps a secret, or gives it a new value")
            .body(text("name", "its name").needed(), text("value", "what is secret").needed())
            .does(
                request ->
                    node.setSecret(
                        request.body().requiredText("name"), request.body().requiredText("value"))),
        delete("secrets/{name}", "Removes a secret")
            .does(request -> node.removeSecret(request.at("name"))),
        post("secrets/{name}/grant", "Lets jobs use a secret: those of a run, or of what is named")
            .body(
                text("run", "a run, for its submitter, workflow file and snapshot"),
                text("submitter", "a peer's id, without `run`"),
                text("workflow", "CID of the workflow file, without `run`"),
                text("snapshot", "CID of the snapshot, without `run`"))
            .does(request -> grant(request.at("name"), request.body())),
        get("vars", "The variables every job that runs here may read")
            .answers(VariableView.class, request -> node.variables()),
        post("vars", "Sets a variable")
            .body(text("name", "its name").needed(), text("value", "its value").needed())
            .does(
                request ->
                    node.setVariable(
                        request.body().requiredText("name"), request.body().requiredText("value"))),
        delete("vars/{name}", "Removes a variable")
            .does(request -> node.removeVariable(request.at("name"))));
  }

  private void grant(String name, Body body) {
    Optional<String> run = body.text("run");
    if (run.isPresent()) {
      node.grantSecret(name, run.get());
      return;
    }
    node.grantSecret(
        name,
        new SecretGrant(
            body.requiredText("submitter"),
            body.requiredText("workflow"),
            body.requiredText("snapshot")));
  }
}
