package io.peerdeck.panel.preview;

import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Mark;
import java.nio.file.Path;
import java.util.Optional;

/// One file of a preview: what would be asked of the node, and what the node says to it. Only on
/// the FX thread.
public final class PreviewFile {
  private final Path path;
  private SubmitRequest request;
  private Optional<SubmitPreview> preview = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private Optional<RunSummary> submitted = Optional.empty();
  private Optional<String> refusal = Optional.empty();
  private int wrongInputs;
  private boolean submitting;
  private boolean wanted = true;
  private int asked;

  public PreviewFile(Path path) {
    this(SubmitRequest.of(path));
  }

  PreviewFile(SubmitRequest request) {
    this.path = request.file();
    this.request = request;
  }

  public Path path() {
    return path;
  }

  public String fileName() {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  public SubmitRequest request() {
    return request;
  }

  /// Asks for something else; the number tells this question from earlier ones.
  public int ask(SubmitRequest next) {
    request = next;
    return ++asked;
  }

  public void answered(int question, SubmitPreview answer) {
    if (question == asked) {
      preview = Optional.of(answer);
      failure = Optional.empty();
    }
  }

  public void failed(int question, String message) {
    if (question == asked) {
      failure = Optional.of(message);
    }
  }

  public Optional<SubmitPreview> preview() {
    return preview;
  }

  public Optional<String> failure() {
    return failure;
  }

  public void wanted(boolean value) {
    wanted = value;
  }

  public boolean wanted() {
    return wanted;
  }

  /// A file that is not shown to the node.
  static PreviewFile refused(Path path, String why) {
    PreviewFile file = new PreviewFile(path);
    file.failure = Optional.of(why);
    file.wanted = false;
    return file;
  }

  void wrongInputs(int count) {
    wrongInputs = count;
  }

  public void submitting(boolean value) {
    submitting = value;
    refusal = Optional.empty();
  }

  /// The node did not take it, and why.
  void refused(String why) {
    submitting = false;
    refusal = Optional.of(why);
  }

  /// Why the last submission of it failed.
  Optional<String> refusal() {
    return refusal;
  }

  public void submitted(RunSummary run) {
    submitted = Optional.of(run);
    submitting = false;
  }

  public Optional<RunSummary> submitted() {
    return submitted;
  }

  public boolean ready() {
    return !submitting
        && submitted.isEmpty()
        && failure.isEmpty()
        && wrongInputs == 0
        && preview.filter(SubmitPreview::submittable).isPresent();
  }

  /// Whether it cannot be submitted, whatever is wanted of it.
  public boolean leftOut() {
    return failure.isPresent() || preview.filter(p -> !p.submittable()).isPresent();
  }

  public Mark mark() {
    if (submitted.isPresent()) {
      return Mark.DONE;
    }
    if (failure.isPresent() || refusal.isPresent()) {
      return Mark.PROBLEM;
    }
    if (preview.isEmpty() || submitting) {
      return Mark.RUNNING;
    }
    if (!preview.get().submittable()) {
      return Mark.PROBLEM;
    }
    return wrongInputs > 0 ? Mark.WARNING : Mark.READY;
  }

  /// The mark's word for this file: what it means here.
  public String word(Texts texts) {
    if (submitted.isPresent()) {
      return texts.get("file.submitted");
    }
    if (submitting) {
      return texts.get("file.submitting");
    }
    if (failure.isPresent()) {
      return texts.get(asked == 0 ? "file.refused" : "file.failed");
    }
    if (refusal.isPresent()) {
      return texts.get("file.notTaken");
    }
    if (wrongInputs > 0 && preview.filter(SubmitPreview::submittable).isPresent()) {
      return texts.count("file.inputs", wrongInputs);
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
