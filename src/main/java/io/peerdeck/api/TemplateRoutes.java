package io.peerdeck.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.node.Node;
import io.peerdeck.node.SubmitRequest;
import java.util.Map;

/// `templates`: the workflows that come with the program; `templates/ID` writes one out,
/// `templates/ID/preview` and `templates/ID/runs` take what `preview` and `runs` take, without
/// `file`.
final class TemplateRoutes {
  private final Node node;

  TemplateRoutes(Node node) {
    this.node = node;
  }

  Object answer(Request request) {
    return switch (request.path().size()) {
      case 1 -> Routes.only(request, "GET", 1, node::templates);
      case 2 ->
          Routes.only(
              request, "POST", 2, () -> Map.of("file", node.template(request.path().get(1))));
      case 3 ->
          switch (request.path().get(2)) {
            case "preview" ->
                Routes.only(request, "POST", 3, () -> node.preview(submission(request)));
            case "runs" -> Routes.only(request, "POST", 3, () -> node.submit(submission(request)));
            default -> throw Routes.unknown(request);
          };
      default -> throw Routes.unknown(request);
    };
  }

  private SubmitRequest submission(Request request) {
    ObjectNode body = request.body();
    body.put("file", node.template(request.path().get(1)).toString());
    return SubmissionBody.of(body);
  }
}
