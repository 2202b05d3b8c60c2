package io.peerdeck.api;

import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Route.delete;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.ArtifactFile;
import io.peerdeck.node.Node;
import io.peerdeck.node.TaskView;
import io.peerdeck.node.VendoredAction;
import java.nio.file.Path;
import java.util.List;

/// Artifacts that runs leave, and the actions the fleet keeps for them.
final class ArtifactRoutes {
  private static final int MAX_HEAD_BYTES = 1 << 20;

  private final Node node;

  ArtifactRoutes(Node node) {
    this.node = node;
  }

  /// The first bytes of a file.
  record ArtifactHead(byte[] base64) {}

  List<Route> routes() {
    return List.of(
        get("runs/{id}/artifacts", "The artifacts of all tasks of a run")
            .answers(
                TaskView.ArtifactView.class,
                request ->
                    node.run(request.at("id")).tasks().stream()
                        .flatMap(task -> task.artifacts().stream())
                        .toList()),
        get("artifacts/{cid}", "The files of an artifact")
            .answers(ArtifactFile.class, request -> node.artifactFiles(request.at("cid"))),
        get("artifacts/{cid}/head", "The first bytes of a file of an artifact, by the file's CID")
            .query(number("max", "at most so many bytes, 1 MiB unless told"))
            .answer(
                ArtifactHead.class,
                request ->
                    new ArtifactHead(
                        node.artifactHead(
                            request.at("cid"),
                            (int) request.number("max", MAX_HEAD_BYTES, 1, MAX_HEAD_BYTES)))),
        post("artifacts/{cid}/save", "Writes an artifact's files below a folder of the node's")
            .body(text("folder", "absolute path").needed())
            .answers(
                Path.class,
                request ->
                    node.saveArtifact(request.at("cid"), request.body().requiredPath("folder"))),
        get("actions", "The third-party actions the fleet keeps")
            .answers(VendoredAction.class, request -> node.actions()),
        post("actions", "Keeps the files of an action for the whole fleet")
            .body(
                text("uses", "`owner/repo@sha`").needed(),
                text("path", "absolute path of a folder or an archive").needed())
            .answer(
                VendoredAction.class,
                request ->
                    node.vendorAction(
                        request.body().requiredText("uses"), request.body().requiredPath("path"))),
        delete("actions/{uses}", "Removes an action from the fleet")
            .does(request -> node.removeAction(request.at("uses"))));
  }
}
