package io.peerdeck.panel.gallery;

import io.peerdeck.node.SubmitPreview.Problem;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.log.LogView;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.preview.SourceView;
import java.util.List;
import java.util.stream.IntStream;

/// Logs and files.
final class ReadPages {
  private static final Texts TEXTS = Texts.of("gallery");
  private static final String SOURCE =
      """
      name: nightly
      on: workflow_dispatch
      jobs:
        build:
          runs-on: ubuntu-latest
          steps:
            - run: echo "reading the shops"
            - uses: some/action@v9
            - rum: echo "done"
      """;

  private ReadPages() {}

  static Exhibit log(Desk desk) {
    LogView filled = new LogView(desk.bridge(), desk.files(), desk.memory());
    filled.steps(
        IntStream.rangeClosed(1, SampleLog.STEPS.size()).boxed().toList(), SampleLog.STEPS);
    filled.open("run", new TaskRef("build", 0));
    LogView none = new LogView(desk.bridge(), desk.files(), desk.memory());
    return new Exhibit()
        .state(TEXTS.get("log.filled"), filled, "exhibit-taller")
        .state(TEXTS.get("log.none"), none, "exhibit-tall")
        .onLeave(filled::stop);
  }

  static Exhibit source(Desk desk) {
    SourceView broken = new SourceView();
    broken.show(
        SOURCE,
        List.of(
            new Problem(8, 15, false, TEXTS.get("source.warning")),
            new Problem(9, 9, true, TEXTS.get("source.error"))));
    SourceView fine = new SourceView();
    fine.show(SOURCE, List.of());
    return new Exhibit()
        .state(TEXTS.get("source.broken"), broken, "exhibit-tall")
        .state(TEXTS.get("source.fine"), fine, "exhibit-tall");
  }
}
