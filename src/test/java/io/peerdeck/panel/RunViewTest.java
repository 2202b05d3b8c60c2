package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.ArtifactFile;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.log.Ansi;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.run.TaskSketch;
import io.peerdeck.schedule.RunStatus;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.ImageView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/// A run on the screen: graph, steps, and a log that follows and is searched.
final class RunViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void theGraphFollowsTheRun() {
    String id = Script.cid(39);
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(id, Optional.empty());
      deck.settle();
      assertThat(deck.text("#job-build .mark")).isEqualTo("in progress");
      node.change(
          id,
          run -> Script.run(39, "nightly-data", RunStatus.FAILED, Script.tasks(RunStatus.FAILED)));
      deck.until("build failed", () -> word(deck, "#job-build .mark").equals("failed"));
      assertThat(deck.text(".run-head .mark")).isEqualTo("failed");
      deck.fire("#job-merge");
      assertThat(deck.node("#job-merge", ToggleButton.class).isSelected()).isTrue();
    }
  }

  @Test
  void theFirstRunIsShownByPartsMadeAheadAndNothingElseIsOnThem() throws Exception {
    String id = Script.cid(39);
    try (Deck deck = new Deck(node)) {
      deck.window.prepare(Duration.ofMillis(10));
      assertThat(deck.window.prepared().get(1, TimeUnit.MINUTES)).isTrue();
      deck.show(Screen.RUN);
      assertThat(deck.exists("#run-empty-queue")).isTrue();
      assertThat(Stream.of(".job-card", ".log-row", "#steps")).noneMatch(deck::exists);
      Set<Node> made = all(deck, ".job-card");
      assertThat(made).isNotEmpty();
      deck.window.openRun(id, Optional.empty());
      deck.until("the log", () -> deck.exists(".log-row"));
      deck.settle();
      assertThat(deck.exists("#run-empty-queue")).isFalse();
      assertThat(all(deck, ".job-card"))
          .containsAll(made)
          .extracting(Node::getId)
          .containsExactlyInAnyOrderElementsOf(jobs(id));
      assertThat(deck.visible(".log-row").stream().map(Node::getAccessibleText))
          .isNotEmpty()
          .isSubsetOf(Script.lines(0, 400).stream().map(line -> Ansi.plain(line.text())).toList());
      ListView<?> steps = deck.node("#steps", ListView.class);
      assertThat(FxThread.call(() -> List.copyOf(steps.getItems())))
          .isIn(node.run(id).tasks().stream().map(TaskView::steps).toList());
    }
  }

  private static Set<Node> all(Deck deck, String query) {
    return FxThread.call(() -> deck.window.shell().scene().getRoot().lookupAll(query));
  }

  private List<String> jobs(String run) {
    return node.run(run).tasks().stream()
        .map(task -> "job-" + task.ref().job())
        .distinct()
        .toList();
  }

  @Test
  void whoGetsATaskIsToldInTheWordsOfTheQueue() {
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      deck.fire("#header-details");
      deck.until("the ranking", () -> deck.exists("#inspector #ranking"));
      assertThat(
              FxThread.call(
                  () ->
                      deck.visible("#inspector #ranking .label").stream()
                          .map(label -> ((Labeled) label).getText())
                          .toList()))
          .anyMatch(text -> text.matches("1\\. .*, 108 bits apart\\. Runs it\\."))
          .anyMatch(text -> text.matches("2\\. .*, 121 bits apart\\. Refused: .*"));
    }
  }

  @Test
  void aStepThatIsChosenIsGoneToAgain() {
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      ListView<?> steps = deck.node("#steps", ListView.class);
      deck.click("#steps .list-cell");
      deck.until("its first line", () -> deck.exists(".log-row") && first(deck));
      FxThread.run(() -> deck.node("#log", Node.class).requestFocus());
      deck.press(KeyCode.END);
      deck.until("far from it", () -> !first(deck));
      deck.click("#steps .list-cell");
      deck.until("again", () -> first(deck));
      FxThread.run(() -> deck.node("#log", Node.class).requestFocus());
      deck.press(KeyCode.END);
      deck.until("far from it", () -> !first(deck));
      FxThread.run(steps::requestFocus);
      deck.press(KeyCode.ENTER);
      deck.until("by a key", () -> first(deck));
    }
  }

  private static boolean first(Deck deck) {
    return deck.visible(".log-row .log-number").stream()
        .anyMatch(number -> ((Labeled) number).getText().equals("1"));
  }

  @Test
  void anArtifactIsSavedToAChosenFolder() {
    node.put(Script.run(61, "theirs", RunStatus.COMPLETED, Script.tasks(RunStatus.COMPLETED)));
    try (Deck deck = new Deck(node)) {
      deck.files.folder = Optional.of(Path.of("saved"));
      deck.window.openRun(Script.cid(61), Optional.empty());
      deck.settle();
      deck.fire("#header-details");
      deck.fire("#save-shard-0");
      deck.until("it is saved", () -> node.did.contains("save " + Script.cid(80)));
    }
  }

  @Test
  void aMatrixIsFoldedUntilAskedFor() {
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      assertThat(deck.exists("#instance-build-1")).isFalse();
      deck.fire("#fold-build");
      deck.fire("#instance-build-2");
      ListView<?> instances = deck.node("#instances", ListView.class);
      assertThat(FxThread.call(() -> instances.getSelectionModel().getSelectedIndex()))
          .isEqualTo(2);
      deck.fire("#fold-build");
      assertThat(deck.exists("#instance-build-1")).isFalse();
    }
  }

  @Test
  void moreThanTwoHundredJobsAreAList() {
    List<TaskView> many =
        IntStream.range(0, 201)
            .mapToObj(i -> Script.task("job-" + i, 0, "Job " + i, List.of(), RunStatus.COMPLETED))
            .toList();
    node.put(Script.run(62, "many", RunStatus.COMPLETED, many));
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(62), Optional.empty());
      deck.settle();
      ListView<?> list = deck.node("#job-list", ListView.class);
      assertThat(FxThread.call(() -> list.getItems().size())).isEqualTo(201);
      assertThat(deck.exists("#job-graph")).isFalse();
    }
  }

  @Test
  void remarksLeadToTheirStepAndTheSummaryIsShown() {
    TaskView plain = Script.task("test", 0, "Test", List.of(), RunStatus.FAILED);
    node.put(
        Script.run(
            63,
            "checks",
            RunStatus.FAILED,
            List.of(
                Script.with(
                    plain,
                    List.of(
                        new TaskView.AnnotationView(
                            2, "error", "", "no price", Optional.of("shop.py"), 12, 12, 5, 9)),
                    40))));
    node.summaries.put("test", "# Prices\n\n40 rows lack one.");
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(63), Optional.empty());
      deck.settle();
      page(deck, 1);
      deck.until("the remark", () -> word(deck, "#annotations .monospace").equals("shop.py:12:5"));
      deck.click("#annotations .list-cell");
      ListView<?> steps = deck.node("#steps", ListView.class);
      deck.until("its step is chosen", () -> steps.getSelectionModel().getSelectedIndex() == 1);
      deck.until("the log is shown", () -> deck.exists("#log"));
      page(deck, 2);
      deck.until("the summary", () -> deck.exists("#summary-text .md-h1"));
      deck.act("commands");
      assertThat(deck.visible("#run-commands .command"))
          .extracting(line -> ((Labeled) line).getText())
          .contains("peerdeck workflow again " + Script.cid(63));
      deck.fire("#run-commands-close");
    }
  }

  @Test
  void anArtifactsTextsAndPicturesArePreviewedAndItsCidIsCopied() throws IOException {
    node.put(Script.run(61, "theirs", RunStatus.COMPLETED, Script.tasks(RunStatus.COMPLETED)));
    node.artifacts.put(
        Script.cid(80),
        List.of(
            new ArtifactFile("shard.csv", 8, "file"),
            new ArtifactFile("shard.bin", 3, "bytes"),
            new ArtifactFile("shard.png", 1, "picture")));
    node.contents.put("file", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    node.contents.put("bytes", new byte[] {0, 1, 2});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB), "png", png);
    node.contents.put("picture", png.toByteArray());
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(61), Optional.empty());
      deck.settle();
      deck.fire("#job-build");
      page(deck, 3);
      ListView<?> text = deck.node("#artifact-text", ListView.class);
      assertThat(FxThread.call(() -> text.getItems().toString())).isEqualTo("[a,b, 1,2]");
      ListView<?> files = deck.node("#artifact-files", ListView.class);
      FxThread.run(() -> files.getSelectionModel().select(1));
      deck.until("it is refused", () -> word(deck, "#artifact-about").startsWith("Neither text"));
      FxThread.run(() -> files.getSelectionModel().select(2));
      deck.until("the picture", () -> !deck.visible(".artifact-preview .image-view").isEmpty());
      ImageView picture =
          (ImageView) deck.visible(".artifact-preview .image-view").iterator().next();
      assertThat(FxThread.call(() -> picture.getImage().getWidth())).isEqualTo(7);
      deck.fire(".artifacts .copyable");
      assertThat(FxThread.call(() -> Clipboard.getSystemClipboard().getString()))
          .isEqualTo(Script.cid(80));
      assertThat(word(deck, ".toast-text")).isEqualTo("It is on the clipboard");
    }
  }

  @Test
  void ofManyArtifactsTheOneThatIsOpenIsMarked() {
    TaskView plain = Script.task("test", 0, "Test", List.of(), RunStatus.COMPLETED);
    List<TaskView.ArtifactView> made =
        List.of(
            new TaskView.ArtifactView("made-0", Script.cid(80), 10),
            new TaskView.ArtifactView("made-1", Script.cid(81), 10));
    node.put(
        Script.run(
            64,
            "two",
            RunStatus.COMPLETED,
            List.of(TaskSketch.of(plain).made(Map.of(), made).view())));
    try (Deck deck = new Deck(node)) {
      deck.window.openRun(Script.cid(64), Optional.empty());
      deck.settle();
      page(deck, 3);
      ToggleButton first = deck.node("#artifact-made-0", ToggleButton.class);
      ToggleButton second = deck.node("#artifact-made-1", ToggleButton.class);
      assertThat(first.isSelected()).isTrue();
      deck.fire("#artifact-made-1").fire("#artifact-made-1");
      assertThat(second.isSelected()).isTrue();
      assertThat(first.isSelected()).isFalse();
    }
  }

  private static void page(Deck deck, int index) {
    TabPane pages = deck.node("#task-pages", TabPane.class);
    FxThread.run(() -> pages.getSelectionModel().select(index));
    deck.settle();
  }

  private static String word(Deck deck, String query) {
    return ((Labeled) deck.visible(query).iterator().next()).getText();
  }
}
