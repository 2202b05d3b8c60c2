package io.peerdeck.panel.preview;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.SubmitPreview;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// What a person should know before files leave the machine: who may run them, what steps can do
/// there, what is copied. It says how things are, not how they will be.
final class TrustQuestions extends VBox {
  private static final Texts TEXTS = Texts.of("preview");
  private static final int MOST_NAMED = 8;

  TrustQuestions(SubmitPreview preview, List<PeerView> workers) {
    setId("preview-trust");
    getStyleClass().add("trust");
    Set<String> wanted =
        preview.jobs().stream()
            .flatMap(job -> job.runsOn().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> able =
        workers.stream()
            .filter(peer -> fits(peer, preview))
            .map(peer -> peer.peer().name())
            .sorted()
            .toList();
    question(
        TEXTS.get("trust.who"), able.isEmpty() ? Mark.WARNING : Mark.TRUSTED, who(able, wanted));
    boolean others = preview.jobs().stream().anyMatch(TrustQuestions::elsewhere);
    question(
        TEXTS.get("trust.what"),
        Mark.WARNING,
        TEXTS.get(others || able.size() > 1 ? "trust.what.there" : "trust.what.here"));
    question(
        TEXTS.get("trust.copied"),
        Mark.UNKNOWN,
        TEXTS.get(
            "trust.copied.text",
            TEXTS.count("snapshot.files", preview.snapshotFiles()),
            Words.bytes(preview.snapshotBytes()),
            preview.snapshotSource()));
  }

  /// Whether a peer carries the labels of at least one job.
  private static boolean fits(PeerView peer, SubmitPreview preview) {
    return preview.jobs().stream().anyMatch(job -> peer.labels().containsAll(job.runsOn()));
  }

  private static boolean elsewhere(SubmitPreview.JobPreview job) {
    return job.owners().stream().flatMap(Optional<PeerRef>::stream).distinct().count() > 1;
  }

  private static String who(List<String> able, Set<String> wanted) {
    if (able.isEmpty()) {
      return TEXTS.get("trust.who.nobody", String.join(", ", wanted));
    }
    String names = able.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    return able.size() > MOST_NAMED
        ? TEXTS.get("trust.who.many", names, able.size() - MOST_NAMED)
        : TEXTS.get("trust.who.these", names);
  }

  private void question(String asked, Mark mark, String answer) {
    Label text = new Label(answer);
    text.setWrapText(true);
    getChildren().addAll(new MarkLabel(mark, asked), text);
  }
}
