package io.peerdeck.api;

import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.node.TemplateView;
import java.nio.file.Path;
import java.util.List;

/// The workflows that come with the program.
final class TemplateRoutes {
  private final Node node;

  TemplateRoutes(Node node) {
    this.node = node;
  }

  /// Where a template's workflow file was written.
  record TemplateFile(Path file) {}

  List<Route> routes() {
    return List.of(
        get("templates", "The workflows that come with the program")
            .answers(TemplateView.class, request -> node.templates()),
        post("templates/{id}", "Writes a template's files into the data folder")
            .answer(
                TemplateFile.class, request -> new TemplateFile(node.template(request.at("id")))),
        post("templates/{id}/preview", "What submitting a template would do")
            .body(SubmissionBody.TERMS)
            .answer(SubmitPreview.class, request -> node.preview(submission(request))),
        post("templates/{id}/runs", "Submits a template")
            .body(SubmissionBody.TERMS)
            .answer(RunSummary.class, request -> node.submit(submission(request))));
  }

  private SubmitRequest submission(Request request) {
    return SubmissionBody.of(node.template(request.at("id")), request.body());
  }
}
