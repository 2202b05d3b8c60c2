package io.peerdeck.panel.queue;

import io.peerdeck.node.RunDetail;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Why tasks wait and who would get them: the ranking in words, the same wherever it is told.
public final class RankingPart extends VBox {
  /// Tasks explained here; a run with more is opened.
  static final int TASKS = 3;

  private static final Texts TEXTS = Texts.of("runs");

  private RankingPart(List<TaskView> waiting) {
    setId("ranking");
    getStyleClass().add("ranking");
    getChildren().add(words(TEXTS.get("rank.rule"), "fact-name"));
    waiting.stream().limit(TASKS).forEach(this::explain);
    if (waiting.size() > TASKS) {
      getChildren().add(words(TEXTS.get("rank.more", waiting.size() - TASKS), "fact-name"));
    }
  }

  /// The tasks of a run that nobody runs yet.
  static List<TaskView> waiting(RunDetail run) {
    return run.tasks().stream()
        .filter(task -> !task.status().finished() && task.holder().isEmpty())
        .toList();
  }

  static RankingPart of(List<TaskView> waiting) {
    return new RankingPart(waiting);
  }

  /// Who would get, or got, one task.
  public static RankingPart of(TaskView task) {
    RankingPart part = new RankingPart(List.of());
    part.ranks(task);
    return part;
  }

  private void explain(TaskView task) {
    MarkLabel name = new MarkLabel(Mark.of(task.status()), task.name());
    name.setWrapText(true);
    getChildren().add(name);
    if (!task.why().isBlank()) {
      getChildren().add(words(task.why(), "note"));
    }
    ranks(task);
  }

  private void ranks(TaskView task) {
    if (task.ranking().isEmpty()) {
      getChildren().add(words(TEXTS.get("rank.nobody"), "rank-line"));
    }
    for (TaskView.RankedPeer peer : task.ranking()) {
      String line =
          TEXTS.get("rank.line", peer.rank() + 1, peer.peer().name(), peer.distance(), peer.why());
      boolean next = peer.standing().equals("next");
      getChildren().add(words(line, next ? "rank-next" : "rank-line"));
    }
    for (TaskView.ExcludedPeer peer : task.excluded()) {
      getChildren()
          .add(words(TEXTS.get("rank.excluded", peer.peer().name(), peer.why()), "rank-line"));
    }
  }

  private static Label words(String text, String styleClass) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add(styleClass);
    return label;
  }
}
