package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;

/// What the caches spared this machine, and what is left of GitHub's budget.
final class SavedPane extends VBox {
  private static final Texts TEXTS = Texts.of("caches");
  private final Label reads = figure("cache-saved");
  private final Label blocks = figure("cache-brought");
  private final MarkLabel calls = new MarkLabel(Mark.UNKNOWN);
  private final MarkLabel budget = new MarkLabel(Mark.UNKNOWN);
  private final Label why = new Label();

  SavedPane() {
    setId("cache-saved-pane");
    getStyleClass().addAll("saved", "card-list");
    calls.setId("cache-calls");
    budget.setId("cache-budget");
    why.setId("cache-github");
    why.setWrapText(true);
    why.getStyleClass().add("fact-name");
    FlowPane row =
        new FlowPane(
            cell(TEXTS.get("saved.reads"), reads),
            cell(TEXTS.get("saved.blocks"), blocks),
            cell(TEXTS.get("saved.calls"), calls),
            cell(TEXTS.get("saved.budget"), budget));
    row.getStyleClass().add("saved-row");
    getChildren().setAll(row, why);
  }

  private static Label figure(String id) {
    Label label = new Label();
    label.setId(id);
    label.getStyleClass().add("trend-figure");
    return label;
  }

  private static VBox cell(String name, Label value) {
    Label title = new Label(name);
    title.getStyleClass().add("fact-name");
    return new VBox(title, value);
  }

  void show(List<CacheView> caches) {
    reads.setText(Words.number(caches.stream().mapToLong(CacheView::hits).sum()));
    blocks.setText(
        Words.number(
            caches.stream()
                .flatMap(cache -> cache.kinds().stream())
                .filter(kind -> kind.kind().equals("peer"))
                .mapToLong(CacheView.Kind::reads)
                .sum()));
    Optional<String> missing =
        caches.stream()
            .filter(cache -> cache.id().equals("github"))
            .findFirst()
            .flatMap(CacheView::configured);
    Mark mark = missing.isPresent() ? Mark.NOT_CONFIGURED : Mark.UNKNOWN;
    calls.show(mark, mark.word());
    budget.show(mark, mark.word());
    why.setText(missing.orElse(TEXTS.get("saved.untold")));
  }
}
