package io.peerdeck.panel.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.ArtifactFile;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.Deck;
import io.peerdeck.panel.PicturesTest;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.schedule.RunStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.TabPane;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures of every page of the Run screen for people to look at, in `target/pictures`.
@Tag("full")
final class RunPicturesTest {
  private static final String SUMMARY =
      """
      # Prices of the night

      **40 rows** lack a price, see [the list](https://example.org/rows).

      | shop | rows | missing |
      |------|-----:|--------:|
      | eu   | 1204 | 31      |
      | us   | 998  | 9       |

      1. read `shop.csv`
      2. merge the *shards*

      > Rows without a price are left out.

      ```
      shop.py --region eu
      ```
      """;

  @ParameterizedTest
  @CsvSource({"LIGHT,1000,1000", "DARK,1400,900"})
  void everyPageLeavesAPicture(Theme theme, int width, int height) {
    ScriptedNode node = filled();
    Path folder = Path.of(System.getProperty("peerdeck.build", "target"), "pictures");
    String end = "-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + width + ".png";
    try (Deck deck = new Deck(node, theme, InstantSource.fixed(Script.NOW), width, height)) {
      deck.window.openRun(Script.cid(64), Optional.empty());
      deck.settle();
      deck.fire("#fold-build");
      TabPane pages = deck.node("#task-pages", TabPane.class);
      String[] names = {"log", "annotations", "summary", "artifacts"};
      for (int page = 0; page < names.length; page++) {
        if (page == 3) {
          deck.fire("#instance-build-2");
        }
        int index = page;
        FxThread.run(() -> pages.getSelectionModel().select(index));
        deck.settle();
        deck.window.snapshot(folder.resolve("run-" + names[page] + end));
      }
      FxThread.run(() -> pages.getSelectionModel().select(0));
      deck.fire("#log-wrap");
      FxThread.run(
          () -> deck.node("#log-search", javafx.scene.control.TextField.class).setText("row 39"));
      deck.until("hits", () -> !deck.visible(".log-row:found").isEmpty());
      deck.window.snapshot(folder.resolve("run-wrapped" + end));
      deck.fire("#toolbar-commands");
      deck.window.snapshot(folder.resolve("run-commands" + end));
      assertThat(folder.resolve("run-commands" + end)).isNotEmptyFile();
    }
  }

  private static ScriptedNode filled() {
    ScriptedNode node = PicturesTest.filled();
    List<TaskView> tasks =
        Script.tasks(RunStatus.FAILED).stream()
            .map(task -> task.ref().index() == 0 ? Script.with(task, remarks(), 400) : task)
            .toList();
    node.put(Script.run(64, "nightly-data", RunStatus.FAILED, tasks));
    node.summaries.put("build", SUMMARY);
    node.artifacts.put(
        Script.cid(82),
        List.of(new ArtifactFile("shard.csv", 62, "csv"), new ArtifactFile("chart.bin", 3, "bin")));
    node.contents.put(
        "csv", "shop,row,price\neu,1,12.50\neu,2,\nus,1,9.99\n".getBytes(StandardCharsets.UTF_8));
    String[] levels = {"group", "plain", "plain", "endgroup", "error", "notice", "plain"};
    String[] texts = {
      "Read the shops",
      "\u001B[32mok\u001B[0m eu \u001B[1;34m1204\u001B[0m rows",
      "\u001B[33mslow\u001B[0m us \u001B[38;5;208m998\u001B[0m rows, \u001B[31m9 missing\u001B[0m",
      "",
      "shop.py: no price in row 39",
      "40 rows are left out",
      "a long line of words that goes on and on ".repeat(6)
    };
    List<LogChunk.Line> lines =
        java.util.stream.IntStream.range(0, texts.length)
            .mapToObj(i -> new LogChunk.Line(400 + i, Script.NOW, 2, "out", levels[i], texts[i]))
            .toList();
    node.logged(lines, true);
    return node;
  }

  private static List<TaskView.AnnotationView> remarks() {
    return List.of(
        new TaskView.AnnotationView(
            2, "warning", "", "40 rows have no price", Optional.empty(), 0, 0, 0, 0),
        new TaskView.AnnotationView(
            2, "error", "Missing", "no price in row 39", Optional.of("shop.py"), 12, 12, 5, 9),
        new TaskView.AnnotationView(
            1, "notice", "", "read from the cache", Optional.of("fetch.sh"), 3, 3, 0, 0));
  }
}
