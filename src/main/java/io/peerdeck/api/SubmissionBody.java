package io.peerdeck.api;

import static io.peerdeck.api.Field.flag;
import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;

import io.peerdeck.node.RunBounds;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.workflow.SubmittedEvent;
import io.peerdeck.workflow.WorkflowException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Reads what is to be submitted out of a request's body.
final class SubmissionBody {
  /// What a submission may say besides the file.
  static final List<Field> TERMS =
      List.of(
          text("name", "what people call the run; the workflow's name unless told"),
          text("folder", "absolute path of the workspace to be sent along"),
          Field.textMap("inputs", "the workflow's inputs by name"),
          number("priority", "1 (first) to 9 (last), 5 unless told"),
          text("strategy", "`hamming` unless told, or `hamming-hex`"),
          flag("untagged", "submit it although it carries no tag for peers"),
          flag("asIs", "submit it although its file is doubtful"),
          flag("held", "keep it until it is released"),
          flag("network", "let its jobs reach the network"),
          text("queueTimeout", "how long it may wait, such as `30m`"),
          number("attempts", "how often a job may be tried"),
          text("event", "the event it stands for; by hand unless told"),
          text("type", "of the event, such as `opened`"),
          text("ref", "of the event, such as `refs/heads/main`"),
          text("base", "of the event: the branch it is to go into"),
          Field.texts("paths", "of the event: the files it changes"));

  /// The same with the file.
  static final List<Field> FIELDS = fields();

  private SubmissionBody() {}

  private static List<Field> fields() {
    List<Field> fields = new ArrayList<>(TERMS);
    fields.addFirst(text("file", "absolute path of the workflow file").needed());
    return List.copyOf(fields);
  }

  /// Throws [ApiException] 400 for a body that is none.
  static SubmitRequest of(Body body) {
    return of(body.requiredPath("file"), body);
  }

  /// The same of a file that the body does not name.
  static SubmitRequest of(Path file, Body body) {
    return new SubmitRequest(
        file,
        body.text("name"),
        body.path("folder"),
        body.textMap("inputs"),
        body.integer("priority").orElse(SubmitRequest.DEFAULT_PRIORITY),
        body.text("strategy").orElse("hamming"),
        body.flag("untagged"),
        body.flag("asIs"),
        body.flag("held"),
        body.flag("network"),
        new RunBounds(body.text("queueTimeout").map(RunBounds::time), body.integer("attempts")),
        event(body),
        Optional.empty());
  }

  /// `event` with `type`, `ref`, `base` and `paths`; empty when the submission is by hand.
  private static Optional<SubmittedEvent> event(Body body) {
    Optional<String> name = body.text("event");
    if (name.isEmpty() && Stream.of("type", "ref", "base", "paths").anyMatch(body::has)) {
      throw new ApiException(
          400, "`type`, `ref`, `base` and `paths` belong to an `event`: name it as well.");
    }
    try {
      return name.map(
          event ->
              new SubmittedEvent(
                  event,
                  body.text("type").orElse(""),
                  body.text("ref").orElse(""),
                  body.text("base").orElse(""),
                  body.texts("paths").orElse(List.of())));
    } catch (WorkflowException e) {
      throw new ApiException(400, e.getMessage() + ".", e);
    }
  }
}
