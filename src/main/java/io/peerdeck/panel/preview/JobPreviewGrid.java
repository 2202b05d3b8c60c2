package io.peerdeck.panel.preview;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.SubmitPreview.JobPreview;
import io.peerdeck.panel.bridge.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/// The jobs of a file: what each needs, where it runs, and who would run it as the clock stands.
final class JobPreviewGrid extends GridPane {
  private static final Texts TEXTS = Texts.of("preview");

  JobPreviewGrid(List<JobPreview> jobs) {
    setId("preview-jobs");
    getStyleClass().add("grid-table");
    double[] shares = {30, 18, 20, 32};
    for (double share : shares) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(share);
      column.setHgrow(Priority.ALWAYS);
      getColumnConstraints().add(column);
    }
    head(0, TEXTS.get("job.name"));
    head(1, TEXTS.get("job.needs"));
    head(2, TEXTS.get("job.runsOn"));
    head(3, TEXTS.get("job.owner"));
    int row = 1;
    for (JobPreview job : jobs) {
      String name =
          job.instances() == 1
              ? job.name()
              : TEXTS.get("job.instances", job.name(), job.instances());
      cell(0, row, name);
      cell(1, row, job.needs().isEmpty() ? "–" : String.join(", ", job.needs()));
      cell(2, row, String.join(", ", job.runsOn()));
      cell(3, row, owners(job));
      row++;
    }
  }

  /// `nuc-1`, or for a matrix `nuc-1 ×3, nuc-2 ×1`; says so where nobody is eligible.
  private static String owners(JobPreview job) {
    Map<String, Long> counts =
        job.owners().stream()
            .collect(
                Collectors.groupingBy(
                    (Optional<PeerRef> owner) ->
                        owner.map(PeerRef::name).orElse(TEXTS.get("job.nobody")),
                    LinkedHashMap::new,
                    Collectors.counting()));
    if (counts.size() == 1) {
      return counts.keySet().iterator().next();
    }
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " ×" + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private void head(int column, String text) {
    Label label = new Label(text);
    label.getStyleClass().add("fact-name");
    add(label, column, 0);
  }

  private void cell(int column, int row, String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    add(label, column, row);
  }
}
