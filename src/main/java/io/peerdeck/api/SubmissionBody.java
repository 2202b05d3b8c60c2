package io.peerdeck.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.node.RunBounds;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.workflow.SubmittedEvent;
import io.peerdeck.workflow.WorkflowException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what is to be submitted out of a request's body.
final class SubmissionBody {
  private SubmissionBody() {}

  /// Throws [ApiException] 400 for a body that is none.
  static SubmitRequest of(ObjectNode body) {
    return new SubmitRequest(
        Routes.path(Json.requiredText(body, "file")),
        Json.text(body, "name"),
        Json.text(body, "folder").map(Routes::path),
        Json.texts(body, "inputs"),
        Json.integer(body, "priority").orElse(SubmitRequest.DEFAULT_PRIORITY),
        Json.text(body, "strategy").orElse("hamming"),
        Json.flag(body, "untagged"),
        Json.flag(body, "asIs"),
        Json.flag(body, "held"),
        Json.flag(body, "network"),
        new RunBounds(
            Json.text(body, "queueTimeout").map(RunBounds::time), Json.integer(body, "attempts")),
        event(body),
        Optional.empty());
  }

  /// `event` with `type`, `ref`, `base` and `paths`; empty when the submission is by hand.
  private static Optional<SubmittedEvent> event(ObjectNode body) {
    Optional<String> name = Json.text(body, "event");
    if (name.isEmpty() && Stream.of("type", "ref", "base", "paths").anyMatch(body::hasNonNull)) {
      throw new ApiException(
          400, "`type`, `ref`, `base` and `paths` belong to an `event`: name it as well.");
    }
    try {
      return name.map(
          event ->
              new SubmittedEvent(
                  event,
                  Json.text(body, "type").orElse(""),
                  Json.text(body, "ref").orElse(""),
                  Json.text(body, "base").orElse(""),
                  Json.list(body, "paths").orElse(List.of())));
    } catch (WorkflowException e) {
      throw new ApiException(400, e.getMessage() + ".", e);
    }
  }
}
