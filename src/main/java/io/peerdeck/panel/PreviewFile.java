package io.peerdeck.panel;

import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.SubmitRequest;
import java.nio.file.Path;
import java.util.Optional;

/// One file of a preview: what would be asked of the node, and what the node says to it. Only on
/// the FX thread.
final class PreviewFile {
  private final Path path;
  private SubmitRequest request;
  private Optional<SubmitPreview> preview = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private Optional<RunSummary> submitted = Optional.empty();
  private boolean submitting;
  private boolean wanted = true;
  private int asked;

  PreviewFile(Path path) {
    this.path = path;
    this.request = SubmitRequest.of(path);
  }

  Path path() {
    return path;
  }

  String fileName() {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  SubmitRequest request() {
    return request;
  }

  /// Asks for something else; the number tells this question from earlier ones.
  int ask(SubmitRequest next) {
    request = next;
    return ++asked;
  }

  void answered(int question, SubmitPreview answer) {
    if (question == asked) {
      preview = Optional.of(answer);
      failure = Optional.empty();
    }
  }

  void failed(int question, String message) {
    if (question == asked) {
      failure = Optional.of(message);
    }
  }

  Optional<SubmitPreview> preview() {
    return preview;
  }

  Optional<String> failure() {
    return failure;
  }

  void wanted(boolean value) {
    wanted = value;
  }

  boolean wanted() {
    return wanted;
  }

  void submitting(boolean value) {
    submitting = value;
  }

  void submitted(RunSummary run) {
    submitted = Optional.of(run);
    submitting = false;
  }

  Optional<RunSummary> submitted() {
    return submitted;
  }

  boolean ready() {
    return !submitting
        && submitted.isEmpty()
        && failure.isEmpty()
        && preview.filter(SubmitPreview::submittable).isPresent();
  }

  Mark mark() {
    if (submitted.isPresent()) {
      return Mark.DONE;
    }
    if (failure.isPresent()) {
      return Mark.PROBLEM;
    }
    if (preview.isEmpty() || submitting) {
      return Mark.RUNNING;
    }
    return preview.get().submittable() ? Mark.READY : Mark.PROBLEM;
  }

  /// The mark's word for this file: what it means here.
  String word(Texts texts) {
    if (submitted.isPresent()) {
      return texts.get("file.submitted");
    }
    if (submitting) {
      return texts.get("file.submitting");
    }
    if (failure.isPresent()) {
      return texts.get("file.failed");
    }
    return preview
        .map(
            p ->
                p.submittable()
                    ? texts.get("file.ready")
                    : texts.count(
                        "file.errors",
                        p.problems().stream().filter(SubmitPreview.Problem::error).count()))
        .orElse(texts.get("file.reading"));
  }
}
